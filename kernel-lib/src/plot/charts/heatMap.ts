import { checkOptions } from "../../numpy/shape.js";
import { max } from "../figure/extent.js";
import { columnAxis, figure, mark, ordinal, quantitative } from "../figure/figure.js";
import { type Matrix, matrix, names } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label } from "../figure/text.js";
import { colour, fontSize } from "../figure/theme.js";

/** The options of `plot.heatMap`. */
export type HeatMapOptions = {
  title: string;
  /** Names of the rows and of the columns; their indices if not given. */
  rows?: readonly string[];
  columns?: readonly string[];
  rowTitle?: string;
  columnTitle?: string;
  /** Writes the numbers into the cells; if not given, up to 12 columns and 20 rows. */
  numbers?: boolean;
  description?: string;
};

/**
 * A matrix as coloured cells: 0 is white, positive blue, negative red, with the number in it,
 * so that the sign can be read without colour.
 */
export function heatMap(x: Matrix, options: HeatMapOptions): Spec {
  const who = "plot.heatMap";
  const texts = ["title", "rowTitle", "columnTitle", "description"];
  checkOptions(who, options, ["rows", "columns", "numbers", ...texts]);
  const values = matrix(who, "x", x);
  const [height, width] = [values.length, values[0].length];
  const rows = names(who, "rows", options.rows, height, String);
  const columns = names(who, "columns", options.columns, width, String);
  const cells = values.flatMap((numbers, row) =>
    numbers.map((value, column) => {
      return { row, column, value, text: label(value), name: `${rows[row]}, ${columns[column]}` };
    }),
  );
  const limit = max([0, ...values.flat().filter(Number.isFinite).map(Math.abs)]) || 1;
  const numbers = options.numbers ?? (width <= 12 && height <= 20);
  const cell = numbers ? [56, 34] : [Math.min(30, 620 / width), Math.min(30, 420 / height)];
  const what = `Heat map of a ${height} × ${width} matrix.`;
  const sentences = [what, options.description, ...inWords(values, rows, columns)];
  return figure(options.title, sentences, {
    width: Math.round(cell[0] * width),
    height: Math.round(cell[1] * height),
    data: { values: cells },
    encoding: {
      x: ordinal("column", columns, options.columnTitle, columnAxis(columns, cell[0])),
      y: ordinal("row", rows, options.rowTitle, {}),
    },
    layer: [coloured(limit, cell[1] * height), ...(numbers ? [written(limit)] : [])],
  });
}

function coloured(limit: number, height: number): Part {
  const range = [colour.negative, colour.paper, colour.positive];
  const scale = { domain: [-limit, 0, limit], range, interpolate: "rgb" };
  const legend = { gradientLength: Math.max(Math.min(height, 200), 60) };
  const value = quantitative("value", { title: "value", format: ".6~g" });
  return {
    mark: mark("rect", { stroke: colour.faint }),
    encoding: {
      color: quantitative("value", { title: null, scale, legend }),
      tooltip: [{ field: "name", title: "cell" }, value],
    },
  };
}

function written(limit: number): Part {
  const dark = { test: `abs(datum.value) > ${0.85 * limit}`, value: colour.paper };
  return {
    mark: mark("text", { fontSize: fontSize.value }),
    encoding: { text: { field: "text" }, color: { condition: dark, value: colour.ink } },
  };
}

type Rows = readonly (readonly number[])[];

/** Every number of a small matrix; of a larger one the least, the greatest and the signs. */
function inWords(values: Rows, rows: readonly string[], columns: readonly string[]): string[] {
  const all = values.flatMap((row, i) => row.map((value, j) => ({ value, i, j })));
  if (all.length <= 40) {
    const texts = values.map((row, i) => `${rows[i]}: ${row.map((v) => label(v)).join(", ")}.`);
    return [`Columns ${columns.join(", ")}.`, ...texts];
  }
  const where = ({ value, i, j }: (typeof all)[number]) =>
    `${label(value)} at ${rows[i]}, ${columns[j]}`;
  const low = all.reduce((a, b) => (b.value < a.value ? b : a));
  const high = all.reduce((a, b) => (b.value > a.value ? b : a));
  const negative = all.filter(({ value }) => value < 0).length;
  return [`From ${where(low)} to ${where(high)}; ${negative} of ${all.length} are negative.`];
}
