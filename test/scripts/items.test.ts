import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readItems, report } from "../../scripts/items.ts";
import type { Cell } from "../../scripts/notebook.ts";
import { root } from "../../scripts/project.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "../notebookFixtures.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const items = {
  K: {
    folder: "cornell",
    title: "Neural networks",
    items: [
      { id: "K-01", kind: "claim", title: "A claim" },
      { id: "K-02", kind: "definition", title: "A definition" },
    ],
  },
  F: {
    folder: "nyu",
    title: "Networks",
    items: [{ id: "F-01", kind: "formula", title: "$y=f(x)$" }],
  },
};

/** The report on notebooks/cornell/01.ipynb with these cells. */
function reportOn(cells: Cell[], reasons: Record<string, string> = {}) {
  return report(
    writeTree(folder, {
      "items.json": items,
      "not-runnable.json": reasons,
      "cornell/01.ipynb": notebook(...cells),
    }),
  );
}

const real = (...ids: string[]) => ({ lecture: { items: ids } });

test("a code cell covers its items, in any kind", () => {
  expect(reportOn([code("1", real("K-01", "K-02"))])).toEqual({
    coverage: {
      K: { total: 2, covered: 2, missing: [] },
      F: { total: 1, covered: 0, missing: ["F-01"] },
    },
    errors: [],
  });
});

test("a Markdown cell covers a definition but no claim, an empty code cell nothing", () => {
  const prose = markdown("words", real("K-01", "K-02"));
  expect(reportOn([prose]).coverage.K?.missing).toEqual(["K-01"]);
  expect(reportOn([code(" \n", real("K-01", "K-02"))]).coverage.K?.covered).toBe(0);
});

test("what cannot be run counts with its reason", () => {
  expect(reportOn([], { "K-01": "biology" }).coverage.K?.missing).toEqual(["K-02"]);
});

test("wrong ids and reasons are errors, each named", () => {
  const cells = [markdown("# Title"), code("1", real("K-01", "K-99", "F-01"))];
  const reasons = { "K-01": "biology", "K-02": " ", "S-01": "history" };
  expect(reportOn(cells, reasons).errors).toMatchInlineSnapshot(`
    [
      "cornell/01.ipynb, cell 2: there is no item "K-99"",
      "cornell/01.ipynb, cell 2: F-01 belongs to the notebooks in nyu/",
      "not-runnable.json: a cell makes K-01 real after all",
      "not-runnable.json: K-02 has no reason",
      "not-runnable.json: there is no item "S-01"",
    ]
  `);
});

test("the command prints what is missing, or JSON, and exits 1 on errors only", () => {
  writeTree(folder, { "items.json": items, "cornell/01.ipynb": notebook(code("1", real("K-01"))) });
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "scripts/items.ts"), "--folder", folder, ...args], {
      encoding: "utf8",
    });
  const plain = run();
  expect(plain.status).toBe(0);
  expect(plain.stdout).toMatchInlineSnapshot(`
    "K  Neural networks: 1 of 2 covered
       K-02   definition     A definition
    F  Networks: 0 of 1 covered
       F-01   formula        $y=f(x)$
    "
  `);
  expect(JSON.parse(run("--json").stdout).K).toEqual({ total: 2, covered: 1, missing: ["K-02"] });
  writeTree(folder, { "not-runnable.json": { "K-99": "no such item" } });
  expect(run().status).toBe(1);
});

test("the project's list has all 435 items of five lectures, each id once", () => {
  const lectures = readItems();
  expect(Object.entries(lectures).map(([letter, { items }]) => [letter, items.length])).toEqual([
    ["K", 109],
    ["F", 59],
    ["S", 85],
    ["C", 33],
    ["D", 149],
  ]);
  for (const [letter, { items }] of Object.entries(lectures)) {
    const number = (index: number) => String(index + 1).padStart(2, "0");
    expect(items.map(({ id }) => id)).toEqual(
      items.map((_, index) => `${letter}-${number(index)}`),
    );
  }
});

test("the project's notebooks name no item wrongly", () => {
  expect(report().errors).toEqual([]);
});

test("the notebooks make every item of the Cornell lecture real", () => {
  expect(report().coverage.K?.missing).toEqual([]);
});
