import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printedText, readNotebook } from "../../scripts/notebook.ts";
import { type Kernel, kernels, root } from "../../scripts/project.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "../notebookFixtures.ts";

type Ended = { status: number | null; stdout: string; stderr: string };

/** Runs the command; `onStdout` may stop it. */
function execute(
  args: string[],
  onStdout: (text: string, stop: () => void) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "scripts/execute.ts"), ...args], {
    env: { ...process.env, FORCE_COLOR: "1" }, // as npm test on a terminal: no colour in notebooks
  });
  const ended = { status: null as number | null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    ended.stdout += chunk;
    onStdout(String(chunk), () => child.kill("SIGINT"));
  });
  child.stderr.on("data", (chunk) => {
    ended.stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ ...ended, status }));
  });
}

const fails = (raises?: string) => ({
  tags: ["raises-exception"],
  ...(raises === undefined ? {} : { lecture: { raises } }),
});

/** Ids of processes that work on a folder: nbconvert by its arguments, a kernel by where it runs. */
function processesOn(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const cmdline = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return cmdline.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false; // it has just ended
    }
  });
}

const fixtures = {
  "bad/type-error": notebook(code("const a = 1"), code('const n: number = "one"'), code("a + 1")),
  "bad/throws": notebook(
    code("// the next line throws\nthrow new RangeError('too far')"),
    code("1"),
  ),
  "bad/hangs": notebook(code("1"), code("while (true) {}"), code("2"), code("3")),
  "bad/dies": notebook(code("1"), code("process.exit(0)"), code("2")),
  "bad/fails-otherwise": notebook(code("throw new Error('no')", fails("on purpose"))),
  "bad/fails-untold": notebook(code("throw new Error('no')", fails())),
  "bad/does-not-fail": notebook(code("1 + 1", fails("on purpose"))),
  "bad/rejects": notebook(code("void Promise.reject(new Error('left behind')); 1"), code("2")),
  "bad/throws-later": notebook(
    code("setTimeout(() => { throw new Error('in a timer') }, 0);"),
    code("1"),
  ),
  "bad/module-error": notebook(code("/** @module helper */\nexport const n: number = 'one'")),
  "bad/browser": notebook(code("/** @browser */\nconsole.log('nobody sees this')")),
  "bad/skipped": notebook(code("1", { tags: ["skip-execution"] })),
  "good/all-well": notebook(
    markdown("# Title"),
    code('import { display } from "tslab";\nconsole.log(typeof display)'),
    code(""),
    code("console.error('a note, no error: 1:5')\nawait Promise.resolve(6) * 7"),
  ),
  "good/fails-as-meant": notebook(
    code("1"),
    code("throw new Error('on purpose')", fails("purpose")),
  ),
  // Only our kernel keeps what these promise.
  "ours/goes-on": notebook(
    code("throw new Error('on purpose')", fails("on purpose")),
    code("console.log('printed')"),
    code("console.log('and this')"),
  ),
  "ours/flood": notebook(code("for (let i = 0; i < 2000; i++) console.log(i)"), code("1")),
};

