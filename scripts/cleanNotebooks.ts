/**
 * npm run clean-notebooks [-- --check] [PATH...]: leaves in notebooks what a person wrote.
 *
 * Outputs, execution counts, timings and the state of a window go; with --check nothing is written,
 * and the command fails where something would have to go.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  type Cell,
  type CellMetadata,
  findNotebooks,
  type Notebook,
  readNotebook,
  shortPath,
  textOf,
} from "./notebook.ts";
import { notebooks, root } from "./project.ts";

const notebookMetadata = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
  language_info: {
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
  },
};

function cleanMetadata({ lecture, tags, jupyter }: CellMetadata): CellMetadata {
  const folded = Object.entries(jupyter ?? {}).filter(
    ([key, value]) => /^(source|outputs)_hidden$/.test(key) && value === true,
  );
  return {
    ...(folded.length > 0 && { jupyter: Object.fromEntries(folded) }),
    ...(lecture !== undefined && { lecture }),
    ...(tags !== undefined && tags.length > 0 && { tags }),
  };
}

/** Text as a list of lines, each with its line feed, as Jupyter stores it. */
function lines(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}

/** An id for a cell without one: the same every time, and taken by no other cell. */
function makeId(source: string, taken: Set<string>): string {
  for (let attempt = 0; ; attempt++) {
    const id = createHash("sha256").update(`${attempt}\n${source}`).digest("hex").slice(0, 8);
    if (!taken.has(id)) return id;
  }
}

function cleanCell(cell: Cell, taken: Set<string>): Cell {
  const source = textOf(cell.source);
  const id = cell.id !== undefined && !taken.has(cell.id) ? cell.id : makeId(source, taken);
  taken.add(id);
  const common = { id, metadata: cleanMetadata(cell.metadata), source: lines(source) };
  if (cell.cell_type === "code") {
    return { ...common, cell_type: "code", execution_count: null, outputs: [] };
  }
  const { cell_type, attachments } = cell;
  return { ...common, cell_type, ...(attachments !== undefined && { attachments }) };
}

/** The notebook as it belongs into the project, as Jupyter would write it. */
export function clean(notebook: Notebook): string {
  const taken = new Set<string>();
  const cleaned = {
    cells: notebook.cells.map((cell) => cleanCell(cell, taken)),
    metadata: notebookMetadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(cleaned, sortedKeys, 1)}\n`;
}

/** Jupyter sorts the keys of every object. */
function sortedKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Cleans the notebooks that need it and returns them; only looks when `check` is set. */
export function cleanAll(paths: string[], check: boolean): string[] {
  return findNotebooks(paths).filter((path) => {
    const text = clean(readNotebook(path));
    if (text === readFileSync(path, "utf8")) return false;
    if (!check) writeFileSync(path, text);
    return true;
  });
}

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean", default: false } },
  });
  const home = process.env.INIT_CWD ?? process.cwd();
  const paths = positionals.map((path) => resolve(home, path));
  const changed = cleanAll(paths.length > 0 ? paths : [notebooks], values.check);
  for (const path of changed) {
    const verb = values.check ? "is not clean (npm run clean-notebooks)" : "cleaned";
    console.log(`${shortPath(path, root)} ${verb}`);
  }
  if (values.check && changed.length > 0) process.exitCode = 1;
}

if (import.meta.main) {
  try {
    main();
  } catch (error) {
    console.error(`clean-notebooks: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
