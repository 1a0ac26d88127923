import { parseCell } from "../cells/cell.js";
import type {
  CompletenessContent,
  CompletionContent,
  InspectionContent,
} from "../protocol/messages.js";
import type { CellModules } from "./cellModules.js";
import type { Completion } from "./checker.js";

/** Jupyter counts characters, JavaScript UTF-16 units. */
export function unitsOf(code: string, characters: number): number {
  return [...code].slice(0, characters).join("").length;
}

export function charactersOf(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

/** A place in the code, whatever was asked for; none is its end. */
function within(code: string, cursor: number): number {
  return Math.max(0, Math.min(cursor, charactersOf(code, code.length)));
}

const word = /[\p{ID_Continue}$]*$/u;

/** The content of complete_reply. */
export function complete(
  modules: CellModules,
  code: string,
  cursor_pos: number,
): CompletionContent {
  const cursor = within(code, cursor_pos);
  const position = unitsOf(code, cursor);
  const prefix = word.exec(code.slice(0, position))?.[0] ?? "";
  const start = charactersOf(code, position - prefix.length);
  const found = ranked(modules.completions(parseCell("", code), position), prefix);
  return {
    status: "ok",
    matches: found.map(({ name }) => name),
    cursor_start: start,
    cursor_end: cursor,
    metadata: {
      _jupyter_types_experimental: found.map(({ name, kind }) => ({
        text: name,
        type: kind,
        start,
        end: cursor,
      })),
    },
  };
}

/** The compiler's order, without what does not begin as typed and without the kernel's names. */
function ranked(completions: readonly Completion[], prefix: string): Completion[] {
  const lower = prefix.toLowerCase();
  const first = new Map(completions.toReversed().map((one) => [one.name, one]));
  return [...first.values()]
    .filter(({ name }) => name.toLowerCase().startsWith(lower) && !/^\$(\d+$|type_)/.test(name))
    .toSorted((a, b) => exactness(b, prefix) - exactness(a, prefix) || order(a, b));
}

function exactness({ name }: Completion, prefix: string): number {
  return name.startsWith(prefix) ? 1 : 0;
}

function order(a: Completion, b: Completion): number {
  if (a.sortText !== b.sortText) return a.sortText < b.sortText ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

/** The content of inspect_reply: signature and docstring of the name at the cursor. */
export function inspectAt(
  modules: CellModules,
  code: string,
  cursor_pos: number,
): InspectionContent {
  const cursor = within(code, cursor_pos);
  const units = unitsOf(code, cursor);
  const position = nameAt(code, units);
  const hover = position === undefined ? undefined : modules.hover(parseCell("", code), position);
  if (hover === undefined) return { status: "ok", found: false, data: {}, metadata: {} };
  const { signature, documentation } = hover;
  return {
    status: "ok",
    found: true,
    data: {
      "text/markdown": `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation}`.trim(),
      "text/plain": `${signature}\n\n${documentation}`.trim(),
    },
    metadata: {},
  };
}

/** A position inside the name at the cursor, or of the function whose arguments it is among. */
function nameAt(code: string, cursor: number): number | undefined {
  const isName = (at: number): boolean => /[\p{ID_Continue}$]/u.test(code[at] ?? "");
  if (isName(cursor)) return cursor;
  if (isName(cursor - 1)) return cursor - 1;
  let depth = 0;
  for (let at = cursor - 1; at >= 0; at--) {
    const character = code[at] as string;
    if (")]}".includes(character)) depth++;
    else if ("([{".includes(character) && depth-- === 0)
      return character === "(" && isName(at - 1) ? at - 1 : undefined;
  }
  return undefined;
}

/** The content of is_complete_reply. */
export function isComplete(code: string): CompletenessContent {
  const { error } = parseCell("", code);
  if (error === undefined) return { status: "complete" };
  const atEnd = error.position >= code.trimEnd().length;
  if (!atEnd && !/unterminated|EOF|end of file/i.test(error.message)) return { status: "invalid" };
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const deeper = /[([{]\s*$/.test(line) ? "  " : "";
  return { status: "incomplete", indent: (/^\s*/.exec(line)?.[0] ?? "") + deeper };
}
