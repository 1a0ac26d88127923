import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { root } from "../scripts/project.ts";

// The set-up runs here as it does for a user, in a copy of the files it reads, with an npm and a
// Python on PATH that do nothing but leave what the set-up looks for, or fail as the real ones do.
const healthy = {
  npm: `mkdir -p node_modules/node/bin node_modules/typescript/bin
ln -sf "${process.execPath}" node_modules/node/bin/node
echo 'require("fs").mkdirSync("kernel-lib/dist"); require("fs").writeFileSync("kernel-lib/dist/index.js", "")' > node_modules/typescript/bin/tsc`,
  python3: `case "$*" in
-c*) echo "3.11 True" ;;
"-m venv"*) mkdir -p .venv/bin; ln -sf "$0" .venv/bin/python ;;
esac`,
};
const pip = (body: string): string => `case "$*" in
"-m pip"*) ${body} ;;
*) ${healthy.python3}
esac`;
const killOnce = `if (!require("fs").existsSync("killed")) {
  require("fs").writeFileSync("killed", ""); process.kill(process.ppid, "SIGKILL"); process.exit();
}`;
const everyStep = [
  "npm packages",
  "Python environment",
  "JupyterLab and nbconvert",
  "TypeScript kernel",
  "kernel-lib",
];

let folder: string;
let project: string;

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Puts commands on the project's PATH, which holds nothing else but the shell's own tools. */
function install(commands: Record<string, string>): void {
  for (const [name, body] of Object.entries(commands)) {
    const path = join(folder, "bin", name);
    put(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
  }
}

function begin(args: string[] = [], nodeFlags: string[] = []): ChildProcess {
  const { npm_execpath: _, ...env } = process.env;
  return spawn(process.execPath, [...nodeFlags, join(project, "scripts", "setup.mjs"), ...args], {
    cwd: project,
    env: { ...env, PATH: `${join(folder, "bin")}:${join(folder, "tools")}` },
  });
}

type Result = { code: number | null; signal: string | null; stdout: string; stderr: string };

function end(child: ChildProcess): Promise<Result> {
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

const setUp = (args?: string[], nodeFlags?: string[]): Promise<Result> =>
  end(begin(args, nodeFlags));

/** The steps a run announced. */
function stepsOf({ stdout }: Result): string[] {
  const lines = stdout.split("\n").filter((line) => line.endsWith(" ..."));
  return lines.map((line) => line.replace(/^set-up: (.*?)( \(.*\))? \.\.\.$/, "$1"));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "set-up-"));
  project = join(folder, "project");
  for (const path of ["scripts/setup.mjs", "scripts/setup", "scripts/python", "package.json"]) {
    cpSync(join(root, path), join(project, path), { recursive: true });
  }
  for (const path of ["package-lock.json", "tsconfig.json", "kernel-lib/tsconfig.json"]) {
    cpSync(join(root, path), join(project, path));
  }
  cpSync(join(root, "kernel-lib", "package.json"), join(project, "kernel-lib", "package.json"));
  put(join(project, "kernel-lib", "src", "index.ts"), "export {};\n");
  for (const tool of ["mkdir", "ln", "sh"]) {
    const path = ["/bin", "/usr/bin"].map((bin) => join(bin, tool)).find((p) => existsSync(p));
    put(join(folder, "tools", tool), `#!/bin/sh\nexec ${path} "$@"\n`);
    chmodSync(join(folder, "tools", tool), 0o755);
  }
  install(healthy);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the set-up's steps", () => {
  test("all run in a fresh clone, each with the time it took", async () => {
    const result = await setUp();
    expect(result.code).toBe(0);
    expect(result.stdout.replace(/\d+\.\d s/g, "N s")).toMatchInlineSnapshot(`
      "set-up: npm packages (npm ci) ...
      set-up: npm packages (npm ci): N s
      set-up: Python environment (.venv) ...
      set-up: Python environment (.venv): N s
      set-up: JupyterLab and nbconvert (pip install) ...
      set-up: JupyterLab and nbconvert (pip install): N s
      set-up: TypeScript kernel (tslab) ...
      set-up: TypeScript kernel (tslab): N s
      set-up: kernel-lib (tsc) ...
      set-up: kernel-lib (tsc): N s
      set-up: done in N s
      "
    `);
    const spec = join(project, ".venv", "share", "jupyter", "kernels", "tslab", "kernel.json");
    expect(JSON.parse(readFileSync(spec, "utf8"))).toEqual({
      argv: [
        join(project, "node_modules/node/bin/node"),
        join(project, "node_modules/tslab/bin/tslab"),
        "kernel",
        "--config-path={connection_file}",
      ],
      display_name: "TypeScript",
      language: "typescript",
    });
  });

  test("do not run again when nothing changed", async () => {
    await setUp();
    expect(await setUp()).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
  });

  test("run again for what changed", async () => {
    await setUp();
    put(join(project, "kernel-lib", "src", "shape.ts"), "export {};\n");
    expect(stepsOf(await setUp())).toEqual(["kernel-lib"]);
    put(join(project, "scripts", "python", "requirements.txt"), "jupyterlab==4.6.5\n");
    expect(stepsOf(await setUp())).toEqual(everyStep.slice(1, 4));
    put(join(project, "package-lock.json"), "{}\n");
    expect(stepsOf(await setUp())).toEqual(["npm packages", "kernel-lib"]);
  });

  test("that hold absolute paths run again when the project was moved", async () => {
    await setUp();
    renameSync(project, join(folder, "moved"));
    project = join(folder, "moved");
    expect(stepsOf(await setUp())).toEqual(everyStep.slice(1, 4));
  });

  test("run from scratch for what somebody deleted", async () => {
    await setUp();
    rmSync(join(project, ".venv"), { recursive: true });
    rmSync(join(project, "kernel-lib", "dist"), { recursive: true });
    expect(stepsOf(await setUp())).toEqual(everyStep.slice(1));
  });

  test.each([
    ["npm ci", { npm: `${healthy.npm}\nkill -9 $PPID` }, everyStep],
    [
      "venv",
      { python3: `${healthy.python3}\n[ "$2" = venv ] && kill -9 $PPID` },
      everyStep.slice(1),
    ],
    ["pip install", { python3: pip("kill -9 $PPID") }, everyStep.slice(1)],
    ["tsc", { npm: healthy.npm.replace("echo '", `echo '${killOnce};`) }, everyStep.slice(4)],
  ])("killed in %s are completed by the next run", async (_name, deadly, remaining) => {
    install(deadly);
    expect(await setUp()).toMatchObject({ signal: "SIGKILL" });
    install(healthy);
    const second = await setUp();
    expect(second.code).toBe(0);
    expect(stepsOf(second).filter((step) => !step.startsWith("waiting"))).toEqual(remaining);
    expect(stepsOf(await setUp())).toEqual([]);
  });

  test("run once when two terminals set up at the same time", async () => {
    const [one, two] = await Promise.all([setUp(), setUp()]);
    expect([one.code, two.code]).toEqual([0, 0]);
    const steps = [...stepsOf(one), ...stepsOf(two)].filter((step) => !step.startsWith("waiting"));
    expect(steps).toEqual(everyStep);
  });
});

