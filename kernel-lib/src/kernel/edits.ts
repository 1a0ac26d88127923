/** Where a line and column, both from 1, came from. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The line and column of an offset. */
export function positionAt(code: string, offset: number): Position {
  const before = code.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
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
    let result = "";
    let from = 0;
    for (const edit of this.sorted()) {
      result += this.code.slice(from, edit.start) + edit.text;
      from = edit.end;
    }
    return result + this.code.slice(from);
  }

  /** The place in the original of a place in the edited text. */
  original(place: Position): Position {
    let shift = 0; // what edits before it on its line added to the column
    for (const edit of this.sorted()) {
      const at = positionAt(this.code, edit.start);
      if (at.line > place.line) break;
      if (at.line < place.line) {
        // The tail of a replaced stretch of several lines starts its last line anew.
        const end = positionAt(this.code, edit.end);
        if (end.line === place.line && end.line > at.line) shift = 1 - end.column;
        continue;
      }
      const oneLine = !this.code.slice(edit.start, edit.end).includes("\n");
      const added = edit.text.length - (oneLine ? edit.end - edit.start : 0);
      if (place.column - shift <= at.column) break;
      shift = Math.min(shift + added, place.column - at.column);
      if (!oneLine) break;
    }
    return { line: place.line, column: Math.max(1, place.column - shift) };
  }

  private sorted(): Edit[] {
    return this.edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  }
}
