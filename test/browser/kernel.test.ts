// The kernel as a reader meets it in JupyterLab.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutBrowser } from "../../scripts/chromium.ts";
import { root } from "../../scripts/project.ts";
import { code, notebook, writeTree } from "../notebookFixtures.ts";
import { cellsOf, Lab, minute, ranAll } from "./jupyterlab.ts";

// Inside the project, as lectures are.
const folder = join(root, "build", "jupyterlab-kernel-test");

const trouble = notebook(
  code("// the next line throws\nthrow new RangeError('too far')"),
  code('const n: number = "one"'),
  code("let turns = 0;\nwhile (true) turns++;"),
  code("turns > 0"),
  code('import { np } from "kernel-lib";'),
  code("np.zer"),
  code("np.matmul"),
);
const descent = notebook(
  code("let rate = 0.1;"),
  code("const step = (gradient: number) => -rate * gradient;"),
  code("step(10)"),
);

describe.skipIf(withoutBrowser())("our kernel in JupyterLab", { timeout: minute }, () => {
  let lab: Lab;

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    writeTree(folder, { "trouble.ipynb": trouble, "descent.ipynb": descent });
    lab = await Lab.open(folder);
    await lab.openNotebook("trouble.ipynb");
  }, 3 * minute);
  afterAll(() => lab?.close(), minute);

  const cell = (index: number): Locator =>
    lab.page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${index}"]`);
  const prompt = (index: number): Locator => cell(index).locator(".jp-InputPrompt");
  const button = (command: string): Locator =>
    lab.page.locator(`.jp-NotebookPanel-toolbar:visible [data-command="${command}"]`);

  /** Puts the cursor at the end of a cell's code. */
  async function edit(index: number): Promise<void> {
    await cell(index).locator(".cm-content").click();
    await lab.page.keyboard.press("Control+End");
  }

  async function run(index: number): Promise<void> {
    await edit(index);
    await lab.page.keyboard.press("Control+Enter");
  }

  /** Runs a cell to its end; gives what stands below it. */
  async function outputOf(index: number): Promise<string> {
    const before = (await cellsOf(lab.page))[index]?.execution_count ?? null;
    await run(index);
    await expect
      .poll(async () => (await cellsOf(lab.page))[index]?.execution_count, { timeout: 30_000 })
      .not.toBe(before);
    await expect.poll(() => prompt(index).textContent()).toMatch(/\[\d+\]/);
    return ((await cell(index).locator(".jp-OutputArea").textContent()) ?? "").trim();
  }

  const sourceOf = async (index: number): Promise<string | undefined> =>
    (await cellsOf(lab.page))[index]?.source;

  test("a throw shows the red box with the line", async () => {
    await run(0);
    const box = cell(0).locator('[data-mime-type="application/vnd.jupyter.stderr"]');
    await box.waitFor();
    expect(await box.textContent()).toMatch(/RangeError: too far.*2 \| throw new RangeError/s);
    const colour: string = await box.evaluate(
      (element) =>
        element.ownerDocument.defaultView?.getComputedStyle(element).backgroundColor ?? "",
    );
    const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
    expect(red, colour).toBeGreaterThan(Math.max(green, blue) + 10);
    await lab.screenshot("kernel-throw");
  });

  test("a type error shows its sentence", async () => {
    await run(1);
    const box = cell(1).locator('[data-mime-type="application/vnd.jupyter.stderr"]');
    await box.waitFor();
    expect(await box.textContent()).toContain("Type 'string' is not assignable to type 'number'.");
    await lab.screenshot("kernel-type-error");
  });

  test("the stop button stops an endless loop, and its variables are there", async () => {
    await run(2);
    await expect.poll(() => prompt(2).textContent()).toContain("[*]");
    await lab.page.locator('[data-status="busy"]:visible').first().waitFor();
    await button("notebook:interrupt-kernel").click();
    await expect.poll(() => prompt(2).textContent(), { timeout: 5000 }).toMatch(/\[\d+\]/);
    await lab.screenshot("kernel-stopped");
    expect(await outputOf(3)).toContain("true");
  });

  test("Tab completes np.zer", async () => {
    await outputOf(4);
    await edit(5);
    await lab.page.keyboard.press("Tab");
    await lab.page.locator(".jp-Completer:visible").waitFor();
    const items = await lab.page
      .locator(".jp-Completer:visible .jp-Completer-item")
      .allInnerTexts();
    expect(items.join("\n")).toMatch(/zeros\b/);
    await lab.screenshot("kernel-completion");
    await lab.page.keyboard.press("Enter");
    await expect.poll(() => sourceOf(5)).toBe("np.zeros");
  });

  test("Shift-Tab on np.matmul shows its docstring", async () => {
    await edit(6);
    await lab.page.keyboard.press("Shift+Tab");
    const tooltip = lab.page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    await expect.poll(() => tooltip.textContent()).toContain("matmul");
    await lab.screenshot("kernel-docstring");
    expect(await tooltip.textContent()).toContain("product");
    await lab.page.keyboard.press("Escape");
  });

  test("a changed learning rate changes what an earlier function computes", async () => {
    await lab.openNotebook("descent.ipynb");
    await outputOf(0);
    await outputOf(1);
    expect(await outputOf(2)).toMatch(/-1$/);
    await edit(0);
    await lab.page.keyboard.press("Control+A");
    await lab.page.keyboard.type("let rate = 0.5;");
    await outputOf(0);
    expect(await outputOf(2)).toMatch(/-5$/);
    await lab.screenshot("kernel-learning-rate");
  });

  test("restart and run all runs everything anew", async () => {
    await button("notebook:restart-run-all").click();
    await lab.page.getByRole("button", { name: "Confirm Kernel Restart" }).click();
    await expect
      .poll(async () => (await cellsOf(lab.page)).map((one) => one.execution_count), {
        timeout: 30_000,
      })
      .toEqual([1, 2, 3]);
    const cells = await ranAll(lab.page);
    expect(JSON.stringify(cells[2]?.outputs)).toContain("-5");
    await lab.screenshot("kernel-restart");
  });

  test("both kernels are offered", async () => {
    const specs = await lab.page.evaluate(
      "Object.values(jupyterapp.serviceManager.kernelspecs.specs.kernelspecs).map((s) => s.display_name)",
    );
    expect((specs as string[]).toSorted()).toEqual(["TypeScript", "TypeScript (stock tslab)"]);
  });
});
