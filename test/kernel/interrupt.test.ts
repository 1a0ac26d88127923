import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start({
    env: { TYPESCRIPT_KERNEL_NODE_FLAGS: "--max-old-space-size=200" },
  });
});
afterAll(() => kernel.stop());

/** Runs a cell, interrupts it once it has printed "go", and gives its error. */
async function interrupted(code: string): Promise<{ ename: string; text: string }> {
  const id = kernel.submit(`console.log("go");\n${code}`);
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  await kernel.interrupt();
  const { error, reply } = await kernel.answer(id);
  expect(reply.status).toBe("error");
  return { ename: error?.ename, text: error?.traceback.join("\n") };
}

const cases = {
  "a busy loop": "while (true) {}",
  "a busy loop after an await": "await 0\nwhile (true) {}",
  "a busy loop after a timer": "await new Promise((r) => setTimeout(r, 5))\nfor (;;) Math.random()",
  "a busy loop in a timer": "await new Promise(() => setTimeout(() => { while (true) {} }, 1))",
  "a busy loop in an immediate": "await new Promise(() => setImmediate(() => { while (true) {} }))",
  "a storm of microtasks": "while (true) await null",
  "a storm of promises in the background":
    "void (async () => { while (true) await null })()\nawait new Promise(() => {})",
  "a storm of ticks":
    "const tick = () => process.nextTick(tick)\ntick()\nawait new Promise(() => {})",
  "a pending await": "await new Promise(() => {})",
  "a loop that swallows errors": "while (true) { try { while (true) {} } catch {} }",
  "a hopeless regular expression": "/(a+)+b/.test('a'.repeat(40))",
  "a sort that never ends": "[3, 1, 2].sort(() => { for (;;); })",
  "a loop in WebAssembly": `const bytes = "0061736d0100000001040160000003020100070501016600000a09010700 03400c000b0b"
const { Instance, Module } = (globalThis as any).WebAssembly
new Instance(new Module(Buffer.from(bytes.replace(" ", ""), "hex"))).exports.f()`,
  "a loop that prints": "for (let i = 0; ; i++) console.log(i)",
  "waiting for a program":
    "import { spawnSync } from 'node:child_process'\nspawnSync('sleep', ['60'])\nwhile (true) {}",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
};

describe("an interrupt stops, and every variable survives", () => {
  for (const [name, code] of Object.entries(cases))
    test(name, async () => {
      await kernel.execute("var kept: number[] = [1, 2, 3]");
      const { ename } = await interrupted(code);
      expect(ename).toBe("KeyboardInterrupt");
      expect((await kernel.execute("kept")).result).toBe("[ 1, 2, 3 ]");
      const { stdout } = await kernel.execute(
        "await new Promise((r) => setTimeout(r, 1)); console.log('timers too')",
      );
      expect(stdout).toBe("timers too\n");
    });
});

describe("after an interrupted await nothing of the cell goes on", () => {
  test.each([
    ["when the promise is kept later", "await new Promise((r) => (release = r))"],
    ["when it is broken later", "try { await new Promise((_, r) => (release = r)) } catch {}"],
    [
      "in a loop over promises",
      "for await (const _ of [new Promise((r) => (release = r)), 1]) went = true",
    ],
    [
      "in a block",
      "if (true) { const got = [await new Promise((r) => (release = r))]; went = true }",
    ],
  ])("%s", async (_, code) => {
    await kernel.execute("let went = false; let release: (x?: unknown) => void = () => {}");
    await interrupted(`${code}\nwent = true\nconsole.log('went on')`);
    await kernel.execute("release()");
    const { stdout, result } = await kernel.execute(
      "await new Promise((r) => setImmediate(r)); went",
    );
    expect([stdout, result]).toEqual(["", "false"]);
  });
});

test("the traceback says where the cell was", async () => {
  const { text } = await interrupted("function spin() {\n  while (true) {}\n}\nspin()");
  expect(text).toMatch(/at spin \(In\[\d+\]:3:/);
  expect(text).toMatch("In[");
});

test("a timer of a finished cell is stopped too, and says so in that cell", async () => {
  const id = kernel.submit("setTimeout(() => { console.log('go'); while (true) {} }, 20)\n0");
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  await kernel.interrupt();
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "error"));
  expect((await kernel.execute("'alive'")).result).toBe("'alive'");
});

