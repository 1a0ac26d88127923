/**
 * npm run update: brings the locks up to date, of npm and of Python, then runs every test.
 * With --locks-only it stops before the tests.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.ts";
import { findPython, pipEnvironment } from "./setup/python.mjs";

type Held = { folder?: string; name: string; range: string; why: string };

/** Packages that stay below their newest release, everywhere or in one folder's package.json. */
const held: Held[] = [
  { name: "node", range: "26", why: "the LTS line; its successor is a decision of its own" },
  { name: "@types/node", range: "26", why: "the types of the Node that is pinned" },
  { name: "tslab", range: "1", why: "the stock kernel that the notebooks promise to run in" },
  { folder: "scripts/docs", name: "typescript", range: "6", why: "the newest that typedoc takes" },
];

/**
 * Which releases a package follows, as npm writes it: the newest, or those of its range. An alias
 * with a version in its name, such as typescript-6, follows that version.
 */
export function follows(name: string, pinned: string, folder = "."): string {
  const [, target] = /^npm:(.+)@[^@]+$/.exec(pinned) ?? [];
  if (target === undefined) {
    const hold = held.find((one) => one.name === name && (one.folder ?? folder) === folder);
    return `${name}@${hold?.range ?? "latest"}`;
  }
  const [, range] = /-(\d[\d.]*)$/.exec(name) ?? [];
  if (range === undefined)
    throw new Error(`${name}: an alias must end with the version it follows`);
  return `${target}@${range}`;
}

/** The newest release of a range; npm gives one version, or all that fit. */
function newest(range: string): string {
  const { status, stdout, stderr } = spawnSync("npm", ["view", range, "version", "--json"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm view ${range}: ${stderr || stdout}`);
  const versions: string[] = [JSON.parse(stdout)].flat();
  const version = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  if (version === undefined) throw new Error(`npm view ${range}: there is no such release`);
  return version;
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): void {
  console.log(`\n$ ${[command, ...args].join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${status}: see above`);
}

type Manifest = Partial<Record<"dependencies" | "devDependencies", Record<string, string>>>;

/** Pins the newest releases in one package.json. */
function updateManifest(folder: string): void {
  const path = join(root, folder, "package.json");
  const manifest: Manifest = JSON.parse(readFileSync(path, "utf8"));
  for (const group of [manifest.dependencies, manifest.devDependencies]) {
    for (const [name, pinned] of Object.entries(group ?? {})) {
      const version = newest(follows(name, pinned, folder));
      const now = pinned.replace(/[^@]+$/, version);
      if (group === undefined || now === pinned) continue;
      console.log(`${join(folder, "package.json")}: ${name} ${pinned} -> ${now}`);
      group[name] = now;
    }
  }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

function updateNpm(): void {
  const { workspaces = [] } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const folder of [".", ...workspaces]) updateManifest(folder);
  const lockOnly = ["--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
  // One lock for all registries and mirrors.
  const flags = [...lockOnly, "--omit-lockfile-registry-resolved"];
  run("npm", ["install", ...flags]);
  // What those packages need in turn.
  run("npm", ["update", ...flags]);
}

/** For every platform, from the lowest Python that the set-up takes, and wheels only. */
function updatePython(): void {
  const venv = join(root, "build", "update");
  mkdirSync(join(root, "build"), { recursive: true });
  rmSync(venv, { recursive: true, force: true });
  run(findPython(), ["-m", "venv", venv]);
  const env = pipEnvironment();
  run(join(venv, "bin", "python"), ["-m", "pip", "install", "--quiet", "uv"], env);
  const folder = join("scripts", "setup");
  const universal = ["--universal", "--python-version", "3.11", "--only-binary", ":all:"];
  const quiet = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"];
  const files = [join(folder, "requirements.in"), "-o", join(folder, "requirements.txt")];
  const args = ["pip", "compile", "--upgrade", "--generate-hashes", ...universal, ...quiet];
  run(join(venv, "bin", "uv"), [...args, ...files], env);
}

if (import.meta.main) {
  const [flag, ...others] = process.argv.slice(2);
  if (others.length > 0 || (flag !== undefined && flag !== "--locks-only")) {
    console.error("npm run update: the only flag is --locks-only");
    process.exit(1);
  }
  for (const { name, range, why } of held) console.log(`held: ${name} at ${range} (${why})`);
  updateNpm();
  updatePython();
  if (flag === undefined) run("npm", ["test"]);
}
