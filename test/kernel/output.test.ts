import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client, type Message } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

const types = (outputs: Message[]): string[] => outputs.map(({ type }) => type);

test("stdout and stderr keep their order and their cell", async () => {
  const { outputs } = await kernel.execute(
    "console.log('a'); console.error('b'); process.stdout.write('c'); console.log({ d: [1, 2] })",
  );
  expect(outputs.slice(1).map(({ content }) => [content.name, content.text])).toEqual([
    ["stdout", "a\n"],
    ["stderr", "b\n"],
    ["stdout", "c{ d: [ 1, 2 ] }\n"],
  ]);
});

test("a value is text as Node inspects it; undefined and statements have none", async () => {
  expect((await kernel.execute("'text'")).result).toBe("'text'");
  expect((await kernel.execute("new Map([[1, { a: 2 }]])")).result).toBe(
    "Map(1) { 1 => { a: 2 } }",
  );
  expect((await kernel.execute("-0")).result).toBe("-0");
  expect((await kernel.execute("12n")).result).toBe("12n");
  expect((await kernel.execute("Symbol('s')")).result).toBe("Symbol(s)");
  expect((await kernel.execute("null")).result).toBe("null");
  expect((await kernel.execute("Promise.resolve(1)")).result).toBe("Promise { 1 }");
  expect((await kernel.execute("undefined")).result).toBeUndefined();
  expect((await kernel.execute("const quiet = 1")).result).toBeUndefined();
  expect((await kernel.execute("if (true) { 5 }")).result).toBeUndefined();
});

test("an object says itself how it is displayed", async () => {
  const { outputs, reply } = await kernel.execute(
    `({ [Symbol.for("Jupyter.display")]() { return { "text/plain": "plain", "text/html": "<b>bold</b>" } } })`,
  );
  const result = outputs.find(({ type }) => type === "execute_result");
  expect(result?.content).toEqual({
    execution_count: reply.execution_count,
    data: { "text/plain": "plain", "text/html": "<b>bold</b>" },
    metadata: {},
  });
});

test("a display that throws, or is not a bundle, is an error of its cell", async () => {
  const throwing = `({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture") } })`;
  expect((await kernel.execute(throwing)).error?.evalue).toBe("no picture");
  const wrong = `({ [Symbol.for("Jupyter.display")]() { return 5 } })`;
  expect((await kernel.execute(wrong)).error?.evalue).toMatch("must return a MIME bundle");
});

test("a timer prints in the cell that set it", async () => {
  const id = kernel.submit(`
let isNext = false, done = () => {}
const look = (): void => { if (isNext) { console.log("late"); done() } else setTimeout(look, 1) }
setTimeout(look, 1)
console.log("now")`);
  await kernel.answer(id);
  const next = await kernel.execute(
    'console.log("next"); isNext = true; await new Promise<void>((resolve) => (done = resolve))',
  );
  expect(next.stdout).toBe("next\n");
  await kernel.until(() => kernel.outputsOf(id).some(({ content }) => content.text === "late\n"));
});

test("a promise's continuation prints in the cell that made it", async () => {
  const id = kernel.submit(`
let goOn = () => {}
void (async () => { await new Promise<void>((resolve) => (goOn = resolve)); console.log("then") })()
0`);
  await kernel.answer(id);
  const next = await kernel.execute("goOn(); await new Promise((r) => setImmediate(r))");
  expect(next.stdout).toBe("");
  await kernel.until(() => kernel.outputsOf(id).some(({ content }) => content.text === "then\n"));
});

test("what a loop printed is there while it still computes", async () => {
  const id = kernel.submit("console.log('started'); while (true);");
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  expect(kernel.isIdle(id)).toBe(false);
  await kernel.interrupt();
  expect((await kernel.answer(id)).stdout).toBe("started\n");
});

test("native output and a child's arrive too", async () => {
  const id = kernel.submit(
    "import { execSync } from 'node:child_process'\nexecSync('echo child', { stdio: 'inherit' })",
  );
  await kernel.until(() => kernel.outputsOf(id).some(({ content }) => content.text === "child\n"));
  expect((await kernel.answer(id)).error).toBeUndefined();
});

test("a million lines arrive whole and in order, before idle, with memory bounded", async () => {
  const { stdout, outputs } = await kernel.execute(
    "for (let i = 0; i < 1_000_000; i++) console.log('line', i)",
  );
  const lines = stdout.split("\n");
  expect(lines.length).toBe(1_000_001);
  expect(lines.findIndex((line, i) => line !== `line ${i}`)).toBe(1_000_000);
  expect(outputs.length).toBeLessThan(2000);
  const status = readFileSync(`/proc/${kernel.process.pid}/status`, "utf8");
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  expect(peak).toBeLessThan(250);
  const { result } = await kernel.execute("Math.round(process.resourceUsage().maxRSS / 1024)");
  expect(Number(result)).toBeLessThan(250);
}, 60_000);

