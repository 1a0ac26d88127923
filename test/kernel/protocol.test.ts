import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

/** A zombie, which only waits to be collected, does not run. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function manifest(folder: string): { name: string; version: string } {
  return JSON.parse(readFileSync(new URL(`../../${folder}/package.json`, import.meta.url), "utf8"));
}

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

test("kernel_info names protocol 5.4 and TypeScript", async () => {
  const info = await kernel.request("kernel_info_request", {});
  expect(info).toMatchObject({
    status: "ok",
    protocol_version: "5.4",
    implementation: manifest("kernel-lib/kernel").name,
    implementation_version: manifest("kernel-lib/kernel").version,
    language_info: {
      name: "typescript",
      version: manifest("node_modules/typescript").version,
      file_extension: ".ts",
      mimetype: "text/typescript",
    },
  });
});

test("a cell is busy, input, output, result, idle, and counted", async () => {
  const before = (await kernel.execute("0")).reply.execution_count;
  const id = kernel.submit("console.log('out'); 7");
  const { reply } = await kernel.answer(id);
  const sequence = kernel.iopub
    .filter(({ parent }) => parent === id)
    .map(({ type, content }) => content.execution_state ?? type);
  expect(sequence).toEqual(["busy", "execute_input", "stream", "execute_result", "idle"]);
  expect(reply).toEqual({
    status: "ok",
    execution_count: before + 1,
    payload: [],
    user_expressions: {},
  });
  expect(kernel.outputsOf(id)[0]?.content).toEqual({
    code: "console.log('out'); 7",
    execution_count: before + 1,
  });
});

describe("silent and store_history", () => {
  test("a silent cell shows and counts nothing", async () => {
    const before = (await kernel.execute("0")).reply.execution_count;
    const { outputs, reply } = await kernel.execute("const hushed = 1; hushed", { silent: true });
    expect(outputs).toEqual([]);
    expect(reply).toMatchObject({ status: "ok", execution_count: before });
    expect((await kernel.execute("hushed")).result).toBe("1");
  });

  test("a cell that is not stored is not counted", async () => {
    const before = (await kernel.execute("0")).reply.execution_count;
    const { result, reply } = await kernel.execute("40 + 2", { store_history: false });
    expect(result).toBe("42");
    expect(reply.execution_count).toBe(before);
    const { history } = await kernel.request("history_request", {
      ...{ hist_access_type: "tail", n: 1, output: false, raw: true },
    });
    expect(history).toEqual([[0, before, "0"]]);
  });
});

describe("after an error", () => {
  test("queued requests are answered aborted where asked", async () => {
    const ids = ["throw new Error('x')", "'not run'", "'nor this'"].map((code) =>
      kernel.submit(code),
    );
    const answers = await Promise.all(ids.map((id) => kernel.answer(id)));
    expect(answers.map(({ reply }) => reply.status)).toEqual(["error", "aborted", "aborted"]);
    expect(answers[1]?.outputs).toEqual([]);
  });

  test("also after a type error, found before anything ran", async () => {
    const ids = ["const s: string = 1", "'not run'"].map((code) => kernel.submit(code));
    const answers = await Promise.all(ids.map((id) => kernel.answer(id)));
    expect(answers.map(({ reply }) => reply.status)).toEqual(["error", "aborted"]);
  });

  test("every later cell runs where errors are allowed", async () => {
    const ids = ["throw new Error('x')", "const s: string = 1", "'runs'"].map((code) =>
      kernel.submit(code, { stop_on_error: false }),
    );
    const answers = await Promise.all(ids.map((id) => kernel.answer(id)));
    expect(answers.map(({ reply }) => reply.status)).toEqual(["error", "error", "ok"]);
    expect(answers[2]?.result).toBe("'runs'");
  });

  test("a request sent after the reply runs at once", async () => {
    expect((await kernel.execute("throw 1")).reply.status).toBe("error");
    expect((await kernel.execute("'runs'")).reply.status).toBe("ok");
  });
});

test("user_expressions are values or errors", async () => {
  const { reply } = await kernel.execute("const v = 3", {
    user_expressions: { double: "v * 2", wrong: "nowhere" },
  });
  expect(reply.user_expressions).toMatchObject({
    double: { status: "ok", data: { "text/plain": "6" } },
    wrong: { status: "error", ename: "ReferenceError" },
  });
});

describe("history", () => {
  const asked = { output: false, raw: true, session: 0 };

  test("by tail, range and pattern", async () => {
    const { reply } = await kernel.execute("const historic = 1");
    const line = reply.execution_count;
    const tail = await kernel.request("history_request", {
      ...{ ...asked, hist_access_type: "tail", n: 1 },
    });
    expect(tail.history).toEqual([[0, line, "const historic = 1"]]);
    const range = await kernel.request("history_request", {
      ...{ ...asked, hist_access_type: "range", start: line, stop: line + 1, output: true },
    });
    expect(range.history).toEqual([[0, line, ["const historic = 1", null]]]);
    const search = await kernel.request("history_request", {
      ...{ ...asked, hist_access_type: "search", pattern: "*histor?c*", n: 5, unique: true },
    });
    expect(search.history).toEqual([[0, line, "const historic = 1"]]);
  });
});

describe("is_complete", () => {
  test.each([
    ["1 + 1", { status: "complete" }],
    ["const f = (x: number) => {\n  return x\n}", { status: "complete" }],
    ["function f() {", { status: "incomplete", indent: "  " }],
    ["if (true) {\n  if (false) {", { status: "incomplete", indent: "    " }],
    ["const a = [1,\n  2,", { status: "incomplete", indent: "  " }],
    ["console.log(", { status: "incomplete", indent: "  " }],
    ["`open", { status: "incomplete", indent: "" }],
    ["/* open", { status: "incomplete", indent: "" }],
    ["const a = ;", { status: "invalid" }],
    ["}", { status: "invalid" }],
  ])("%j", async (code, expected) => {
    expect(await kernel.request("is_complete_request", { code })).toEqual(expected);
  });
});

test("control answers kernel_info, and refuses what it does not know", async () => {
  expect((await kernel.request("kernel_info_request", {}, "control")).status).toBe("ok");
  const reply = await kernel.request("dance_request", {});
  expect(reply).toMatchObject({
    status: "error",
    evalue: "the kernel does not know dance_request",
  });
});

test("shutdown on control is answered, and every process ends", async () => {
  const other = await Client.start();
  const { result } = await other.execute("process.pid");
  const reply = await other.request("shutdown_request", { restart: false }, "control");
  expect(reply).toEqual({ status: "ok", restart: false });
  await new Promise((resolve) => other.process.once("exit", resolve));
  await expect.poll(() => isRunning(Number(result))).toBe(false);
  await other.stop();
});

test("shutdown says nothing, even while the compiler starts", async () => {
  const logs: string[] = [];
  for (let i = 0; i < 3; i++) {
    const other = await Client.start();
    if (i > 0) await other.execute("1");
    if (i > 1) await other.request("complete_request", { code: "Math.", cursor_pos: 5 });
    const closed = new Promise((resolve) => other.process.once("close", resolve));
    await other.stop();
    await closed;
    logs.push(other.log);
  }
  expect(logs).toEqual(["", "", ""]);
});

test("a kernel that is killed leaves no process behind, even one that computes", async () => {
  const other = await Client.start();
  const { result } = await other.execute("process.pid");
  const id = other.submit("console.log('go'); while (true) {}");
  await other.until(() => other.outputsOf(id).some(({ type }) => type === "stream"));
  other.process.kill("SIGKILL");
  await expect.poll(() => isRunning(Number(result))).toBe(false);
  await other.stop();
});
