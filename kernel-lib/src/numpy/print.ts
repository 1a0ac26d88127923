// Arrays as NumPy prints them with its default options, and as an HTML table.
import { positional, pythonNumber, scientific, special } from "./decimal.js";
import type { Data, DType } from "./dtype.js";
import { type Shape, showShape } from "./shape.js";

/** What printing needs to know of an array: row-major data, its shape and its dtype. */
export interface Printable {
  readonly data: Data;
  readonly shape: Shape;
  readonly dtype: DType;
}

// NumPy's print options.
const precision = 8;
export const threshold: number = 1000;
export const edgeItems: number = 3;
const lineWidth = 75;

// ---- which entries are shown ------------------------------------------------------------

/** Offsets of the entries shown, nested as the axes are; `null` for those left out. */
export type Shown = number | null | readonly Shown[];

/** The indices shown along an axis of n: all of them, or `edge` from each end. */
function shownIndices(n: number, edge: number): readonly (number | null)[] {
  if (n <= 2 * edge) return Array.from({ length: n }, (_, i) => i);
  const first = Array.from({ length: edge }, (_, i) => i);
  return [...first, null, ...first.map((i) => n - edge + i)];
}

export function shownOffsets(shape: Shape, edge: number, start = 0): Shown {
  const [n, ...inner] = shape;
  if (n === undefined) return start;
  return shownIndices(n, edge).map((i) =>
    i === null ? null : shownOffsets(inner, edge, start * n + i),
  );
}

export function leaves(shown: Shown): number[] {
  if (shown === null) return [];
  return typeof shown === "number" ? [shown] : shown.flatMap(leaves);
}

// ---- one entry, aligned with all the others shown ----------------------------------------

type Cell = (x: number) => string;