describe("the script the set-up was asked for", () => {
  test("gets the arguments, and its exit code is the set-up's", async () => {
    const script = join(project, "seven.mjs");
    put(script, "console.log(process.argv.slice(2).join()); process.exit(7);\n");
    await setUp();
    expect(await setUp([script, "--port", "8890"])).toMatchObject({
      code: 7,
      stdout: "--port,8890\n",
    });
  });

  test("gets the signals, and its signal is the set-up's", async () => {
    const script = join(project, "wait.mjs");
    put(script, "setInterval(() => {}, 1000); console.log('ready');\n");
    await setUp();
    const child = begin([script]);
    child.stdout?.once("data", () => child.kill("SIGTERM"));
    expect(await end(child)).toMatchObject({ code: null, signal: "SIGTERM" });
  });

  test("does not run when the set-up failed", async () => {
    install({ npm: "exit 1" });
    const script = join(project, "here.mjs");
    put(script, "console.log('here');\n");
    const { code, stdout } = await setUp([script]);
    expect({ code, ran: stdout.includes("here") }).toEqual({ code: 1, ran: false });
  });
});

describe("what the machine lacks is one sentence with the remedy", () => {
  async function failure(commands: Record<string, string>, nodeFlags?: string[]): Promise<string> {
    install(commands);
    const { code, stderr } = await setUp([], nodeFlags);
    expect(code).toBe(1);
    return stderr;
  }

  test("an old Node", async () => {
    const old = "Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})";
    expect(await failure({}, ["--import", `data:text/javascript,${old}`])).toMatchInlineSnapshot(`
      "Node 20.18.3 is too old: install Node 20.19 or newer (https://nodejs.org), then run the same command again.
      "
    `);
  });

  test("no Python", async () => {
    rmSync(join(folder, "bin", "python3"));
    expect(await failure({})).toMatchInlineSnapshot(`
      "Python is missing: install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv), then run the same command again.
      "
    `);
  });

  test("an old Python", async () => {
    expect(await failure({ python3: `echo "3.9 True"` })).toMatchInlineSnapshot(`
      "Python is too old (python3 is 3.9): install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv), then run the same command again.
      "
    `);
  });

  test("an old Python beside a new one is no problem", async () => {
    install({ python3: `echo "3.9 True"`, "python3.12": healthy.python3.replace("3.11", "3.12") });
    expect((await setUp()).code).toBe(0);
  });

  test("a Python without venv", async () => {
    expect(await failure({ python3: `echo "3.11 False"` })).toMatchInlineSnapshot(`
      "python3 cannot make virtual environments: install its venv module (Debian, Ubuntu: sudo apt install python3-venv), then run the same command again.
      "
    `);
  });

  test("no network for npm", async () => {
    const npm = `echo "npm error code EAI_AGAIN
npm error request to https://registry.npmjs.org/ajv failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org" >&2; exit 1`;
    expect(await failure({ npm })).toMatchInlineSnapshot(`
      "No connection to the package registries (registry.npmjs.org, pypi.org): connect to the network or set your proxy (HTTPS_PROXY), then run the same command again.
      "
    `);
  });

  test("no network for pip", async () => {
    const python3 =
      pip(`echo "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(
<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/anyio/
ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)
ERROR: No matching distribution found for anyio==4.16.0" >&2; exit 1`);
    expect(await failure({ python3 })).toMatchInlineSnapshot(`
      "No connection to the package registries (registry.npmjs.org, pypi.org): connect to the network or set your proxy (HTTPS_PROXY), then run the same command again.
      "
    `);
  });

  test("a full disk for npm", async () => {
    const npm = `echo "npm error code ENOSPC
npm error nospc ENOSPC: no space left on device, write" >&2; exit 1`;
    expect(await failure({ npm })).toMatchInlineSnapshot(`
      "The disk is full: make room (PROJECT needs about 2 GB), then run the same command again.
      "
    `);
  });

  test("a full disk for pip", async () => {
    const python3 = pip(
      `echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2; exit 1`,
    );
    expect(await failure({ python3 })).toMatchInlineSnapshot(`
      "The disk is full: make room (PROJECT needs about 2 GB), then run the same command again.
      "
    `);
  });

  test("a Python for which a locked package has no build", async () => {
    const python3 = pip(
      `echo "ERROR: No matching distribution found for pyzmq==27.3.0" >&2; exit 1`,
    );
    expect(await failure({ python3 })).toMatchInlineSnapshot(`
      "pyzmq==27.3.0 does not exist for this Python and machine: install Python 3.11, 3.12 or 3.13, delete .venv, then run the same command again.
      "
    `);
  });

  test("anything else is told in the words of the command that failed", async () => {
    const npm = 'echo "npm error code EINTEGRITY" >&2; exit 1';
    expect(await failure({ npm })).toMatchInlineSnapshot(`
      "npm error code EINTEGRITY
      The set-up stopped: npm ci --loglevel=error --include=dev --ignore-scripts=false --no-audit --no-fund failed; what it said stands above.
      "
    `);
  });
});
