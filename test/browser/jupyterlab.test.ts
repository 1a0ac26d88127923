import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Download } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutBrowser } from "../../scripts/chromium.ts";
import { notebooks, root } from "../../scripts/project.ts";
import { open, scrollThrough } from "./handouts.ts";
import { type Cell, Lab, minute, type Output, runAll, showCell } from "./jupyterlab.ts";

const notebook = "cornell/06-linear-sigmoid-layer.ipynb";
// JupyterLab saves as it goes: it works on a copy, inside the project so that kernel-lib is found.
const copy = join(root, "build", "jupyterlab-test");

describe.skipIf(withoutBrowser())("JupyterLab, as npm start serves it", () => {
  let lab: Lab;
  let cells: Cell[];
  const requests: string[] = [];

  beforeAll(async () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(notebooks, copy, { recursive: true });
    lab = await Lab.open(copy);
    lab.page.on("request", (request) => requests.push(request.url()));
    await lab.openNotebook(notebook);
    cells = await runAll(lab.page);
  }, 6 * minute);

  afterAll(() => lab?.close(), minute);

  test("every cell runs without an error", () => {
    const failed = cells.filter(({ cell_type, outputs }) => {
      return (
        cell_type === "code" &&
        outputs.some((o) => o.output_type === "error" || o.name === "stderr")
      );
    });
    expect(failed).toEqual([]);
  });

  test("the printed loss and gradients are the lecture's", async () => {
    const index = cells.findIndex(({ outputs }) =>
      JSON.stringify(outputs ?? []).includes("V grad: "),
    );
    expect(index).toBeGreaterThan(-1);
    await showCell(lab.page, index);
    const output = lab.page.locator(".jp-OutputArea-output", { hasText: "V grad: " }).first();
    await output.waitFor();
    expect(await output.textContent()).toContain(`loss: [[0.52699227]]
W grad: [[-3.42057777e-06 -2.01341432e-01  1.25838681e-06]
 [-2.05234666e-06 -1.20804859e-01  7.55032084e-07]]
V grad: [[-0.40961516]
 [-0.29945768]
 [-0.40961948]]`);
    await output.scrollIntoViewIfNeeded();
    await lab.screenshot("jupyterlab-gradients");
  });

  test(
    "every figure is a live Vega-Lite chart",
    async () => {
      const isFigure = ({ data }: Output): boolean =>
        Object.keys(data ?? {}).some((type) => type.startsWith("application/vnd.vegalite"));
      const figures = cells.flatMap((cell, i) => (cell.outputs?.some(isFigure) ? [i] : []));
      expect(figures.length).toBeGreaterThan(0);
      for (const index of figures) {
        await showCell(lab.page, index);
        const chart = lab.page.locator(
          `.jp-Cell[data-windowed-list-index="${index}"] .vega-embed :is(canvas, svg.marks)`,
        );
        await chart.first().waitFor();
        await chart.first().scrollIntoViewIfNeeded();
        await lab.screenshot(`jupyterlab-figure-${index}`);
      }
    },
    minute,
  );

  test(
    "the notebook can be saved and exported as a handout, which opens without a network",
    async () => {
      const { page } = lab;
      const path = join(copy, "exported.html");
      // The file is saved first, and comes to a page of its own.
      const saved = new Promise<Download>((found) => {
        page.context().on("page", (other) => other.on("download", found));
        page.on("download", found);
      });
      await page.getByRole("menuitem", { name: "File", exact: true }).click();
      await page.getByText("Save and Export Notebook As", { exact: true }).hover();
      await page.getByRole("menuitem", { name: "Handout", exact: true }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe("06-linear-sigmoid-layer.html");
      await download.saveAs(path);
      const browser = page.context().browser() as Browser;
      const { page: handout, requests, complaints } = await open(browser, path);
      expect(await handout.title()).toBe("A layer as a class: LinearSigmoidLayer");
      expect(await scrollThrough(handout)).toBeGreaterThan(0);
      expect(await handout.locator("main").textContent()).toContain("loss: [[0.52699227]]");
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      await handout.context().close();
    },
    2 * minute,
  );

  test("nothing is fetched from other machines", () => {
    expect(requests.filter((request) => !/^(data|blob):/.test(request))).not.toEqual([]);
    expect(
      requests.filter(
        (request) => !/^(data|blob):/.test(request) && new URL(request).host !== lab.url.host,
      ),
    ).toEqual([]);
  });
});
