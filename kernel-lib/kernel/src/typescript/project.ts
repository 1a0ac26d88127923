import { ancestors, dirname, type Host, join } from "./host.js";

/** The virtual files of a notebook's folder that don't depend on its cells. */
export function projectFiles(
  host: Host,
  folder: string,
  roots: readonly string[],
): Map<string, string> {
  const globals = join(folder, "__globals.d.ts");
  return new Map([
    [globals, globalDeclarations],
    [globalNames(folder), "globalThis."],
    [
      projectPath(folder),
      JSON.stringify(config(host, folder, [globals, globalNames(folder), ...roots])),
    ],
  ]);
}

/** A file at whose end a compiler completes the names of all globals. */
export function globalNames(folder: string): string {
  return join(folder, "__global_names.ts");
}

export function projectPath(folder: string): string {
  return join(folder, "__cells.tsconfig.json");
}

/** Strict, unless a tsconfig.json above the notebook says otherwise. */
function config(host: Host, folder: string, files: readonly string[]): object {
  const parent = ancestors(folder)
    .map((dir) => join(dir, "tsconfig.json"))
    .find((path) => host.exists(path));
  return {
    ...(parent === undefined ? {} : { extends: parent }),
    compilerOptions: {
      ...(parent === undefined ? { strict: true } : {}),
      target: "esnext",
      lib: ["es2025"],
      module: "esnext",
      moduleResolution: "bundler",
      moduleDetection: "force",
      types: ["node"],
      typeRoots: typeRoots(host, folder),
      ...(host.manifest("kernel-lib", folder) ? {} : { paths: ownPaths(host) }),
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
      ...notForCells,
    },
    files,
    include: [],
  };
}

/** Options of a project that make no sense for a cell, which may be JavaScript as it comes. */
const notForCells = {
  composite: false,
  incremental: false,
  declaration: false,
  isolatedDeclarations: false,
  isolatedModules: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  checkJs: false,
} as const;

/** kernel-lib beside the kernel serves notebooks that have none of their own. */
function ownPaths(host: Host): Record<string, string[]> {
  const manifest = host.manifest("kernel-lib", host.installation);
  if (manifest === undefined) return {};
  return { "kernel-lib": [join(dirname(manifest), "dist", "index.d.ts")] };
}

function typeRoots(host: Host, folder: string): string[] {
  const near = ancestors(folder).map((dir) => join(dir, "node_modules", "@types"));
  const own = ancestors(host.installation).map((dir) => join(dir, "node_modules", "@types"));
  return [...new Set([...near, ...own])].filter((dir) => host.exists(dir));
}

const globalDeclarations = `
/** Asks the reader for a line of text; null when they cancel. */
declare function prompt(message?: string, initial?: string): string | null;
declare module "tslab" {
  export interface Display {
    readonly id: string;
    javascript(s: string): void; html(s: string): void; markdown(s: string): void;
    svg(s: string): void; png(b: Uint8Array): void; jpeg(b: Uint8Array): void;
    gif(b: Uint8Array): void; pdf(b: Uint8Array): void; text(s: string): void;
    raw(contentType: string, b: string | Uint8Array | object): void;
  }
  export const display: Omit<Display, "id">;
  export function newDisplay(): Display;
  export const versions: { tslab: string; typescript: string; node: string };
}
declare module "tslab/dist/jupyter" {
  export const lastWriteDisplayData: (
    content: { data: object; metadata?: object; transient?: { display_id?: string } },
    update?: boolean,
  ) => void;
}
`;
