import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { root } from "../../../scripts/project.ts";

// A project to set up, for the tests of the set-up. It runs as it does for a user, in a copy of the files it reads, with an npm and a
// Python on PATH that do nothing but leave what the set-up looks for, or fail as the real ones do.
export const healthy: { npm: string; python3: string } = {
  npm: `mkdir -p node_modules/node/bin node_modules/typescript/bin
ln -sf "${process.execPath}" node_modules/node/bin/node
echo 'require("fs").mkdirSync(process.argv.at(-1) + "/dist")' > node_modules/typescript/bin/tsc`,
  python3: `case "$*" in
-c*) echo "3.11 True" ;;
"-m venv"*) mkdir -p .venv/bin; ln -sf "$0" .venv/bin/python ;;
esac`,
};

/** A Python that makes environments, and whose pip does as told. */
export const pip = (body: string): string => `case "$*" in
"-m pip"*) ${body} ;;
*) ${healthy.python3}
esac`;
let folder: string;
let project: string;

/** A path inside the project. */
export function inProject(...path: string[]): string {
  return join(project, ...path);
}

export function moveProject(): void {
  renameSync(project, join(folder, "moved"));
  project = join(folder, "moved");
}

export function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

export function uninstall(name: string): void {
  rmSync(join(folder, "bin", name));
}

/** Puts commands on the project's PATH, which holds nothing else but the shell's own tools. */
export function install(commands: Record<string, string>): void {
  for (const [name, body] of Object.entries(commands)) {
    const path = join(folder, "bin", name);
    put(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
}

/** Starts the set-up. */
export function begin(args: string[] = [], nodeFlags: string[] = []): ChildProcess {
  const { npm_execpath: _, ...env } = process.env;
  return spawn(process.execPath, [...nodeFlags, join(project, "scripts", "setup.mjs"), ...args], {
    cwd: project,
    env: { ...env, PATH: `${join(folder, "bin")}:${join(folder, "tools")}` },
  });
}

export type Result = { code: number | null; signal: string | null; stdout: string; stderr: string };

/** Waits for the end of a set-up that was started. */
export function end(child: ChildProcess): Promise<Result> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text.replaceAll(project, "PROJECT");
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs the set-up to its end. */
export function setUp(args?: string[], nodeFlags?: string[]): Promise<Result> {
  return end(begin(args, nodeFlags));
}

/** The steps a run announced. */
export function stepsOf({ stdout }: Result): string[] {
  const lines = stdout.split("\n").filter((line) => line.endsWith(" ..."));
  return lines.map((line) => line.replace(/^set-up: (.*?)( \(.*\))? \.\.\.$/, "$1"));
}

/** Gives each test of the file a fresh clone on a healthy machine. */
export function useFreshProject(): void {
  beforeEach(makeProject);
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

function makeProject(): void {
  folder = mkdtempSync(join(tmpdir(), "set-up-"));
  project = join(folder, "project");
  for (const path of ["scripts/setup.mjs", "scripts/setup", "scripts/handouts", "package.json"]) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  for (const path of ["package-lock.json", "tsconfig.json", "scripts/docs/package.json"]) {
    cpSync(join(root, path), join(project, path));
  }
  for (const library of ["kernel-lib", "kernel-lib/kernel"]) {
    put(join(project, library, "src", "index.ts"), "export {};\n");
    for (const file of ["package.json", "tsconfig.json"])
      cpSync(join(root, library, file), join(project, library, file));
  }
  for (const tool of ["mkdir", "ln", "sh"]) {
    const path = ["/bin", "/usr/bin"].map((bin) => join(bin, tool)).find((p) => existsSync(p));
    put(join(folder, "tools", tool), `#!/bin/sh\nexec ${path} "$@"\n`);
    chmodSync(join(folder, "tools", tool), 0o755);
  }
  install(healthy);
}
