// What libraries find at globalThis[Symbol.for("Jupyter.interrupt")], through the real kernel.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
  await kernel.execute(`
interface Interrupt {
  readonly requested: boolean;
  defer<T>(f: () => T): T;
  onTerminate(f: () => void): void;
}
const interrupt = (globalThis as unknown as { [key: symbol]: Interrupt })[
  Symbol.for("Jupyter.interrupt")
];
var cleaned = "";
/** Computes until the reader stops it; its finally blocks run. */
function train(): never {
  try {
    for (;;) if (interrupt.requested) throw new Error("stopped between two batches");
  } finally {
    cleaned += "c";
  }
}`);
});
afterAll(() => kernel.stop());

/** Runs a cell, stops it once it has printed "go", and gives its errors and its time in ms. */
async function stopped(code: string): Promise<{ ms: number; enames: string[]; text: string }> {
  const id = kernel.submit(`cleaned = "";\nconsole.log("go");\n${code}`);
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  const start = performance.now();
  await kernel.interrupt();
  const { reply, outputs } = await kernel.answer(id);
  const ms = performance.now() - start;
  const errors = outputs.filter(({ type }) => type === "error").map(({ content }) => content);
  expect(reply.status).toBe("error");
  return {
    ms,
    enames: [reply.ename, ...errors.map(({ ename }) => ename)],
    text: reply.traceback.join("\n"),
  };
}

const resultOf = async (code: string) => (await kernel.execute(code)).result;

test("nothing is requested while nobody asks", async () => {
  expect(await resultOf("interrupt.requested")).toBe("false");
  expect(await resultOf("interrupt.defer(() => 3)")).toBe("3");
  const { error } = await kernel.execute(`interrupt.defer(() => { throw new RangeError("own") })`);
  expect(error?.ename).toBe("RangeError");
});

const cases = {
  "on the main path": "interrupt.defer(train)",
  "after an await": "await 0\ninterrupt.defer(train)",
  "in nested calls": "interrupt.defer(() => interrupt.defer(train))",
  "in a function awaited": "async function run() { interrupt.defer(train) }\nawait run()",
  "in a timer the cell waits for":
    "await new Promise(() => setTimeout(() => interrupt.defer(train), 1))",
};

for (const [name, code] of Object.entries(cases))
  test(`a deferred function stops itself ${name}, and the cell ends as interrupted`, async () => {
    const { ms, enames } = await stopped(code);
    expect(enames).toEqual(["KeyboardInterrupt", "KeyboardInterrupt"]);
    expect(ms).toBeLessThan(1500);
    expect(await resultOf("cleaned")).toBe("'c'");
    expect(await resultOf("interrupt.requested")).toBe("false");
  });

test("the traceback shows the line that called the deferred function", async () => {
  const { text } = await stopped("// here\ninterrupt.defer(train)");
  expect(text).toMatch(/at train \(In\[1\]:\d+:\d+\)\n {4}at In\[\d+\]:4:11\n/);
  expect(text).not.toContain("Error: stopped");
});

test("a deferred function may take longer than other code before it looks", async () => {
  const { enames } = await stopped(`
interrupt.defer(() => {
  const end = performance.now() + 1200;
  while (performance.now() < end) Math.random();
  cleaned += "whole ";
  train();
});`);
  expect(enames[0]).toBe("KeyboardInterrupt");
  expect(await resultOf("cleaned")).toBe("'whole c'");
});

test("one that never looks is terminated after two seconds", async () => {
  const { ms, enames } = await stopped(
    `interrupt.defer(() => { try { for (;;); } finally { cleaned += "never"; } })`,
  );
  expect(enames).toEqual(["KeyboardInterrupt", "KeyboardInterrupt"]);
  expect(ms).toBeGreaterThan(1900);
  expect(ms).toBeLessThan(4000);
  expect(await resultOf("cleaned")).toBe("''");
  // The one that was terminated does not count for the next.
  const next = await stopped("for (;;);");
  expect(next.ms).toBeLessThan(1000);
});

test("code that goes on after swallowing the interrupt is terminated", async () => {
  const { enames } = await stopped("try { interrupt.defer(train) } catch {}\nfor (;;);");
  expect(enames[0]).toBe("KeyboardInterrupt");
  expect(await resultOf("cleaned")).toBe("'c'");
});

test("a cell that swallows the interrupt and ends says that it was interrupted", async () => {
  const { enames } = await stopped("try { interrupt.defer(train) } catch {}\n1");
  expect(enames[0]).toBe("KeyboardInterrupt");
});

test("what terminated code left behind is put right before the next cell", async () => {
  await kernel.execute(`
var recording = true, repairs = 0;
interrupt.onTerminate(() => { recording = true; repairs++; });`);
  const silenced = "try { recording = false; for (;;); } finally { recording = true; }";
  const { enames } = await stopped(silenced);
  expect(enames[0]).toBe("KeyboardInterrupt");
  expect(await resultOf("[recording, repairs]")).toBe("[ true, 1 ]");
  // A regular expression never comes to a place where a debugger could pause it.
  await stopped("recording = false;\n/(a+)+b/.test('a'.repeat(40))");
  expect(await resultOf("[recording, repairs]")).toBe("[ true, 2 ]");
  await stopped("interrupt.defer(train)");
  await stopped("await new Promise(() => {})");
  expect(await resultOf("[recording, repairs]")).toBe("[ true, 2 ]");
});

test("a repair that throws neither hides the others nor the next cell", async () => {
  await kernel.execute(`
var later = false;
interrupt.onTerminate(() => { throw new Error("a broken repair"); });
interrupt.onTerminate(() => { later = true; });`);
  const { enames } = await stopped("for (;;);");
  expect(enames).toContain("KeyboardInterrupt");
  expect(await resultOf("later")).toBe("true");
  const { error } = await kernel.execute(`interrupt.onTerminate(3 as never)`);
  expect(error?.evalue).toBe("onTerminate: give the function to call after code was terminated");
});

test("a user expression that never ends is stopped, and the cell is answered", async () => {
  const id = kernel.submit("1", {
    user_expressions: { one: "1", loop: "(() => { console.log('go'); for (;;); })()" },
  });
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  await kernel.interrupt();
  const { reply } = await kernel.answer(id);
  expect(reply.user_expressions).toMatchObject({
    one: { status: "ok" },
    loop: { status: "error", ename: "KeyboardInterrupt" },
  });
  expect(await resultOf("1 + 1")).toBe("2");
});

test("a stop while nothing runs asks nothing of the next cell", async () => {
  await kernel.interrupt();
  expect(await resultOf("interrupt.requested")).toBe("false");
});
