import { checkOptions } from "../../numpy/shape.js";
import { type Vector, vector } from "../figure/input.js";
import type { Spec } from "../figure/spec.js";
import { type AxesOptions, type Curve, curves } from "./curves.js";

/** The options of `plot.lines`. */
export type LinesOptions = AxesOptions & {
  title: string;
  /** Shared horizontal positions, ascending. */
  x: Vector;
  /** Named series over `x`: `{ tanh: y }`. */
  series: { readonly [name: string]: Vector };
  /** Titles the legend. */
  legend?: string;
  /** Names of series that jump: drawn as steps, without a slanted line. */
  steps?: readonly string[];
  /** Names of series drawn as points. */
  points?: readonly string[];
  /** A check box for a logarithmic y-axis. */
  logToggle?: boolean;
};

const known = ["x", "series", "title", "xTitle", "yTitle", "legend", "steps", "points"];
const drawing = ["logToggle", "description", "width", "height"];

/**
 * Lines of one or several series over shared x; hover reads all of them off at the nearest x.
 * @throws if a series has another length than `x`, or an option is unknown.
 */
export function lines(options: LinesOptions): Spec {
  const who = "plot.lines";
  checkOptions(who, options, [...known, ...drawing]);
  const { series, steps = [], points = [] } = options;
  const x = vector(who, "x", options.x);
  const names = Object.keys(series);
  if (names.length === 0) {
    throw new RangeError(`${who}: series is empty; give named series such as { tanh: y }`);
  }
  for (const name of [...steps, ...points]) {
    if (!names.includes(name)) {
      throw new RangeError(
        `${who}: steps or points name "${name}"; the series are ${names.join(", ")}`,
      );
    }
  }
  const all = names.map((name): Curve => {
    const y = vector(who, `series "${name}"`, series[name], x.length);
    const mark = steps.includes(name) ? "step" : points.includes(name) ? "point" : "line";
    return { name, group: name, y, mark };
  });
  return curves(x, all, options);
}
