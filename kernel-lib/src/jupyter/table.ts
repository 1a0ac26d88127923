import { escapeHTML } from "./html.js";

/** One row of a table: its cells by column name. */
export type Row = { readonly [column: string]: unknown };

/** Records as a table: text on a terminal, HTML in a notebook. Made by `table`. */
export class Table {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
  readonly caption: string;

  static {
    const method = (name: string, value: (this: Table) => unknown): void => {
      Object.defineProperty(Table.prototype, Symbol.for(name), { value });
    };
    method("nodejs.util.inspect.custom", function () {
      return this.toString();
    });
    method("Jupyter.display", function () {
      return { "text/html": this.toHTML(), "text/plain": this.toString() };
    });
  }

  constructor(rows: readonly Row[], caption: string = "") {
    this.rows = rows;
    this.columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    this.caption = caption;
  }

  private isNumeric(name: string): boolean {
    return this.rows.some((row) => typeof row[name] === "number");
  }

  toString(): string {
    const widths = this.columns.map((name) =>
      Math.max(name.length, ...this.rows.map((row) => cell(row[name]).length)),
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
    const head = line(this.columns, (name) => this.isNumeric(name));
    const rule = widths.map((width) => "─".repeat(width)).join("  ");
    return [...(this.caption ? [this.caption] : []), head, rule, ...body].join("\n");
  }

  toHTML(): string {
    const align = (right: boolean): string => ` style="text-align:${right ? "right" : "left"}"`;
    const head = this.columns.map(
      (name) => `<th scope="col"${align(this.isNumeric(name))}>${escapeHTML(name)}</th>`,
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

/** A cell's text: numbers to eight digits, as many as an array prints; small ones by a power. */
function cell(x: unknown): string {
  if (x === undefined || x === null) return "";
  if (typeof x !== "number") return String(x);
  const rounded = Number(x.toPrecision(8));
  return rounded !== 0 && Math.abs(rounded) < 1e-4 ? rounded.toExponential() : String(rounded);
}
