// Notebooks open in our kernel and in stock tslab: readers of both see the same.
import { basename, join } from "node:path";
import type { IMimeBundle } from "@jupyterlab/nbformat";
import { expect, test } from "vitest";
import {
  type Cell,
  findNotebooks,
  firstLine,
  isRunnable,
  lectureOf,
  type MultilineString,
  type Output,
  outputsOf,
  readNotebook,
  shortPath,
  textOf,
} from "../../scripts/notebook.ts";
import { executedFolder, type Kernel, notebooks } from "../../scripts/project.ts";
import { code } from "../notebookFixtures.ts";

type Shown = string | IMimeBundle;

/** What a reader sees of a cell, in order; what is printed in pieces is read as one text. */
function shown(cell: Cell): Shown[] {
  const isMeantToFail = cell.metadata.tags?.includes("raises-exception") ?? false;
  const seen: Shown[] = [];
  for (const output of outputsOf(cell)) {
    // How each of the two words the error that a cell raises on purpose is its own affair.
    if (isMeantToFail && isErrorText(output)) continue;
    const piece = pieceOf(output);
    const last = seen.at(-1);
    if (typeof piece === "string" && typeof last === "string") seen[seen.length - 1] = last + piece;
    else seen.push(piece);
  }
  return seen;
}

function isErrorText(output: Output): boolean {
  return output.output_type === "error" || ("name" in output && output.name === "stderr");
}

function pieceOf(output: Output): Shown {
  switch (output.output_type) {
    case "stream":
      return textOf(output.text);
    case "execute_result": // stock tslab knows no results: it prints a cell's last value
      return `${textOf(output.data["text/plain"] as MultilineString)}\n`;
    case "display_data":
      return output.data;
    case "error":
      return `${output.ename}: ${output.evalue}\n`;
  }
}

/** What every cell of an executed copy shows, by the name to call the cell by. */
function shownIn(source: string, kernel: Kernel): [string, Shown[]][] {
  const path = join(executedFolder(kernel), lectureOf(source), basename(source));
  return readNotebook(path)
    .cells.filter(isRunnable)
    .map((cell, index) => [`code cell ${index + 1} (${firstLine(cell)})`, shown(cell)]);
}

test.for(findNotebooks([notebooks]).map((path) => [shortPath(path, notebooks), path] as const))(
  "%s prints and shows the same in both kernels",
  ([, path]) => {
    expect(shownIn(path, "tslab")).toEqual(shownIn(path, "tslab-stock"));
  },
);

test("a last value may be a result or printed text, and nothing else may differ", () => {
  const stdout = (text: string): Output => ({ output_type: "stream", name: "stdout", text });
  const data = { "text/plain": "[1, 2]" };
  const cell = (...outputs: Output[]): Cell => ({ ...code("np.array([1, 2])"), outputs });
  const result = shown(
    cell(stdout("a\n"), { output_type: "execute_result", execution_count: 1, data, metadata: {} }),
  );
  expect(result).toEqual(shown(cell(stdout("a\n[1, 2]\n"))));
  expect(result).not.toEqual(
    shown(cell(stdout("a\n"), { output_type: "display_data", data, metadata: {} })),
  );
  expect(result).not.toEqual(shown(cell(stdout("a\n"))));
});

test("of a cell that fails on purpose everything but its error is compared", () => {
  const stdout: Output = { output_type: "stream", name: "stdout", text: "before\n" };
  const error: Output = { output_type: "error", ename: "Error", evalue: "no", traceback: [] };
  const metadata = { tags: ["raises-exception"] };
  expect(shown({ ...code("fails()", metadata), outputs: [stdout, error] })).toEqual(["before\n"]);
  expect(shown({ ...code("fails()"), outputs: [stdout, error] })).toEqual(["before\nError: no\n"]);
});
