import { originalPositionFor, type TraceMap } from "@jridgewell/trace-mapping";

/** A line and a column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(code: string, offset: number): Position {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The place in the source of a place in generated code; source maps count columns from 0. */
export function originalPosition(map: TraceMap, { line, column }: Position): Position {
  const found = originalPositionFor(map, { line, column: column - 1 });
  return found.line === null ? { line, column } : { line: found.line, column: found.column + 1 };
}

/** Spaces for every character but the line ends. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** The line ends of a text, so that what replaces it takes as many lines. */
export function lineEnds(text: string): string {
  return text.replace(/[^\n]/g, "");
}
