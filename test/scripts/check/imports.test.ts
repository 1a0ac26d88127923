import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importProblems } from "../../../scripts/check/imports.ts";
import { temporaryFolder, writeTree } from "../../notebookFixtures.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A project in order: one file here is broken by each test. */
const good = {
  "kernel-lib/src/random/mt19937.ts": "export const word = 1;",
  "kernel-lib/src/numpy/shape.ts": "export type Shape = number[];",
  "kernel-lib/src/numpy/ndarray.ts":
    'import { word } from "../random/mt19937.js";\nimport type {\n  Shape,\n} from "./shape.js";\nexport class NDArray {}',
  "kernel-lib/src/torch/tensor.ts":
    'import { NDArray } from "../numpy/ndarray.js";\nexport class Tensor {}',
  "kernel-lib/src/nn/module.ts": 'import { Tensor } from "../torch/tensor.js";',
  "kernel-lib/src/plot/figure/spec.ts": "export type Spec = object;",
  "kernel-lib/src/plot/charts/strip.ts": 'import type { Spec } from "../figure/spec.js";',
  "kernel-lib/src/plot/curves/lines.ts": "export const lines = 1;",
  "kernel-lib/src/notebook/show.ts":
    'import { createRequire } from "node:module";\nimport vega from "vega";',
  "kernel-lib/src/keras/model.ts": 'import { save } from "./storage.js";',
  "kernel-lib/src/keras/storage.ts": 'import fs from "node:fs";\nexport const save = fs;',
  "kernel-lib/src/engine.ts": 'export * from "./numpy/ndarray.js";',
  "kernel-lib/src/index.ts": 'export * from "./engine.js";',
  "kernel-lib/kernel/src/cells/parse.ts": "export const parse = 1;",
  "kernel-lib/kernel/src/typescript/checker.ts": 'import { parse } from "../cells/parse.js";',
  "scripts/test.ts": "export const lastLine = 1;",
  "test/test.test.ts": 'import { lastLine } from "../scripts/test.ts";',
};
const problems = (files: Record<string, string>): Promise<string[]> =>
  importProblems(writeTree(folder, { ...good, ...files }));

test("a project in order has no problems", async () => {
  expect(await problems({})).toEqual([]);
});

test.each([
  ["numpy/shape.ts", 'import { Tensor } from "../torch/tensor.js";', "torch/tensor.ts"],
  ["numpy/shape.ts", 'import type {\n  Tensor,\n} from "../torch/tensor.js";', "torch/tensor.ts"],
  ["numpy/shape.ts", 'export * from "../torch/tensor.js";', "torch/tensor.ts"],
  ["numpy/shape.ts", 'await import("../torch/tensor.js");', "torch/tensor.ts"],
  ["numpy/shape.ts", 'type T = import("../torch/tensor.js").Tensor;', "torch/tensor.ts"],
  ["random/mt19937.ts", 'import "../numpy/ndarray.js";', "numpy/ndarray.ts"],
  ["nn/module.ts", 'import "../keras/model.js";', "keras/model.ts"],
  ["optim/index.ts", 'import "../nn/module.js";', "nn/module.ts"],
  ["nn/module.ts", 'import "../plot/charts/strip.js";', "plot/charts/strip.ts"],
  ["plot/figure/spec.ts", 'import "../charts/strip.js";', "plot/charts/strip.ts"],
  ["plot/charts/strip.ts", 'import "../curves/lines.js";', "plot/curves/lines.ts"],
  ["plot/charts/strip.ts", 'import "../../notebook/show.js";', "notebook/show.ts"],
])("in the engine's %s, %j is a problem", async (file, text, target) => {
  const [first, ...more] = await problems({ [`kernel-lib/src/${file}`]: text });
  expect(first).toMatch(`kernel-lib/src/${file} imports kernel-lib/src/${target}: `);
  // What closes a circle is told twice.
  expect(more.filter((problem) => !problem.includes(" is a circle: "))).toEqual([]);
});

