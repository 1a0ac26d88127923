import { checkOptions } from "../../numpy/shape.js";
import { describeCurve } from "../figure/describe.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import type { Part, Spec } from "../figure/spec.js";
import { colour } from "../figure/theme.js";
import { readOff } from "./curves.js";

type Scalar = (z: number) => number;

/** The options of `plot.functions`. */
export type FunctionsOptions = {
  title: string;
  /** The ends of the horizontal axis; [-5, 5] if not given. */
  domain?: readonly [number, number];
  /** The ends of the vertical axis; every value fits if not given. */
  range?: readonly [number, number];
  /** Panels in a row; three if not given. */
  columns?: number;
  xTitle?: string;
  description?: string;
};

/**
 * Functions, each alone or as `{ f, derivative }`, one panel each on the same axes: the value
 * solid, the derivative dashed. Jumps are found and drawn upright; hover reads the values off.
 */
export function functions(
  functions: { readonly [name: string]: Scalar | { f: Scalar; derivative?: Scalar } },
  options: FunctionsOptions,
): Spec {
  const who = "plot.functions";
  checkOptions(who, options, ["title", "domain", "range", "columns", "xTitle", "description"]);
  const { domain = [-5, 5], columns = 3, xTitle = "z" } = options;
  const names = Object.keys(functions);
  if (names.length === 0) throw new RangeError(`${who}: no function; give { tanh: Math.tanh }`);
  if (!(domain[0] < domain[1])) {
    throw new RangeError(`${who}: domain is [${domain.join(", ")}]; give two ascending numbers`);
  }
  const panels = names.map((name) => {
    const given = functions[name];
    const { f, derivative } = typeof given === "function" ? { f: given } : given;
    return { name, rows: sample(domain, derivative ? [f, derivative] : [f]) };
  });
  const columnCount = Math.min(columns, names.length);
  const width = Math.min(Math.floor((680 - 40 * columnCount) / columnCount), 360);
  const { title, description, range } = options;
  const y = quantitative("y", { title: null, scale: range ? { domain: range } : {} });
  const value = {
    transform: [{ fold: ["value", "derivative"], as: ["what", "y"] }],
    mark: mark("line", { strokeWidth: 2.2, clip: range !== undefined }),
    encoding: { y, ...look(panels.some(({ rows }) => "derivative" in rows[0])) },
  };
  const fields = ["value", "derivative"].map((name) => [name, name] as const);
  const words = panels.flatMap(({ name, rows }) => sentences(name, rows));
  return figure(title, [description, ...words], {
    data: { values: panels.flatMap(({ name, rows }) => rows.map((row) => ({ name, ...row }))) },
    facet: nominal("name", { title: null, sort: names }),
    columns: columnCount,
    spec: {
      width,
      height: Math.round(width * 0.7),
      encoding: { x: quantitative("z", { title: xTitle, scale: { nice: false } }) },
      layer: [value, readOff("z", [["z", xTitle], ...fields])],
    },
  });
}

type Row = { z: number; value: number; derivative?: number };

/** The functions on a grid; either side of a jump has a point of its own. */
function sample([from, to]: readonly [number, number], all: readonly Scalar[]): Row[] {
  const grid = Array.from({ length: 121 }, (_, i) => from + ((to - from) * i) / 120);
  const z = all.reduce((points, f) => points.concat(jumps(f, grid)), grid);
  return [...new Set(z)]
    .sort((a, b) => a - b)
    .map((at) => {
      const [value, derivative] = all.map((f) => f(at));
      return { z: at, value, ...(derivative === undefined ? {} : { derivative }) };
    });
}

/** Both sides of every jump: where halving the interval does not make the difference smaller. */
function jumps(f: Scalar, grid: readonly number[]): number[] {
  return grid.slice(1).flatMap((end, i) => {
    let [a, b] = [grid[i], end];
    const whole = Math.abs(f(b) - f(a));
    for (let k = 0; k < 40; k++) {
      const middle = (a + b) / 2;
      if (Math.abs(f(middle) - f(a)) > Math.abs(f(b) - f(middle))) b = middle;
      else a = middle;
    }
    return whole > 1e-9 && Math.abs(f(b) - f(a)) > whole / 2 ? [a, b] : [];
  });
}

function look(withDerivative: boolean): Part {
  const stroke = { title: null, orient: "top", symbolType: "stroke", symbolSize: 500 };
  const legend = withDerivative ? stroke : null;
  const channel = (value: unknown, derivative: unknown): Part => {
    const scale = { domain: ["value", "derivative"], range: [value, derivative] };
    return nominal("what", { scale, legend });
  };
  return {
    color: channel(colour.value, colour.derivative),
    strokeDash: channel([1, 0], [6, 3]),
  };
}

function sentences(name: string, rows: readonly Row[]): string[] {
  const z = rows.map((row) => row.z);
  const curve = describeCurve(
    name,
    z,
    rows.map((row) => row.value),
  );
  if (rows[0].derivative === undefined) return [curve];
  const derivative = rows.map((row) => row.derivative ?? Number.NaN);
  return [curve, describeCurve("its derivative", z, derivative)];
}
