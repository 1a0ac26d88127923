import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { measure } from "../scripts/check/budget.ts";
import { notebookTypeErrors, programOf } from "../scripts/check/notebook-types.ts";
import { importProblems } from "../scripts/check/order.ts";
import { root } from "../scripts/project.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "./notebook-fixtures.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("import order", () => {
  const order = ["shape", "ndarray", "plot/*", "display", "index"];
  const good = {
    "shape.ts": "export const one = 1;",
    "ndarray.ts": 'import { one } from "./shape.js";',
    "plot/spec.ts": 'import type { A } from "../ndarray.js";',
    "plot/lines.ts": 'import {\n  a,\n  b,\n} from "./spec.js";',
    "display.ts": 'import { createRequire } from "node:module";',
    "index.ts": 'export * as np from "./ndarray.js";\nexport { a } from "./plot/lines.js";',
  };
  const problems = (files: Record<string, string>) =>
    importProblems(writeTree(folder, { ...good, ...files }), order);

  test("a tree in order has no problems", () => {
    expect(problems({})).toEqual([]);
  });
  test("an import of a later file is one", () => {
    const later = 'import type {\n  Plot,\n} from "./plot/lines.js";';
    expect(problems({ "shape.ts": later })).toMatchInlineSnapshot(`
      [
        "shape.ts imports plot/lines.ts, which comes after it",
        "ndarray.ts -> shape.ts -> plot/lines.ts -> plot/spec.ts -> ndarray.ts is a circle",
      ]
    `);
  });
  test("so is a re-export, or an import() of one", () => {
    expect(problems({ "shape.ts": 'export * from "./ndarray.js";' })).toHaveLength(2);
    expect(problems({ "shape.ts": 'await import("./display.js");' })).toHaveLength(1);
  });
  test("so is a circle within plot/", () => {
    expect(problems({ "plot/spec.ts": 'import { b } from "./lines.js";' })).toMatchInlineSnapshot(`
      [
        "plot/lines.ts -> plot/spec.ts -> plot/lines.ts is a circle",
      ]
    `);
  });
  test("so is a file that nobody gave a place", () => {
    expect(problems({ "tensor.ts": "" })).toMatchInlineSnapshot(`
      [
        "tensor.ts has no place in the order (scripts/check/order.ts)",
      ]
    `);
  });
  test("so is a dependency, and Node anywhere but in display", () => {
    const files = { "shape.ts": 'import "vega";', "ndarray.ts": 'import fs from "node:fs";' };
    expect(problems(files)).toMatchInlineSnapshot(`
      [
        "ndarray.ts imports node:fs: the library has no dependencies",
        "shape.ts imports vega: the library has no dependencies",
      ]
    `);
  });
  test("so is an import from the kernel, which itself may import anything", () => {
    const files = {
      "kernel/main.ts": 'import "../index.js";',
      "index.ts": 'import "./kernel/main.js";',
    };
    expect(problems(files)).toMatchInlineSnapshot(`
      [
        "index.ts imports kernel/main.ts of the kernel",
      ]
    `);
  });
});

describe("line budget", () => {
  const lines = (count: number) => "x\n".repeat(count);

  test("counts the code of engine, surface and plots, and not the kernel", () => {
    const files = {
      "ndarray.ts": `// why\n/**\n * what\n */\n\n${lines(20)}`,
      "display.ts": lines(7),
      "plot/lines.ts": lines(3),
      "kernel/main.ts": lines(9),
    };
    writeTree(join(folder, "kernel-lib/src"), files);
    expect(measure(folder)).toEqual({
      sizes: "engine 20 of 5400, notebook surface 7 of 600, plot 3 of 3900",
      problems: [],
    });
  });
  test("names what is too long", () => {
    writeTree(folder, {
      "test/a.test.ts": lines(301),
      "scripts/golden/b.py": lines(300),
      "scripts/setup/c.mjs": lines(302),
      "scripts/python/requirements.txt": lines(2000),
      "scripts/python/page.css": lines(303),
      "scripts/python/page.js": lines(304),
      "scripts/python/page.html.j2": lines(305),
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, i) => [`kernel-lib/src/${i}.ts`, lines(280)]),
      ),
      ...Object.fromEntries(
        Array.from({ length: 14 }, (_, i) => [`kernel-lib/src/plot/${i}.ts`, lines(280)]),
      ),
    });
    expect(measure(folder).problems).toMatchInlineSnapshot(`
      [
        "engine has 5600 lines of code of 5400",
        "plot has 3920 lines of code of 3900",
        "scripts/python/page.css has 303 lines of 300",
        "scripts/python/page.html.j2 has 305 lines of 300",
        "scripts/python/page.js has 304 lines of 300",
        "scripts/setup/c.mjs has 302 lines of 300",
        "test/a.test.ts has 301 lines of 300",
      ]
    `);
  });
});

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

test("the library's own files have their places", () => {
  expect(importProblems(join(root, "kernel-lib", "src"))).toEqual([]);
});