function needsExponent(values: readonly number[], float32: boolean): boolean {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return false;
  const round = float32 ? Math.fround : (x: number) => x; // NumPy compares in the array's dtype
  const largest = sizes.reduce((a, b) => Math.max(a, b));
  const smallest = sizes.reduce((a, b) => Math.min(a, b));
  const tooLarge = float32 ? 1e6 : 1e8; // the digits the dtype holds, eight at most
  return largest >= tooLarge || smallest < round(1e-4) || round(largest / smallest) > 1000;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

function floatCell(values: readonly number[], float32: boolean): Cell {
  const finite = values.filter(Number.isFinite);
  const exponential = needsExponent(finite, float32);
  const write = exponential ? scientific : positional;
  const parts = finite.map((x) => write(x, precision, float32));
  const fractionWidth = widest(parts.map(([, fraction]) => fraction));
  const exponentWidth = widest(parts.map(([, , exponent]) => exponent));
  // With an exponent, every number has as many digits as the longest.
  const cell = (x: number): string => {
    if (!Number.isFinite(x)) return special(x);
    const [integer, fraction, exponent] = write(x, precision, float32, fractionWidth);
    const power = exponent.slice(0, 2) + exponent.slice(2).padStart(exponentWidth - 2, "0");
    return integer + fraction.padEnd(fractionWidth, exponential ? "0" : " ") + power;
  };
  return aligned(cell, values);
}

function aligned(cell: Cell, values: readonly number[]): Cell {
  const width = widest(values.map(cell));
  return (x) => cell(x).padStart(width);
}

function cellOf({ data, shape, dtype }: Printable, shown: Shown): Cell {
  const values = leaves(shown).map((offset) => data[offset]);
  if (dtype === "float64" || dtype === "float32") return floatCell(values, dtype === "float32");
  if (dtype === "int32") return aligned(String, values);
  return (x) => (x ? "True" : "False").padStart(shape.length ? 5 : 0);
}

// ---- brackets, lines and blank lines ------------------------------------------------------

interface Layout {
  readonly separator: string;
  readonly width: number;
}

/** Words side by side, on as many lines as the width asks for. */
function wrap(words: readonly string[], indent: string, { separator, width }: Layout): string {
  let done = "";
  let line = indent;
  words.forEach((word, i) => {
    if (line.length > indent.length && line.length + word.length > width) {
      done += `${line.trimEnd()}\n`;
      line = indent;
    }
    line += i < words.length - 1 ? word + separator : word;
  });
  return (done + line).slice(indent.length);
}

/** One more blank line between blocks for every axis inside them; `indent` is that of `[`. */
function nest(shown: Shown, rank: number, indent: string, cell: Cell, layout: Layout): string {
  if (shown === null) return "...";
  if (typeof shown === "number") return cell(shown);
  const inner = { ...layout, width: layout.width - 1 }; // room for "]"
  const words = shown.map((part) => nest(part, rank - 1, `${indent} `, cell, inner));
  const between = `${layout.separator.trimEnd()}${"\n".repeat(rank - 1)}${indent} `;
  return `[${rank === 1 ? wrap(words, `${indent} `, inner) : words.join(between)}]`;
}

function brackets(a: Printable, indent: string, layout: Layout): string {
  if (a.data.length === 0) return "[]";
  const shown = shownOffsets(a.shape, a.data.length > threshold ? edgeItems : Infinity);
  const cell = cellOf(a, shown);
  return nest(shown, a.shape.length, indent, (offset) => cell(a.data[offset]), layout);
}

// ---- as text --------- -------------------------------------------------------------

/** NumPy's str(a): `[[0.5 1. ]\n [2.  3. ]]`; a 0-d array prints as Python prints its number. */
export function formatArray(a: Printable): string {
  const isFloat = a.dtype === "float64" || a.dtype === "float32";
  if (a.shape.length === 0 && isFloat) return pythonNumber(a.data[0], a.dtype === "float32");
  return brackets(a, "", { separator: " ", width: lineWidth });
}

/** NumPy's repr(a): `array([[0.5, 1. ]], dtype=float32)`. */
export function reprArray(a: Printable): string {
  const indent = " ".repeat("array(".length);
  const text = `array(${brackets(a, indent, { separator: ", ", width: lineWidth - 1 })}`;
  const empty = a.data.length === 0;
  const extras: string[] = [];
  if ((empty && a.shape.length !== 1) || a.data.length > threshold) {
    extras.push(`shape=${pythonTuple(a.shape)}`);
  }
  if (empty || a.dtype === "float32" || a.dtype === "int32") extras.push(`dtype=${a.dtype}`);
  if (extras.length === 0) return `${text})`;
  const extra = `${extras.join(", ")})`;
  const lastLine = text.length - (text.lastIndexOf("\n") + 1);
  const fits = lastLine + 1 + extra.length + 1 <= lineWidth;
  return `${text},${fits ? " " : `\n${indent}`}${extra}`;
}

export function pythonTuple(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

// ---- the rich form -----------------------------------------------------------------------

// A table may show less than the text: nobody reads a hundred columns.
const tableEdgeItems = 10;
const tableStyle = "font-family: monospace; text-align: right; white-space: pre";

type Row = readonly [index: string, entries: readonly Shown[]];

/** The rows of every matrix in turn, each with its index along all axes but the last. */
function tableRows(shown: Shown, shape: Shape, edge: number, lead = ""): Row[] {
  if (shown === null || typeof shown === "number") return [["…", []]];
  const [n, ...inner] = shape;
  if (inner.length === 0) return [[lead, shown]];
  return shownIndices(n, edge).flatMap((i, k) =>
    tableRows(shown[k], inner, edge, lead ? `${lead}, ${i}` : `${i}`),
  );
}

/** An HTML table with the indices as headings; 0-d and empty arrays are plain text. */
export function htmlTable(a: Printable): string {
  const { data, shape, dtype } = a;
  if (shape.length === 0) return `<pre>${formatArray(a)}</pre>`;
  if (data.length === 0) return `<pre>${reprArray(a)}</pre>`;
  const edge = data.length > threshold ? edgeItems : tableEdgeItems;
  const shown = shownOffsets(shape, edge);
  const cell = cellOf(a, shown);
  const columns = shownIndices(shape[shape.length - 1], edge);
  const heading = (text: unknown, of: string) => `<th scope="${of}"><small>${text}</small></th>`;
  const entry = (x: Shown) => `<td>${typeof x === "number" ? cell(data[x]) : "…"}</td>`;
  const rows = tableRows(shown, shape, edge).map(([index, entries]) => {
    const cells = columns.map((_, k) => entry(entries[k] ?? null)).join("");
    return `<tr>${shape.length > 1 ? heading(index, "row") : ""}${cells}</tr>`;
  });
  const corner = shape.length > 1 ? "<td></td>" : "";
  const head = columns.map((i) => heading(i ?? "…", "col")).join("");
  return (
    `<table style="${tableStyle}"><caption>${dtype}, shape ${showShape(shape)}</caption>` +
    `<thead><tr>${corner}${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`
  );
}