test("a problem says the reason", async () => {
  const text = 'import { Tensor } from "../nn/module.js";\nexport type Shape = number[];';
  expect(await problems({ "kernel-lib/src/numpy/shape.ts": text })).toMatchInlineSnapshot(`
    [
      "kernel-lib/src/numpy/shape.ts imports kernel-lib/src/nn/module.ts: arrays know nothing of gradients",
      "kernel-lib/src/nn/module.ts -> kernel-lib/src/torch/tensor.ts -> kernel-lib/src/numpy/ndarray.ts -> kernel-lib/src/numpy/shape.ts -> kernel-lib/src/nn/module.ts is a circle: files in a circle can only be read, tested and loaded together",
    ]
  `);
});

test("a circle is told once, in a room as anywhere", async () => {
  const files = {
    "kernel-lib/src/plot/figure/spec.ts": 'import "./text.js";',
    "kernel-lib/src/plot/figure/text.ts": 'import "./theme.js";',
    "kernel-lib/src/plot/figure/theme.ts": 'import type { Spec } from "./spec.js";',
  };
  expect(await problems(files)).toMatchInlineSnapshot(`
    [
      "kernel-lib/src/plot/figure/spec.ts -> kernel-lib/src/plot/figure/text.ts -> kernel-lib/src/plot/figure/theme.ts -> kernel-lib/src/plot/figure/spec.ts is a circle: files in a circle can only be read, tested and loaded together",
    ]
  `);
});

test("so are a package and Node where they do not belong", async () => {
  const files = {
    "kernel-lib/src/numpy/shape.ts": 'import "vega";',
    "kernel-lib/src/numpy/ndarray.ts": 'import fs from "fs";',
    "kernel-lib/src/keras/model.ts": 'import { join } from "node:path";',
    "kernel-lib/src/notebook/show.ts": 'import ts from "typescript";',
    "kernel-lib/kernel/src/typescript/checker.ts": 'import { Dealer } from "zeromq";',
  };
  expect(await problems(files)).toMatchInlineSnapshot(`
    [
      "kernel-lib/kernel/src/typescript/checker.ts imports zeromq: the checkers read cells and know nothing of how they run",
      "kernel-lib/src/keras/model.ts imports path: fit is the top of the engine, and pages train too: no thread and no drawing",
      "kernel-lib/src/notebook/show.ts imports typescript: figures are drawn by Vega in a thread of Node's, which models know nothing of",
      "kernel-lib/src/numpy/ndarray.ts imports fs: arrays know nothing of gradients",
      "kernel-lib/src/numpy/shape.ts imports vega: arrays know nothing of gradients",
    ]
  `);
});

test("a page gets nothing of what needs Node", async () => {
  const files = { "kernel-lib/src/engine.ts": 'export * from "./notebook/show.js";' };
  expect(await problems(files)).toMatchInlineSnapshot(`
    [
      "kernel-lib/src/engine.ts imports kernel-lib/src/notebook/show.ts: a page bundles it, and has neither Node nor a notebook",
    ]
  `);
});

test("engine and kernel import nothing of each other's, and scripts nothing of the tests'", async () => {
  const files = {
    "kernel-lib/src/index.ts": 'import "../kernel/src/cells/parse.js";',
    "kernel-lib/kernel/src/cells/parse.ts": 'import "../../../src/numpy/ndarray.js";',
    "scripts/test.ts": 'import "../test/fixtures.ts";',
    "test/fixtures.ts": "",
  };
  expect(await problems(files)).toMatchInlineSnapshot(`
    [
      "kernel-lib/kernel/src/cells/parse.ts imports kernel-lib/src/numpy/ndarray.ts: a cell's text becomes JavaScript without any process or message",
      "kernel-lib/src/index.ts imports kernel-lib/kernel/src/cells/parse.ts: what notebooks import is the engine, and what needs Node beside it",
      "scripts/test.ts imports test/fixtures.ts: tests are written for scripts, and come and go without them",
    ]
  `);
});

test("a file that nobody gave a room is a problem", async () => {
  const files = { "kernel-lib/src/tensor.ts": "", "kernel-lib/kernel/src/helpers/cell.ts": "" };
  expect(await problems(files)).toMatchInlineSnapshot(`
    [
      "kernel-lib/kernel/src/helpers/cell.ts stands in no room of scripts/check/rooms.ts",
      "kernel-lib/src/tensor.ts stands in no room of scripts/check/rooms.ts",
    ]
  `);
});
