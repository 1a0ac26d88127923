// show: what a notebook displays, in every form a front end may know.
import { type Bundle, displayHook } from "../jupyter/display.js";
import { type Row, Table } from "../jupyter/table.js";
import { checkOptions } from "../numpy/shape.js";
import type { Spec } from "../plot/index.js";
import { toSVG } from "./svg.js";

/**
 * Records as a table to `show`: `table([{ x: 1, y: 2 }], { caption: "Points" })`.
 * @throws if there is no row, or one is not a record.
 */
export function table(rows: readonly Row[], options: { caption?: string } = {}): Table {
  checkOptions("table", options, ["caption"]);
  if (rows.length === 0) throw new RangeError("table: there are no rows; give at least one record");
  rows.forEach((row, i) => {
    if (!isRecord(row)) {
      throw new TypeError(`table: row ${i} is ${String(row)}; give records such as { x: 1, y: 2 }`);
    }
  });
  return new Table(rows, options.caption);
}

/**
 * Shows a figure, an array, a table or plain records as one output, at once: in a notebook in the
 * richest form its front end knows, elsewhere as text. `show(plot.lines(...))`
 * @throws if a figure does not compile, or compiles with a warning, in the compiler's words.
 */
export function show(x: Spec | readonly Row[] | object): void {
  deliver(bundle(x));
}

function bundle(x: unknown): Bundle {
  const own = isRecord(x) ? x[displayMethod] : undefined;
  if (typeof own === "function") return own.call(x);
  if (Array.isArray(x)) return bundle(table(x));
  if (isRecord(x) && typeof x.$schema === "string") return figure(x as Spec);
  const given = isRecord(x) ? "an object of no known kind" : `a ${typeof x}`;
  throw new TypeError(`show: got ${given}; give a figure, an array, a table or records`);
}

const displayMethod = Symbol.for("Jupyter.display");

/** The MIME type is Vega-Lite's fifth: JupyterLab knows no later one and draws later specs by it. */
function figure(given: Spec): Bundle {
  if (typeof given.description !== "string" || given.description.trim() === "") {
    throw new TypeError("show: the figure has no description; say in words what it shows");
  }
  const spec: Spec = JSON.parse(JSON.stringify(given));
  return {
    "application/vnd.vegalite.v5+json": spec,
    "image/svg+xml": toSVG(spec),
    "text/plain": spec.description,
  };
}

function isRecord(x: unknown): x is { [key: string | symbol]: unknown } {
  return typeof x === "object" && x !== null;
}

function deliver(data: Bundle): void {
  const send = displayHook();
  if (send) send(data);
  else console.log(data["text/plain"]);
}