describe("npm run execute", () => {
  let folder: string;
  let sources: string;
  const ended = {} as Record<Kernel, Ended>;

  beforeAll(async () => {
    folder = temporaryFolder();
    const files = Object.entries(fixtures).map(([name, content]) => [`${name}.ipynb`, content]);
    sources = writeTree(join(folder, "sources"), Object.fromEntries(files));
    for (const kernel of kernels) {
      const target = ["--output-dir", join(folder, kernel)];
      ended[kernel] = await execute([sources, "--kernel", kernel, "--timeout", "3", ...target]);
    }
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The report on one fixture, without times. */
  function reportOn(name: string, kernel: Kernel): string {
    const path = `${join(sources, name).slice(root.length + 1)}.ipynb`;
    const begin = new RegExp(`^(?:ok {4}|FAILED) ${path}: `, "m");
    const [, rest = "nothing"] = ended[kernel].stdout.split(begin);
    return (rest.split(/^(?:ok|FAILED|\d+ passed| {2}build\S+: cell)/m)[0] ?? "")
      .replaceAll(path, "NAME")
      .replace(/\d+\.\d s/, "TIME")
      .trim();
  }

  /** The report where both kernels must come to the same. */
  function reportOfBoth(name: string): string {
    expect(reportOn(name, "tslab-stock")).toBe(reportOn(name, "tslab"));
    return reportOn(name, "tslab");
  }

  test("counts the notebooks, exits 1 and says how far it is", () => {
    const lastLine = (kernel: Kernel): unknown => ended[kernel].stdout.trimEnd().split("\n").at(-1);
    expect(lastLine("tslab")).toBe("4 passed, 12 failed");
    expect(lastLine("tslab-stock")).toBe("2 passed, 14 failed");
    for (const { status, stdout, stderr } of Object.values(ended)) {
      expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
      expect(stdout).toMatch(/good\/all-well\.ipynb: cell 1 of 2$/m);
    }
  });

  test("a type error is named with its cell and message", () => {
    expect(reportOn("bad/type-error", "tslab")).toMatchInlineSnapshot(`
      "3 cells, TIME
        NAME, code cell 2 (const n: number = "one"): failed: TypeScriptError: In[2]:1:7 - TS2322: Type 'string' is not assignable to type 'number'.
        NAME, code cell 3 (a + 1): never ran: the run ended before it"
    `);
    expect(reportOn("bad/type-error", "tslab-stock")).toMatchInlineSnapshot(`
      "3 cells, TIME
        NAME, code cell 2 (const n: number = "one"): failed: 1:7 - Type 'string' is not assignable to type 'number'.
        NAME, code cell 3 (a + 1): never ran: the run ended before it"
    `);
  });
  test("so is an exception", () => {
    expect(reportOn("bad/throws", "tslab")).toMatchInlineSnapshot(`
      "2 cells, TIME
        NAME, code cell 1 (// the next line throws): failed: RangeError: too far
        NAME, code cell 2 (1): never ran: the run ended before it"
    `);
    expect(reportOn("bad/throws", "tslab-stock")).toMatchInlineSnapshot(`
      "2 cells, TIME
        NAME, code cell 1 (// the next line throws): failed: evalmachine.<anonymous>:3
          throw new RangeError('too far');
          RangeError: too far
        NAME, code cell 2 (1): never ran: the run ended before it"
    `);
  });
  test("so is a cell that runs too long", () => {
    expect(reportOfBoth("bad/hangs")).toMatchInlineSnapshot(`
      "4 cells, TIME
        NAME, code cell 2 (while (true) {}): took longer than the limit of 3 s
        NAME, code cell 3 (2): never ran: the run ended before it, and before 1 more"
    `);
  });
  test("a cell that would end the kernel fails, and takes stock tslab down", () => {
    expect(reportOn("bad/dies", "tslab")).toMatchInlineSnapshot(`
      "3 cells, TIME
        NAME, code cell 2 (process.exit(0)): failed: Error: process.exit(0) would end the kernel; it stopped the cell instead. Restart the kernel to start anew.
        NAME, code cell 3 (2): never ran: the run ended before it"
    `);
    expect(reportOn("bad/dies", "tslab-stock")).toMatchInlineSnapshot(`
      "3 cells, TIME
        NAME, code cell 2 (process.exit(0)): the kernel died: Kernel died
        NAME, code cell 3 (2): never ran: the run ended before it"
    `);
  });
  test("after a cell that is meant to fail every later cell runs; stock tslab's refusal counts", () => {
    expect(reportOn("ours/goes-on", "tslab")).toMatchInlineSnapshot(`"3 cells, TIME"`);
    expect(reportOn("ours/goes-on", "tslab-stock")).toMatchInlineSnapshot(`
      "3 cells, TIME
        NAME, code cell 2 (console.log('printed')): never ran: the kernel answered "abort" (stock tslab refuses cells for 200 ms after one that failed)
        NAME, code cell 3 (console.log('and this')): never ran: the kernel answered "abort" (stock tslab refuses cells for 200 ms after one that failed)"
    `);
    expect(printed("tslab", "ours/goes-on").slice(1)).toEqual(["printed\n", "and this\n"]);
  });
  test("a cell that is meant to fail must fail as it says", () => {
    expect(reportOn("bad/fails-otherwise", "tslab")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (throw new Error('no')): was meant to fail with "on purpose", but failed: Error: no"
    `);
    expect(reportOn("bad/fails-otherwise", "tslab-stock")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (throw new Error('no')): was meant to fail with "on purpose", but failed: evalmachine.<anonymous>:2
          throw new Error('no');
          Error: no"
    `);
    expect(reportOfBoth("bad/fails-untold")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (throw new Error('no')): is tagged raises-exception; its metadata must say "lecture": { "raises" }"
    `);
    expect(reportOfBoth("bad/does-not-fail")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (1 + 1): was meant to fail (tag raises-exception) and did not"
    `);
    expect(reportOfBoth("good/fails-as-meant")).toMatchInlineSnapshot(`"2 cells, TIME"`);
  });
  test("an error that nobody awaits counts, also when it comes after the reply", () => {
    expect(reportOn("bad/rejects", "tslab")).toMatchInlineSnapshot(`
      "2 cells, TIME
        NAME, code cell 1 (void Promise.reject(new Error('left behind')); 1): failed: Error: left behind
        NAME, code cell 2 (2): never ran: the run ended before it"
    `);
    expect(reportOn("bad/rejects", "tslab-stock")).toMatchInlineSnapshot(`
      "2 cells, TIME
        NAME, code cell 1 (void Promise.reject(new Error('left behind')); 1): left an error: UnhandledPromiseRejection: Error: left behind"
    `);
    for (const kernel of kernels) {
      // Before the reply or after it, as the timer has it.
      expect(reportOn("bad/throws-later", kernel)).toMatch(
        /NAME, code cell 1 .*: (failed|left an error): (UncaughtException: )?Error: in a timer/,
      );
    }
  });
  test("a type error in a module counts, although stock tslab says ok", () => {
    expect(reportOn("bad/module-error", "tslab")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (/** @module helper */): failed: TypeScriptError: In[1]:2:14 - TS2322: Type 'string' is not assignable to type 'number'."
    `);
    expect(reportOn("bad/module-error", "tslab-stock")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (/** @module helper */): left an error: helper.ts 2:14 - Type 'string' is not assignable to type 'number'."
    `);
  });
  test("a cell that is skipped did not run", () => {
    expect(reportOfBoth("bad/browser")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (/** @browser */): is marked @browser: stock tslab does not run it"
    `);
    expect(reportOfBoth("bad/skipped")).toMatchInlineSnapshot(`
      "1 cell, TIME
        NAME, code cell 1 (1): never ran: it is tagged skip-execution"
    `);
  });
  test("two thousand lines arrive whole; a cell whose outputs stock tslab lost is no good", () => {
    expect(reportOn("ours/flood", "tslab")).toMatchInlineSnapshot(`"2 cells, TIME"`);
    const lines = Array.from({ length: 2000 }, (_, i) => `${i}\n`);
    expect(printed("tslab", "ours/flood")).toEqual([lines.join(""), "1\n"]);
    expect(reportOn("ours/flood", "tslab-stock")).toMatchInlineSnapshot(`
      "2 cells, TIME
        NAME, code cell 1 (for (let i = 0; i < 2000; i++) console.log(i)): its outputs never ended: some were lost on the way
        NAME, code cell 2 (1): never ran: the run ended before it"
    `);
  });

  /** What the cells of an executed copy printed. */
  function printed(kernel: Kernel, name: string): string[] {
    return readNotebook(join(folder, kernel, `${name}.ipynb`)).cells.map(printedText);
  }

  test("the executed copy of a good notebook holds its outputs; a bad one has none", () => {
    const texts = ["", "object\n", "", "a note, no error: 1:5\n42\n"];
    for (const kernel of kernels) {
      expect(printed(kernel, "good/all-well")).toEqual(texts);
      expect(existsSync(join(folder, kernel, "bad"))).toBe(false);
    }
  });

  test("the sources stay as they were", () => {
    for (const [name, content] of Object.entries(fixtures)) {
      expect(readNotebook(`${join(sources, name)}.ipynb`)).toEqual(content);
    }
  });

  test("Ctrl-C ends everything it has started", { timeout: 60_000 }, async () => {
    const slow = writeTree(join(folder, "slow"), { "a/b.ipynb": fixtures["bad/hangs"] });
    let busy: string[] = [];
    const stopped = await execute([slow], (text, stop) => {
      if (!text.includes("cell 1 of")) return;
      busy = processesOn(join(slow, "a"));
      stop();
    });
    expect(busy.length).toBeGreaterThanOrEqual(3); // nbconvert, the kernel, the process of its cells
    expect(stopped.status).toBe(130);
    // The kernel has been killed; the system may need a moment to take it off its list.
    await expect.poll(() => processesOn(slow), { timeout: 10_000 }).toEqual([]);
  });

  test("what cannot be run is refused before anything runs", async () => {
    expect((await execute([join(folder, "nowhere")])).stderr).toContain("no such file or folder");
    expect((await execute([sources, "--timeout", "0"])).stderr).toBe(
      'execute: --timeout takes a whole number above 0, not "0"\n',
    );
    expect((await execute([sources, "--kernel", "python3"])).stderr).toBe(
      'execute: --kernel takes tslab or tslab-stock, not "python3"\n',
    );
    writeTree(folder, { "twice/x/n.ipynb": notebook(), "twice/y/x/n.ipynb": notebook() });
    const twice = await execute([join(folder, "twice")]);
    expect(twice.stderr).toContain("would both become");
    expect(twice.status).toBe(1);
  });
});
