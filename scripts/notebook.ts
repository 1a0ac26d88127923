import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type {
  ICodeCell,
  ICodeCellMetadata,
  IDisplayData,
  IError,
  IExecuteResult,
  IMarkdownCell,
  INotebookContent,
  IRawCell,
  IStream,
  MultilineString,
} from "@jupyterlab/nbformat";

export type { MultilineString };

/** An output that a file can hold. */
export type Output = IStream | IDisplayData | IExecuteResult | IError;

/** What the project keeps in a cell's metadata beside Jupyter's own. */
export type LectureMetadata = {
  /** Ids of the lecture's items that the cell makes real. */
  items?: string[];
  /** For a cell tagged `raises-exception`: text that must appear in its error. */
  raises?: string;
};

export type CellMetadata = Partial<ICodeCellMetadata> & { lecture?: LectureMetadata };

interface CodeCell extends ICodeCell {
  metadata: CellMetadata;
  outputs: Output[];
}
interface MarkdownCell extends IMarkdownCell {
  metadata: CellMetadata;
}
interface RawCell extends IRawCell {
  metadata: CellMetadata;
}
/** A cell that a file can hold. */
export type Cell = CodeCell | MarkdownCell | RawCell;

export interface Notebook extends INotebookContent {
  cells: Cell[];
}

/** Multi-line text as one string. */
export function textOf(text: MultilineString): string {
  return typeof text === "string" ? text : text.join("");
}

/** A code cell that has something to run; Jupyter skips the others. */
export function isRunnable(cell: Cell): boolean {
  return cell.cell_type === "code" && textOf(cell.source).trim() !== "";
}

/** The first line of a cell with anything on it, to name the cell by. */
export function firstLine(cell: Cell): string {
  const line = textOf(cell.source).trim().split("\n", 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** What running a cell left behind; none for text. */
export function outputsOf(cell: Cell): Output[] {
  return cell.cell_type === "code" ? (cell.outputs ?? []) : [];
}

/** Whether an output has several forms, by MIME type. */
export function isBundle(output: Output): output is IDisplayData | IExecuteResult {
  return output.output_type === "display_data" || output.output_type === "execute_result";
}

/** Everything a cell printed, in order: streams, then the plain text of results, then errors. */
export function printedText(cell: Cell): string {
  const parts = outputsOf(cell).map((output) => {
    if (output.output_type === "stream") return textOf(output.text);
    if (output.output_type === "error") return `${output.ename}: ${output.evalue}\n`;
    const plain = output.data["text/plain"];
    return plain === undefined ? "" : `${textOf(plain as MultilineString)}\n`;
  });
  return parts.join("");
}

const vegaLite = /^application\/vnd\.vegalite\.v\d+\+json$/;

/** The Vega-Lite specs among a cell's outputs. */
export function specsOf(cell: Cell): Record<string, unknown>[] {
  return outputsOf(cell).flatMap((output) => {
    if (!isBundle(output)) return [];
    const types = Object.keys(output.data).filter((type) => vegaLite.test(type));
    return types.map((type) => output.data[type] as Record<string, unknown>);
  });
}

/** Reads a notebook, or says which file is none. */
export function readNotebook(path: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is not a notebook: ${(error as Error).message}`);
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw new Error(`${path} is not a notebook of format 4`);
  }
  return notebook;
}

/** The lecture a notebook belongs to: the name of its folder. */
export function lectureOf(path: string): string {
  return basename(dirname(resolve(path)));
}

/** A path as a reader types it: relative to `base` when it lies below. */
export function shortPath(path: string, base: string): string {
  const short = relative(base, path);
  return short.startsWith("..") ? path : short;
}

/** All notebooks at or below the given files and folders, each once, in order of their names. */
export function findNotebooks(paths: string[]): string[] {
  const found = paths.flatMap((path) => {
    if (!existsSync(path)) throw new Error(`no such file or folder: ${path}`);
    if (!statSync(path).isDirectory()) {
      if (!path.endsWith(".ipynb")) throw new Error(`${path} is not a notebook (.ipynb)`);
      return [path];
    }
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ipynb") && !name.includes(".ipynb_checkpoints"))
      .map((name) => join(path, name));
  });
  return [...new Set(found.map((path) => resolve(path)))].sort();
}
