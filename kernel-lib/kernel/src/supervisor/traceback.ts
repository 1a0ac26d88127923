import { type Position, positionAt } from "../cells/text.js";
import type { Failure } from "../ipc.js";
import type { ErrorContent } from "../protocol/messages.js";
import type { Diagnostic } from "../typescript/checker.js";

/** A cell that ran, by the name its stack frames carry. */
export interface Source {
  readonly code: string;
  original(position: Position): Position;
}

const positions = /In\[(\d+|\*)\]:(\d+):(\d+)/g;

/** An error of a running cell: its stack in the reader's lines, the line itself, a caret. */
export function errorContent(failure: Failure, sources: ReadonlyMap<string, Source>): ErrorContent {
  let first: { source: Source; label: string; at: Position } | undefined;
  const mapped = failure.text.split("\n").map((line) =>
    line.replace(positions, (whole, count: string, row: string, column: string) => {
      const label = `In[${count}]`;
      const source = sources.get(label);
      if (source === undefined) return whole;
      const at = source.original({ line: Number(row), column: Number(column) });
      if (line.startsWith("    at ")) first ??= { source, label, at };
      return `${label}:${at.line}:${at.column}`;
    }),
  );
  const shown = first && excerpt(first.label, first.source.code, first.at);
  return {
    ename: failure.name,
    evalue: failure.message,
    traceback: [...mapped, ...(shown ? ["", ...shown] : [])],
  };
}

/** Type errors: each with its code, position and sentence, and its stretch underlined. */
export function typeErrorContent(
  label: string,
  code: string,
  diagnostics: readonly Diagnostic[],
): ErrorContent {
  const sentences = diagnostics.map(({ code: number, message, start }) => {
    const { line, column } = positionAt(code, start);
    return `${label}:${line}:${column} - TS${number}: ${message}`;
  });
  const traceback = diagnostics.flatMap(({ start, end }, i) => [
    `TypeScriptError: ${sentences[i]}`,
    "",
    ...excerpt(label, code, positionAt(code, start), end - start),
  ]);
  return { ename: "TypeScriptError", evalue: sentences.join("\n"), traceback };
}

export function syntaxErrorContent(
  label: string,
  code: string,
  message: string,
  position: number,
): ErrorContent {
  const at = positionAt(code, position);
  return {
    ename: "SyntaxError",
    evalue: message,
    traceback: [`SyntaxError: ${message}`, "", ...excerpt(label, code, at)],
  };
}

/** The line with the lines around it, and a caret under the column. */
function excerpt(label: string, code: string, at: Position, length = 1): string[] {
  const lines = code.split("\n");
  const line = lines[at.line - 1];
  if (line === undefined) return [];
  const number = (row: number): string => String(row).padStart(String(at.line + 1).length + 2);
  const row = (index: number): string[] => {
    const text = lines[index - 1];
    return text === undefined ? [] : [`${number(index)} | ${text}`];
  };
  const width = Math.max(1, Math.min(length, line.length - at.column + 1));
  const caret = " ".repeat(at.column - 1) + (width > 1 ? "~".repeat(width) : "^");
  const gutter = " ".repeat(number(at.line).length);
  return [
    `${label}, line ${at.line}:`,
    ...row(at.line - 1),
    ...row(at.line),
    `${gutter} | ${caret}`,
    ...row(at.line + 1),
  ];
}