test("thousands of displays of one cell arrive whole and in order", async () => {
  const { outputs, reply } = await kernel.execute(`
import { display } from "tslab"
for (let i = 0; i < 3000; i++) { display.text(String(i)); if (i % 100 === 0) console.log("at", i) }`);
  const shown = outputs.filter(({ type }) => type === "display_data");
  expect(shown.map(({ content }) => content.data["text/plain"])).toEqual(
    Array.from({ length: 3000 }, (_, i) => String(i)),
  );
  expect(outputs.filter(({ type }) => type === "stream")).toHaveLength(30);
  expect(reply.status).toBe("ok");
  expect((await kernel.execute("'next'")).result).toBe("'next'");
});

test("the display hook publishes, and updates by display_id", async () => {
  const { outputs } = await kernel.execute(`
const displayData = (globalThis as any)[Symbol.for("Jupyter.displayData")]
displayData({ "text/plain": "one" }, { transient: { display_id: "d" } })
displayData({ "text/plain": "two" }, { transient: { display_id: "d" }, update: true })`);
  expect(types(outputs).slice(1)).toEqual(["display_data", "update_display_data"]);
  expect(outputs[2]?.content).toEqual({
    data: { "text/plain": "two" },
    metadata: {},
    transient: { display_id: "d" },
  });
});

test("tslab's display API works without tslab", async () => {
  const { outputs } = await kernel.execute(`
import * as tslab from "tslab"
tslab.display.html("<b>x</b>")
tslab.display.png(new Uint8Array([1, 2, 3]))
tslab.display.raw("application/json", { a: 1 })
const shown = tslab.newDisplay()
shown.text("first")
shown.text("second")`);
  const displays = outputs.slice(1);
  expect(displays.map(({ type, content }) => [type, content.data])).toEqual([
    ["display_data", { "text/html": "<b>x</b>" }],
    ["display_data", { "image/png": "AQID" }],
    ["display_data", { "application/json": { a: 1 } }],
    ["display_data", { "text/plain": "first" }],
    ["update_display_data", { "text/plain": "second" }],
  ]);
  expect(displays[3]?.content.transient).toEqual(displays[4]?.content.transient);
});

test("tslab's way to write display data works by require", async () => {
  const { outputs } = await kernel.execute(`
const { lastWriteDisplayData } = require("tslab/dist/jupyter")
lastWriteDisplayData({ data: { "text/plain": "raw" }, metadata: {}, transient: {} }, false)`);
  expect(outputs[1]?.content.data).toEqual({ "text/plain": "raw" });
});

test("clear_output", async () => {
  const { outputs } = await kernel.execute(
    `console.log("gone"); (globalThis as any)[Symbol.for("Jupyter.clearOutput")](true); console.log("kept")`,
  );
  expect(types(outputs)).toEqual(["execute_input", "stream", "clear_output", "stream"]);
  expect(outputs[2]?.content).toEqual({ wait: true });
});

test("prompt asks the reader and waits", async () => {
  const { result } = await kernel.execute("const name = prompt('Your name?'); 'Hello ' + name", {
    input: (prompt: string) => (prompt === "Your name?" ? "Ada" : "?"),
  });
  expect(result).toBe("'Hello Ada'");
});

test("prompt says so where the frontend takes no input", async () => {
  const { error } = await kernel.execute("prompt('Anyone?')", { allow_stdin: false });
  expect(error?.evalue).toMatch("does not take input");
});

test("a prompt can be interrupted", async () => {
  const id = kernel.submit("prompt('Wait')", { allow_stdin: true });
  await kernel.until(() =>
    kernel.received.some(({ type, parent }) => type === "input_request" && parent === id),
  );
  await kernel.interrupt();
  expect((await kernel.answer(id)).reply.status).toBe("error");
  expect((await kernel.execute("1")).result).toBe("1");
});

test("a prompt is not answered by an interrupt, or a reply, that came before it", async () => {
  const id = kernel.submit("console.log('go'); while (true);");
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  kernel.send("input_reply", { status: "ok", value: "early" }, kernel.stdin);
  await kernel.interrupt();
  await kernel.answer(id);
  const { result } = await kernel.execute("prompt('Again?')", { input: () => "late" });
  expect(result).toBe("'late'");
});

test("comm messages go both ways", async () => {
  const { outputs } = await kernel.execute(`
const comms = (globalThis as any)[Symbol.for("Jupyter.comms")]
comms.register("echo", (comm: any) => { comm.onMessage = (data: any) => comm.send({ back: data.text }) })
comms.connect("page", { hello: 1 })`);
  const opened = outputs.find(({ type }) => type === "comm_open");
  expect(opened?.content).toMatchObject({ target_name: "page", data: { hello: 1 } });
  kernel.send("comm_open", { comm_id: "c1", target_name: "echo", data: {} });
  kernel.send("comm_msg", { comm_id: "c1", data: { text: "hi" } });
  await kernel.until(() => kernel.iopub.some(({ type }) => type === "comm_msg"));
  const echo = kernel.iopub.find(({ type }) => type === "comm_msg");
  expect(echo?.content).toEqual({ comm_id: "c1", data: { back: "hi" } });
  const { comms } = await kernel.request("comm_info_request", { target_name: "echo" });
  expect(comms).toEqual({ c1: { target_name: "echo" } });
});
