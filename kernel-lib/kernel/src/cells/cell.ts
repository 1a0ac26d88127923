import { declarations, type Kind, type Node, parse } from "./parse.js";

/** A cell, parsed once and handed on. */
export interface Cell {
  /** What stack frames and error messages call it, such as `In[3]`. */
  readonly label: string;
  readonly code: string;
  /** Its top-level statements; empty when it cannot be parsed. */
  readonly body: readonly Node[];
  /** The names it declares at its top level. */
  readonly names: ReadonlyMap<string, Kind>;
  /** The first syntax error, if there is one. */
  readonly error: { readonly message: string; readonly position: number } | undefined;
}

export function parseCell(label: string, code: string): Cell {
  const { body, error } = parse(code, "ts");
  return { label, code, body, names: declarations(body), error };
}
