// Every executed notebook against values computed by NumPy and PyTorch, and its figures against Vega-Lite.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readItems } from "../../scripts/items.ts";
import {
  type Cell,
  findNotebooks,
  firstLine,
  isBundle,
  isRunnable,
  lectureOf,
  outputsOf,
  readNotebook,
  shortPath,
  textOf,
} from "../../scripts/notebook.ts";
import { executedFolder, type Kernel, kernels, notebooks, root } from "../../scripts/project.ts";
import { specProblems } from "../plot/vegaLite.ts";
import { type Golden, missingFrom, showingOf } from "./goldenValues.ts";

const sources = findNotebooks([notebooks]);
const executedOf = (source: string, kernel: Kernel = "tslab"): string =>
  join(executedFolder(kernel), lectureOf(source), basename(source));

/** The executed cells, by the name to call them by; nothing of a notebook that never ran. */
function executedCells(source: string): [string, Cell][] {
  const path = executedOf(source);
  if (!existsSync(path)) return [];
  return readNotebook(path)
    .cells.filter(isRunnable)
    .map((cell, index) => [
      `${shortPath(source, notebooks)}, code cell ${index + 1} (${firstLine(cell)})`,
      cell,
    ]);
}

function newestIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return Math.max(...files.map((name) => statSync(join(folder, name)).mtimeMs));
}

const codeOf = (path: string): string[] =>
  readNotebook(path)
    .cells.filter(isRunnable)
    .map((cell) => textOf(cell.source));

test("there are notebooks", () => {
  expect(sources.length).toBeGreaterThan(0);
});

describe("executed copies", () => {
  const library = newestIn(join(root, "kernel-lib", "dist"));
  const copies = kernels.flatMap((kernel) =>
    sources.map((source) => [shortPath(source, notebooks), kernel, source] as const),
  );
  test.for(copies)("%s in %s is newer than its source and the library", ([, kernel, source]) => {
    const executed = executedOf(source, kernel);
    const remedy = `run npm run execute -- --kernel ${kernel} first: ${shortPath(executed, root)}`;
    expect(existsSync(executed), `${remedy} is missing`).toBe(true);
    expect(codeOf(executed), `${remedy} has other cells`).toEqual(codeOf(source));
    const newest = Math.max(library, statSync(source).mtimeMs);
    const isNewer = statSync(executed).mtimeMs > newest;
    expect(isNewer, `${remedy} is older than its source or kernel-lib`).toBe(true);
  });
});

const cells = sources.flatMap(executedCells);

/** The items that some notebook claims; that none is forgotten is what the README's counts prove. */
const claimed = new Set(
  sources.flatMap((source) =>
    readNotebook(source).cells.flatMap((cell) => cell.metadata.lecture?.items ?? []),
  ),
);

for (const { folder, items } of Object.values(readItems())) {
  const path = join(root, "test", "golden", `${folder}.json`);
  const golden: Record<string, Golden> = JSON.parse(readFileSync(path, "utf8"));
  const known = new Map(items.map((item) => [item.id, item]));
  describe(`${folder} shows NumPy's and PyTorch's values`, () => {
    test("of items that exist", () => {
      expect(Object.keys(golden).filter((id) => !known.has(id))).toEqual([]);
    });
    // The numbers of a lecture may stand before its notebooks.
    const due = Object.entries(golden).filter(([id]) => claimed.has(id));
    test.for(due)("%s", ([id, values]) => {
      const item = known.get(id);
      const listing = cells.filter(([, cell]) => cell.metadata.lecture?.items?.includes(id));
      const where = listing.map(([name]) => name).join("; ") || "no executed cell lists it";
      const showing = showingOf(listing.map(([, cell]) => cell));
      const missing = missingFrom(values, showing, item?.kind === "figure");
      expect(missing, `${id} (${item?.kind}: ${item?.title}) in ${where}`).toEqual([]);
    });
  });
}

describe("figures", () => {
  const figures = cells.flatMap(([name, cell]) => {
    return outputsOf(cell)
      .filter(isBundle)
      .filter(({ data }) => Object.keys(data).some((type) => type.includes("vegalite")))
      .map(({ data }) => [name, data] as const);
  });
  test.for(figures)("%s is one for every reader", async ([, data]) => {
    // JupyterLab draws no other MIME type, takes text for an address, and paper wants the picture.
    const spec = data["application/vnd.vegalite.v5+json"];
    expect(spec).toBeTypeOf("object");
    expect(Object.keys(data)).toContain("image/svg+xml");
    expect(await specProblems(spec as Record<string, unknown>)).toEqual([]);
  });
});
