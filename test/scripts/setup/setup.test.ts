import { readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  begin,
  end,
  healthy,
  inProject,
  install,
  moveProject,
  pip,
  put,
  setUp,
  stepsOf,
  useFreshProject,
} from "./project.ts";

const everyStep = [
  "npm packages",
  "Python environment",
  "JupyterLab and nbconvert",
  "handout exporter",
  "TypeScript kernels",
  "kernel-lib",
  "typescript-kernel",
];

const killOnce = `if (!require("fs").existsSync("killed")) {
  require("fs").writeFileSync("killed", ""); process.kill(process.ppid, "SIGKILL"); process.exit();
}`;

useFreshProject();

function kernelSpec(name: string): unknown {
  const path = inProject(".venv", "share", "jupyter", "kernels", name, "kernel.json");
  return JSON.parse(readFileSync(path, "utf8"));
}

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
      set-up: handout exporter ...
      set-up: handout exporter: N s
      set-up: TypeScript kernels (tslab, tslab-stock) ...
      set-up: TypeScript kernels (tslab, tslab-stock): N s
      set-up: kernel-lib (tsc) ...
      set-up: kernel-lib (tsc): N s
      set-up: typescript-kernel (tsc) ...
      set-up: typescript-kernel (tsc): N s
      set-up: done in N s
      "
    `);
    const node = inProject("node_modules/node/bin/node");
    expect(kernelSpec("tslab")).toEqual({
      argv: [node, inProject("kernel-lib/kernel/dist/main.js"), "{connection_file}"],
      display_name: "TypeScript",
      language: "typescript",
      interrupt_mode: "message",
    });
    expect(kernelSpec("tslab-stock")).toEqual({
      argv: [
        node,
        inProject("node_modules/tslab/bin/tslab"),
        "kernel",
        "--config-path={connection_file}",
      ],
      display_name: "TypeScript (stock tslab)",
      language: "typescript",
    });
  });

  test("do not run again when nothing changed", async () => {
    await setUp();
    expect(await setUp()).toEqual({ code: 0, signal: null, stdout: "", stderr: "" });
  });

  test("run again for what changed", async () => {
    await setUp();
    put(inProject("kernel-lib", "src", "shape.ts"), "export {};\n");
    expect(stepsOf(await setUp())).toEqual(["kernel-lib"]);
    put(inProject("scripts", "setup", "requirements.txt"), "jupyterlab==4.6.5\n");
    expect(stepsOf(await setUp())).toEqual(everyStep.slice(1, 5));
    put(inProject("package-lock.json"), "{}\n");
    expect(stepsOf(await setUp())).toEqual(["npm packages", "kernel-lib", "typescript-kernel"]);
  });

  test("register the kernels again when a kernel's spec changed", async () => {
    await setUp();
    const steps = inProject("scripts", "setup", "steps.mjs");
    put(steps, readFileSync(steps, "utf8").replace('"TypeScript"', '"Another name"'));
    expect(stepsOf(await setUp())).toEqual(["TypeScript kernels"]);
    expect(kernelSpec("tslab")).toMatchObject({ display_name: "Another name" });
  });

  test("register the kernels again when one of the two is gone", async () => {
    await setUp();
    rmSync(inProject(".venv/share/jupyter/kernels/tslab-stock"), { recursive: true });
    expect(stepsOf(await setUp())).toEqual(["TypeScript kernels"]);
  });

  test("that hold absolute paths run again when the project was moved", async () => {
    await setUp();
    moveProject();
    expect(stepsOf(await setUp())).toEqual(everyStep.slice(1, 5));
  });

  test("run from scratch for what somebody deleted", async () => {
    await setUp();
    rmSync(inProject(".venv"), { recursive: true });
    for (const library of ["kernel-lib", "kernel-lib/kernel"])
      rmSync(inProject(library, "dist"), { recursive: true });
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
    ["tsc", { npm: healthy.npm.replace("echo '", `echo '${killOnce};`) }, everyStep.slice(5)],
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
    const script = inProject("seven.mjs");
    put(script, "console.log(process.argv.slice(2).join()); process.exit(7);\n");
    await setUp();
    expect(await setUp([script, "--port", "8890"])).toMatchObject({
      code: 7,
      stdout: "--port,8890\n",
    });
  });

  test("gets the signals, and its signal is the set-up's", async () => {
    const script = inProject("wait.mjs");
    put(script, "setInterval(() => {}, 1000); console.log('ready');\n");
    await setUp();
    const child = begin([script]);
    child.stdout?.once("data", () => child.kill("SIGTERM"));
    expect(await end(child)).toMatchObject({ code: null, signal: "SIGTERM" });
  });

  test("does not run when the set-up failed", async () => {
    install({ npm: "exit 1" });
    const script = inProject("here.mjs");
    put(script, "console.log('here');\n");
    const { code, stdout } = await setUp([script]);
    expect({ code, ran: stdout.includes("here") }).toEqual({ code: 1, ran: false });
  });
});
