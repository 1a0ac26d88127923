import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clean, cleanAll } from "../../scripts/cleanNotebooks.ts";
import { notebooks, root } from "../../scripts/project.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "../notebookFixtures.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

const used = notebook(
  markdown("# Title\n\nText", { editable: true, lecture: { items: ["K-01"] } }),
  {
    ...code("const a = 1;\na", {
      collapsed: false,
      execution: { "iopub.status.busy": "2026-01-01" },
      jupyter: { source_hidden: true, outputs_hidden: false },
      lecture: { items: ["K-02"] },
      scrolled: true,
      tags: ["raises-exception"],
    }),
    execution_count: 7,
    outputs: [{ output_type: "stream", name: "stdout", text: "1\n" }],
  },
);

test("what running and looking leave behind goes, what a person wrote stays", () => {
  const cleaned = JSON.parse(clean(used));
  expect(cleaned.cells).toEqual([
    {
      cell_type: "markdown",
      id: "cell-0",
      metadata: { lecture: { items: ["K-01"] } },
      source: ["# Title\n", "\n", "Text"],
    },
    {
      cell_type: "code",
      execution_count: null,
      id: "cell-1",
      metadata: {
        jupyter: { source_hidden: true },
        lecture: { items: ["K-02"] },
        tags: ["raises-exception"],
      },
      outputs: [],
      source: ["const a = 1;\n", "a"],
    },
  ]);
});

test("any kernel's name becomes tslab", () => {
  const metadata = { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } };
  expect(JSON.parse(clean({ ...used, metadata })).metadata.kernelspec).toEqual({
    name: "tslab",
    display_name: "TypeScript",
    language: "typescript",
  });
});

test("a missing id is made from the text, and no id comes twice", () => {
  const { id: _, ...cell } = code("1");
  const without = {
    ...used,
    cells: [cell, cell, { ...cell, id: "same" }, { ...cell, id: "same" }],
  };
  const ids = (text: string) => JSON.parse(text).cells.map((cell: { id: string }) => cell.id);
  expect(ids(clean(without))).toEqual(ids(clean(without)));
  expect(new Set(ids(clean(without))).size).toBe(4);
  expect(ids(clean(without))[2]).toBe("same");
});

test("the file is written as Jupyter writes it: sorted keys, one space, a final newline", () => {
  expect(clean(notebook(code("1")))).toMatchInlineSnapshot(`
    "{
     "cells": [
      {
       "cell_type": "code",
       "execution_count": null,
       "id": "cell-0",
       "metadata": {},
       "outputs": [],
       "source": [
        "1"
       ]
      }
     ],
     "metadata": {
      "kernelspec": {
       "display_name": "TypeScript",
       "language": "typescript",
       "name": "tslab"
      },
      "language_info": {
       "codemirror_mode": {
        "mode": "typescript",
        "name": "javascript",
        "typescript": true
       },
       "file_extension": ".ts",
       "mimetype": "text/typescript",
       "name": "typescript"
      }
     },
     "nbformat": 4,
     "nbformat_minor": 5
    }
    "
  `);
});

test("cleaning twice changes nothing more", () => {
  writeTree(folder, { "a.ipynb": used, "b/c.ipynb": clean(used) });
  expect(cleanAll([folder], true)).toEqual([join(folder, "a.ipynb")]);
  expect(cleanAll([folder], false)).toEqual([join(folder, "a.ipynb")]);
  expect(cleanAll([folder], false)).toEqual([]);
});

test("--check names what is not clean, leaves it alone and exits 1", () => {
  writeTree(folder, { "a.ipynb": used });
  const before = readFileSync(join(folder, "a.ipynb"), "utf8");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(root, "scripts/cleanNotebooks.ts"), ...args, folder], {
      encoding: "utf8",
    });
  const checked = run("--check");
  expect(checked.stdout).toContain("a.ipynb is not clean (npm run clean-notebooks)");
  expect(checked.status).toBe(1);
  expect(readFileSync(join(folder, "a.ipynb"), "utf8")).toBe(before);
  expect(run().status).toBe(0);
  expect(run("--check").status).toBe(0);
});

test("the project's notebooks are clean", () => {
  expect(cleanAll([notebooks], true)).toEqual([]);
});
