import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import {
  createRequire,
  enableCompileCache,
  flushCompileCache,
  registerHooks,
  stripTypeScriptTypes,
} from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const own = new URL("./", import.meta.url);
const ownRequire = createRequire(import.meta.url);
const transpiler = fileURLToPath(new URL("transpiler.js", own));
const provided = new Map([
  ["tslab", new URL("tslab.js", own).href],
  ["tslab/dist/jupyter", new URL("tslab.js", own).href],
  ["tslab/dist/jupyter.js", new URL("tslab.js", own).href],
]);

/** A local file as it was when last loaded, and the local files it imports. */
interface Loaded {
  stamp: string;
  version: number;
  readonly imports: Set<string>;
}

/** Local files, so that an edit is seen at the next import, also of one who imports the file. */
const loaded = new Map<string, Loaded>();

/** Imports as the notebook in `folder` would. */
export class Imports {
  readonly require: NodeJS.Require;
  readonly meta: { url: string; filename: string; dirname: string };
  readonly #notebook: string;

  constructor(folder: string) {
    const filename = join(folder, "notebook.ts");
    this.#notebook = pathToFileURL(filename).href;
    this.meta = { url: this.#notebook, filename, dirname: folder };
    this.require = createRequire(filename);
    registerHooks({ resolve: resolver(this.#notebook), load });
    keepCompiled();
  }

  /** The namespace of a module; names of a CommonJS module that only exist at run time too. */
  async import(specifier: string): Promise<object> {
    // Names this file as the importer; the resolver puts the notebook in its place.
    const namespace = (await import(String(specifier))) as { [name: string]: unknown };
    // The runner ends by being killed, so what it compiled is written as soon as nobody waits.
    if (!isToWrite) setTimeout(writeCompiled, quiet).unref();
    isToWrite = true;
    const commonJs = namespace["module.exports"];
    if (typeof commonJs !== "object" && typeof commonJs !== "function") return namespace;
    return commonJs === null ? namespace : Object.assign(Object.create(null), commonJs, namespace);
  }
}

/** How long after an import what it compiled is written, in ms. */
const quiet = 200;
let isToWrite = false;

/** V8's compiled packages are kept for the next kernel: a good third of an import. */
function keepCompiled(): void {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const folder = join(cache, "typescript-kernel");
  try {
    // Code is run from here: only its owner may write to it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    enableCompileCache(folder);
  } catch {
    // Where nothing can be written, each kernel compiles anew.
  }
}

function writeCompiled(): void {
  isToWrite = false;
  flushCompileCache();
}

type Resolve = Parameters<typeof registerHooks>[0]["resolve"];
type Load = NonNullable<Parameters<typeof registerHooks>[0]["load"]>;

function resolver(notebook: string): Resolve {
  return (specifier, context, next) => {
    const replacement = provided.get(specifier);
    if (replacement !== undefined) return { url: replacement, shortCircuit: true };
    const fromCell = context.parentURL === import.meta.url;
    const parentURL = fromCell ? notebook : context.parentURL;
    const found = resolveOr(specifier, { ...context, parentURL }, next);
    if (!isLocal(found.url)) return found;
    const file = fileURLToPath(found.url);
    if (parentURL?.startsWith("file:") && !fromCell)
      loaded.get(fileURLToPath(parentURL))?.imports.add(file);
    const version = currentVersion(file, new Set());
    return { ...found, url: version > 0 ? `${found.url}?v=${version}` : found.url };
  };
}

/** Falls back to `.ts` for a path without extension, and to the kernel's own packages. */
function resolveOr(
  specifier: string,
  context: Parameters<NonNullable<Resolve>>[1],
  next: Parameters<NonNullable<Resolve>>[2],
): ReturnType<NonNullable<Resolve>> {
  try {
    return next(specifier, context);
  } catch (error) {
    const attempts = /^\.{0,2}\//.test(specifier)
      ? [`${specifier}.ts`, `${specifier}/index.ts`, specifier.replace(/\.js$/, ".ts")]
      : specifier === "kernel-lib"
        ? resolvedOwn("kernel-lib")
        : [];
    for (const attempt of attempts)
      try {
        return next(attempt, context);
      } catch {
        // The first error names what the reader wrote.
      }
    throw error;
  }
}

/** Where the kernel itself finds a package; none where it is not installed. */
function resolvedOwn(name: string): string[] {
  try {
    return [pathToFileURL(ownRequire.resolve(name)).href];
  } catch {
    return [];
  }
}

function isLocal(url: string): boolean {
  return (
    url.startsWith("file:") &&
    !url.includes("/node_modules/") &&
    !installed.some((folder) => url.startsWith(folder))
  );
}

/** In a checkout, the two packages are linked from node_modules, not in it. */
const installed = [
  new URL("../../", own).href,
  ...resolvedOwn("kernel-lib/package.json").map((manifest) => new URL("./", manifest).href),
];

/** A higher number when the file, or one it imports, was edited since it was loaded. */
function currentVersion(file: string, seen: Set<string>): number {
  const entry = loaded.get(file);
  const stamp = stampOf(file);
  if (entry === undefined) {
    loaded.set(file, { stamp, version: 0, imports: new Set() });
    return 0;
  }
  if (seen.has(file)) return entry.version;
  seen.add(file);
  const before = [...entry.imports].map((one) => loaded.get(one)?.version);
  const after = [...entry.imports].map((one) => currentVersion(one, seen));
  if (entry.stamp !== stamp || after.some((version, i) => version !== before[i])) {
    entry.stamp = stamp;
    entry.version++;
    entry.imports.clear();
  }
  return entry.version;
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs}/${size}`;
  } catch {
    return "";
  }
}

/** Node blanks types out; enums and the like are code, and compiled by a process of their own. */
function withoutTypes(text: string, url: string): string {
  try {
    return stripTypeScriptTypes(text, { sourceUrl: url });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") throw error;
  }
  const code = execFileSync(process.execPath, [transpiler], { input: text, encoding: "utf8" });
  return `${code}\n//# sourceURL=${url}`;
}

/** JSON without an attribute, as TypeScript allows; local TypeScript with enums and the like. */
const load: Load = (url, context, next) => {
  const path = url.replace(/\?v=\d+$/, "");
  if (path.startsWith("file:") && path.endsWith(".json") && context.conditions.includes("import")) {
    const source = `export default ${readFileSync(fileURLToPath(path), "utf8")};`;
    return { format: "module", source, shortCircuit: true };
  }
  if (isLocal(path) && /\.m?ts$/.test(path)) {
    const text = readFileSync(fileURLToPath(path), "utf8");
    return { format: "module", source: withoutTypes(text, path), shortCircuit: true };
  }
  return next(url, context);
};
