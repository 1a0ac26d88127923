/** The boundary to the kernel: the only module that knows which one runs the cell. */
import { createRequire } from "node:module";
import { checkOptions } from "../numpy/shape.js";
import type { Spec } from "../plot/index.js";
import { toSVG } from "./svg.js";
import { type Row, Table } from "./table.js";

/** One output in several forms, by MIME type; a front end takes the richest it knows. */
export type Bundle = { readonly [mimeType: string]: unknown };

/**
 * Records as a table to `show`: `table([{ x: 1, y: 2 }], { caption: "Points" })`.
 * @throws if there is no row, or one is not a record.
 */
export function table(rows: readonly Row[], options: { caption?: string } = {}): Table {
  checkOptions("table", options, ["caption"]);
  if (rows.length === 0) throw new Error("table: there are no rows; give at least one record");
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
    throw new Error("show: the figure has no description; say in words what it shows");
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

/** Where an output goes: a new one, or one of the same name replaced. */
type Place = { readonly transient?: { readonly display_id: string }; readonly update?: boolean };
type DisplayHook = (data: Bundle, place?: Place) => void;

let liveTexts = 0;

/** One line of output that is replaced in place at each call; none where no kernel shows it. */
export function liveText(): ((text: string) => void) | undefined {
  const send = displayHook();
  if (send === undefined) return undefined;
  const transient = { display_id: `kernel-lib-${++liveTexts}` };
  let update = false;
  return (text) => {
    send({ "text/plain": text }, { transient, update });
    update = true;
  };
}

function deliver(data: Bundle): void {
  const send = displayHook();
  if (send) send(data);
  else console.log(data["text/plain"]);
}

function displayHook(): DisplayHook | undefined {
  const hook = (globalThis as { [key: symbol]: unknown })[Symbol.for("Jupyter.displayData")];
  return typeof hook === "function" ? (hook as DisplayHook) : tslabHook();
}

/** tslab's own display functions send one type an output; its writer takes a whole bundle. */
function tslabHook(): DisplayHook | undefined {
  const { lastWriteDisplayData } = loadedModule("tslab/dist/jupyter") ?? {};
  if (typeof lastWriteDisplayData !== "function") return undefined;
  return (data, { transient = {}, update = false } = {}) =>
    lastWriteDisplayData({ data, metadata: {}, transient }, update);
}

/** A module of the running program, if it has loaded it already. */
function loadedModule(name: string): { [key: string]: unknown } | undefined {
  if (!process.argv[1]) return undefined;
  const require = createRequire(process.argv[1]);
  try {
    return require.cache[require.resolve(name)]?.exports;
  } catch {
    return undefined; // Not installed beside the program, so it is not running in it.
  }
}
