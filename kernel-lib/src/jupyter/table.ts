import type { Bundle } from "./display.js";
import { escapeHTML } from "./html.js";

/** One row of a table: its cells by column name. */
export type Row = { readonly [column: string]: unknown };

/** Records as a table: text on a terminal, HTML in a notebook. Made by `table`. */
export class Table {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
  readonly caption: string;

  static {
    // The names by which consoles and kernels ask for a value's text and its rich form.
    const define = (name: string, value: (this: Table) => string | Bundle): void => {
      Object.defineProperty(Table.prototype, Symbol.for(name), { value });
    };
    define("nodejs.util.inspect.custom", Table.prototype.toString);
    define("Jupyter.display", function () {
      return { "text/html": this.toHTML(), "text/plain": this.toString() };
    });
  }

  constructor(rows: readonly Row[], caption: string = "") {
    this.rows = rows;
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    this.caption = caption;
  }

  #isNumeric(name: string): boolean {
    return this.rows.some((row) => typeof row[name] === "number");
  }

  toString(): string {
    const widths = this.columns.map((name) =>
      this.rows.reduce((width, row) => Math.max(width, cell(row[name]).length), name.length),
    );
    const line = (cells: readonly string[], right: (name: string) => boolean): string =>
      cells
        .map((text, i) => {
          return right(this.columns[i]) ? text.padStart(widths[i]) : text.padEnd(widths[i]);
        })
        .join("  ")
        .trimEnd();
    const body = this.rows.map((row) => {
      const cells = this.columns.map((name) => cell(row[name]));
      return line(cells, (name) => typeof row[name] === "number");
    });
    const head = line(this.columns, (name) => this.#isNumeric(name));
    const rule = widths.map((width) => "─".repeat(width)).join("  ");
    return [...(this.caption ? [this.caption] : []), head, rule, ...body].join("\n");
  }

  toHTML(): string {
    const align = (right: boolean): string => ` style="text-align:${right ? "right" : "left"}"`;
    const head = this.columns.map(
      (name) => `<th scope="col"${align(this.#isNumeric(name))}>${escapeHTML(name)}</th>`,
    );
    const body = this.rows.map((row) => {
      const cells = this.columns.map((name) => {
        return `<td${align(typeof row[name] === "number")}>${escapeHTML(cell(row[name]))}</td>`;
      });
      return `<tr>${cells.join("")}</tr>`;
    });
    const caption = this.caption
      ? `<caption style="white-space:nowrap">${escapeHTML(this.caption)}</caption>`
      : "";
    return (
      `<table>${caption}<thead><tr>${head.join("")}</tr></thead>` +
      `<tbody>${body.join("")}</tbody></table>`
    );
  }
}

/**
 * A cell's text. Whole numbers are exact; others have eight digits, as many as an array prints, more
 * where the whole part is longer. One that is not whole but would look so is marked: ≈1.
 */
function cell(x: unknown): string {
  if (x === undefined || x === null) return "";
  if (typeof x !== "number" || Number.isInteger(x) || !Number.isFinite(x)) return String(x);
  const wholeDigits = String(Math.trunc(Math.abs(x))).length;
  const rounded = Number(x.toPrecision(Math.max(8, wholeDigits + 1)));
  if (Number.isInteger(rounded)) return `≈${rounded}`;
  return Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
}
