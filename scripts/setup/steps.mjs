// The steps of the set-up. A step leaves a stamp in what it made, once all of it is made: a hash of
// everything it was made from. No stamp or another hash, and the step is done again from scratch.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findPython, pipEnvironment, sameOldPython } from "./python.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {(pid: number) => void} Started
 * @typedef {{ name: string, run: (started: Started) => unknown }} Task
 * @typedef {{ stamp: string, hash: string, intact: boolean, tasks: Task[] }} Step
 */

/** The two packages: the engine and the kernel. */
const packages = ["kernel-lib", "kernel-lib/kernel"];

/** @param {string} root */
export function pinnedNode(root) {
  return join(root, "node_modules", "node", "bin", "node");
}

/**
 * All steps, in order.
 * @param {string} root
 * @returns {(() => Step)[]} each looks at the files only when its turn has come
 */
export function steps(root) {
  return [
    () => npmPackages(root),
    () => python(root),
    () => handoutExporter(root),
    () => kernels(root),
    ...builds(root),
  ];
}

/** The last steps alone: both packages compiled. @param {string} root @returns {(() => Step)[]} */
export function builds(root) {
  return packages.map((folder) => () => build(root, folder));
}

/** @param {string} root @returns {Step} */
function npmPackages(root) {
  const manifests = [
    "package.json",
    "package-lock.json",
    ...[...packages, "scripts/docs"].map((folder) => `${folder}/package.json`),
  ];
  const npm = process.env.npm_execpath ?? "";
  // npm itself, when npm runs us: the one on PATH may be another.
  const [command, first] = /\bnpm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ["npm", []];
  // Settings of the user's .npmrc that would leave half of the packages out, or refuse all of them:
  // what needs a newer Node than this one runs on the pinned one.
  const lenient = ["--engine-strict=false", "--loglevel=error"];
  const flags = ["--include=dev", "--ignore-scripts=false", ...lenient, "--no-audit", "--no-fund"];
  return {
    stamp: join(root, "node_modules", ".setup-stamp"),
    hash: hashOf([
      process.platform,
      process.arch,
      ...manifests.map((file) => readFileSync(join(root, file))),
    ]),
    intact: existsSync(pinnedNode(root)),
    tasks: [
      {
        name: "npm packages (npm ci)",
        run: (started) => run(command, [...first, "ci", ...flags], { cwd: root, started }),
      },
    ],
  };
}

/** @param {string} root @returns {Step} */
function python(root) {
  const venv = join(root, ".venv");
  const requirements = join(root, "scripts", "setup", "requirements.txt");
  // Wheels only: a source package would fetch build tools that no lock pins.
  const flags = ["--require-hashes", "--only-binary=:all:", "--no-input", "--progress-bar=off"];
  return {
    stamp: join(venv, ".setup-stamp"),
    hash: hashOf([root, readFileSync(requirements)]),
    intact: sameOldPython(venv),
    tasks: [
      {
        name: "Python environment (.venv)",
        run: (started) => {
          const command = findPython();
          rmSync(venv, { recursive: true, force: true });
          return run(command, ["-m", "venv", venv], { cwd: root, env: pipEnvironment(), started });
        },
      },
      {
        name: "JupyterLab and nbconvert (pip install)",
        run: (started) =>
          run(join(venv, "bin", "python"), ["-m", "pip", "install", ...flags, "-r", requirements], {
            cwd: root,
            env: pipEnvironment(),
            started,
          }),
      },
    ],
  };
}

/** Lets nbconvert and JupyterLab find our exporter. @param {string} root @returns {Step} */
function handoutExporter(root) {
  const script = join(root, "scripts", "handouts", "lecture_handout", "register.py");
  const stamp = join(root, ".venv", ".handout-stamp");
  return {
    stamp,
    hash: hashOf([root, readFileSync(script)]),
    intact: existsSync(stamp),
    tasks: [
      {
        name: "handout exporter",
        run: (started) =>
          run(join(root, ".venv", "bin", "python"), [script], { cwd: root, started }),
      },
    ],
  };
}

/** @param {string} root @returns {Step} */
function kernels(root) {
  const share = join(root, ".venv", "share", "jupyter");
  const specs = kernelSpecs(root).map(({ name, spec }) => ({
    file: join(share, "kernels", name, "kernel.json"),
    text: JSON.stringify(spec),
  }));
  // Neither asks for news nor looks for them: lectures are worked through offline too.
  const settings = JSON.stringify({
    "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  });
  // JupyterLab starts scripts of its own, which our package.json would turn into modules.
  const manifest = JSON.stringify({ type: "commonjs" });
  return {
    stamp: join(share, "kernels", ".setup-stamp"),
    hash: hashOf([...specs.flatMap(({ file, text }) => [file, text]), settings, manifest]),
    intact: specs.every(({ file }) => existsSync(file)),
    tasks: [
      {
        name: "TypeScript kernels (tslab, tslab-stock)",
        run: () => {
          write(join(root, ".venv", "package.json"), manifest);
          for (const { file, text } of specs) write(file, text);
          write(join(share, "lab", "settings", "overrides.json"), settings);
        },
      },
    ],
  };
}

/** Our own kernel takes tslab's name, so that notebooks open with either. @param {string} root */
function kernelSpecs(root) {
  const node = pinnedNode(root);
  const ours = join(root, "kernel-lib", "kernel", "dist", "main.js");
  const stock = join(root, "node_modules", "tslab", "bin", "tslab");
  const language = "typescript";
  return [
    {
      name: "tslab",
      spec: {
        argv: [node, ours, "{connection_file}"],
        display_name: "TypeScript",
        language,
        // A signal would reach the compiler and the cells' process too.
        interrupt_mode: "message",
      },
    },
    {
      name: "tslab-stock",
      spec: {
        argv: [node, stock, "kernel", "--config-path={connection_file}"],
        display_name: "TypeScript (stock tslab)",
        language,
      },
    },
  ];
}

/** @param {string} root @param {string} folder @returns {Step} */
function build(root, folder) {
  const library = join(root, folder);
  const dist = join(library, "dist");
  const sources = readdirSync(join(library, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const settings = ["package-lock.json", "tsconfig.json", `${folder}/tsconfig.json`];
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  return {
    stamp: join(dist, ".setup-stamp"),
    hash: hashOf([
      ...settings.map((file) => readFileSync(join(root, file))),
      ...sources.flatMap((file) => [file.slice(root.length), readFileSync(file)]),
    ]),
    intact: existsSync(dist),
    tasks: [
      {
        name: `${JSON.parse(readFileSync(join(library, "package.json"), "utf8")).name} (tsc)`,
        run: (started) => {
          rmSync(dist, { recursive: true, force: true });
          return run(pinnedNode(root), [compiler, "-p", library], { cwd: root, started });
        },
      },
    ],
  };
}

/** @param {(string | Buffer)[]} parts */
function hashOf(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`);
}