test("an interrupt while nothing runs does nothing", async () => {
  await kernel.interrupt();
  expect((await kernel.execute("1 + 1")).result).toBe("2");
});

test("an interrupt sent right after the cell reaches it", async () => {
  for (let i = 0; i < 20; i++) {
    const id = kernel.submit("while (true) {}");
    await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "execute_input"));
    await kernel.interrupt();
    expect((await kernel.answer(id)).error?.ename).toBe("KeyboardInterrupt");
  }
}, 30_000);

test("interrupts may come in a row, and right before the cell", async () => {
  for (let round = 0; round < 10; round++) {
    void kernel.interrupt();
    const id = kernel.submit("while (true) {}");
    await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "execute_input"));
    for (let i = 0; i < 5; i++) await kernel.interrupt();
    expect((await kernel.answer(id)).error?.ename).toBe("KeyboardInterrupt");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  }
});

test("a signal to the kernel interrupts too", async () => {
  const id = kernel.submit("console.log('go'); while (true) {}");
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  kernel.process.kill("SIGINT");
  expect((await kernel.answer(id)).error?.ename).toBe("KeyboardInterrupt");
});

test("completion, inspection and heartbeat answer while a cell computes", async () => {
  await kernel.execute("const someNumber = 1");
  const id = kernel.submit("console.log('go'); while (true) {}");
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  expect(await kernel.heartbeat("ping")).toBe("ping");
  const completion = { code: "someNumber.toF", cursor_pos: 14 };
  expect((await kernel.request("complete_request", completion)).matches).toEqual(["toFixed"]);
  const inspection = { code: "someNumber", cursor_pos: 3, detail_level: 0 };
  expect((await kernel.request("inspect_request", inspection)).found).toBe(true);
  expect(kernel.isIdle(id)).toBe(false);
  await kernel.interrupt();
  await kernel.answer(id);
});

describe("what ends the process that runs cells is reported, and it starts clean", () => {
  test("running out of memory", async () => {
    await kernel.execute("const lost = 1");
    const { error } = await kernel.execute(
      "const hoard: number[][] = []\nwhile (true) hoard.push(new Array(1000).fill(1.5))",
    );
    expect(error).toMatchObject({ ename: "OutOfMemoryError" });
    expect(error?.evalue).toMatch("started anew");
    expect((await kernel.execute("lost")).error?.evalue).toMatch("Cannot find name 'lost'");
    expect((await kernel.execute("const found = 1; found")).result).toBe("1");
  });

  test("a process.abort()", async () => {
    const { error } = await kernel.execute("process.abort()");
    expect(error).toMatchObject({ ename: "KernelDied" });
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  test("an interrupt while the next one starts does not end it", async () => {
    await kernel.execute("process.abort()");
    const before = kernel.iopub.length;
    await kernel.interrupt();
    expect((await kernel.execute("1 + 1")).result).toBe("2");
    const since = kernel.iopub.slice(before);
    expect(since.filter(({ type }) => type === "error")).toEqual([]);
  });

  test("a process.kill() of its own", async () => {
    const { error } = await kernel.execute("process.kill(process.pid, 'SIGKILL')");
    expect(error?.evalue).toMatch("SIGKILL");
    expect((await kernel.execute("1 + 1")).result).toBe("2");
  });

  test("the thread that could have stopped an endless loop", async () => {
    // The flag holds in every thread: on a throw the watcher would be gone, and the loop would stay.
    const failing =
      "import { isMainThread } from 'node:worker_threads';" +
      "if (!isMainThread) setTimeout(() => { throw new Error('lost') }, 1000);";
    const preload = `data:text/javascript,${encodeURIComponent(failing)}`;
    const other = await Client.start({
      env: { TYPESCRIPT_KERNEL_NODE_FLAGS: `--import ${preload}` },
    });
    const { error } = await other.execute("while (true) {}");
    expect(error).toMatchObject({ ename: "KernelDied" });
    await other.stop();
  });

  test("a process that cannot even start is tried once a cell", async () => {
    const other = await Client.start({ env: { TYPESCRIPT_KERNEL_NODE_FLAGS: "--no-such-flag" } });
    const { error, stderr } = await other.execute("1");
    expect(error?.evalue).toMatch("ended with exit code 9");
    expect(stderr).toMatch("bad option");
    expect((await other.execute("1")).error?.ename).toBe("KernelDied");
    await other.stop();
  });
});
