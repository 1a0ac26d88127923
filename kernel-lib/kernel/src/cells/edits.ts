/** Where a line and column, both from 1, came from. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Edit extends Range {
  readonly text: string;
}

/** The line and column of an offset. */
export function positionAt(code: string, offset: number): Position {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** Spaces for every character but the line ends. */
export function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}

/** Replacements in a text that keep every line where it was, and know how columns moved. */
export class Edits {
  private readonly code: string;
  private readonly edits: Edit[] = [];

  constructor(code: string) {
    this.code = code;
  }

  /** Newlines of what is replaced are kept, after the replacement. */
  replace(start: number, end: number, text: string): void {
    const newlines = this.code.slice(start, end).replace(/[^\n]/g, "");
    this.edits.push({ start, end, text: text + newlines });
  }

  insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  toString(): string {
    return this.segments()
      .map(({ text }) => text)
      .join("");
  }

  /** The edited text cut in two of the same size: what lies in the ranges, and what does not. */
  split(ranges: readonly Range[]): { inside: string; outside: string } {
    const cut = new Edits(this.code);
    cut.edits.push(...this.edits);
    for (const { start, end } of ranges)
      for (const at of [start, end]) cut.edits.push({ start: at, end: at, text: "" });
    const isInside = ({ start, end }: Range): boolean =>
      ranges.some((range) => range.start <= start && end <= range.end && start < range.end);
    const segments = cut.segments();
    const pick = (inside: boolean): string =>
      segments.map((one) => (isInside(one) === inside ? one.text : blank(one.text))).join("");
    return { inside: pick(true), outside: pick(false) };
  }

  /** The place in the original of a place in the edited text. */
  original(place: Position): Position {
    const segments = this.segments();
    let line = 1;
    let column = 1;
    for (const { text, start, edited } of segments) {
      const lines = text.split("\n");
      const row = place.line - line;
      if (row >= 0 && row < lines.length) {
        const from = row === 0 ? column : 1;
        const to = from + (lines[row] as string).length;
        if (place.column >= from && (place.column < to || row < lines.length - 1)) {
          const before = lines.slice(0, row).reduce((sum, one) => sum + one.length + 1, 0);
          const offset = edited ? start : start + before + (place.column - from);
          return positionAt(this.code, offset);
        }
      }
      line += lines.length - 1;
      column = (lines.length > 1 ? 1 : column) + (lines.at(-1) as string).length;
    }
    return positionAt(this.code, this.code.length);
  }

  private segments(): (Edit & { readonly edited: boolean })[] {
    const segments: (Edit & { readonly edited: boolean })[] = [];
    let from = 0;
    const keep = (end: number): void => {
      if (end > from)
        segments.push({ start: from, end, text: this.code.slice(from, end), edited: false });
    };
    for (const edit of this.edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
      keep(edit.start);
      segments.push({ ...edit, edited: true });
      from = edit.end;
    }
    keep(this.code.length);
    return segments;
  }
}
