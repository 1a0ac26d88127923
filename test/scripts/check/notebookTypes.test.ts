import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { notebookTypeErrors, programOf } from "../../../scripts/check/notebookTypes.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "../../notebookFixtures.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("types of the notebooks' cells", { timeout: 60_000 }, () => {
  const errors = (cells: Parameters<typeof notebook>) =>
    notebookTypeErrors(writeTree(folder, { "notebooks/cornell/01.ipynb": notebook(...cells) }));

  test("names go from cell to cell, may be declared again, and are checked strictly", async () => {
    const found = await errors([
      markdown("# Title"),
      code('import { createRequire } from "node:module";\nimport { display } from "tslab";'),
      code('import { createRequire, builtinModules } from "node:module";\nconst n = 1;\nn'),
      code("const n = await Promise.resolve('one');\nn.toUpperCase()\nfunction f(x) { return x }"),
      code("n + 1\n\nn.toFixed(2)"),
      code("const wrong: number = n", { tags: ["raises-exception"] }),
      code("display.html(builtinModules.length, createRequire)"),
    ]);
    expect(found).toMatchInlineSnapshot(`
      [
        "notebooks/cornell/01.ipynb, code cell 3, line 3: error TS7006: Parameter 'x' implicitly has an 'any' type.",
        "notebooks/cornell/01.ipynb, code cell 4, line 3: error TS2551: Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
        "notebooks/cornell/01.ipynb, code cell 6, line 1: error TS2554: Expected 1 arguments, but got 2.",
      ]
    `);
  });

  test("kernel-lib is checked as a notebook meets it: built", async () => {
    const found = await errors([code('import { noSuchName } from "kernel-lib";')]);
    expect(found).toMatchInlineSnapshot(`
      [
        "notebooks/cornell/01.ipynb, code cell 1, line 1: error TS2305: Module '"kernel-lib"' has no exported member 'noSuchName'.",
      ]
    `);
  });

  test("no notebook, no errors", async () => {
    expect(await notebookTypeErrors(writeTree(folder, { "notebooks/items.json": {} }))).toEqual([]);
  });

  test("every line of the program knows where it comes from", () => {
    const { text, origin } = programOf(notebook(code("a\nb"), code('import "x";\nc')));
    const lines = text.split("\n").map((line, index) => [line, origin[index]]);
    expect(lines).toContainEqual(["b", { cell: 1, line: 2 }]);
    expect(lines).toContainEqual(["c", { cell: 2, line: 2 }]);
  });
});
