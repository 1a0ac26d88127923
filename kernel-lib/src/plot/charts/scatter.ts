import { checkOptions } from "../../numpy/shape.js";
import { extent, max } from "../figure/extent.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import { type Matrix, names, points as pointsOf, type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label } from "../figure/text.js";
import { colour, series } from "../figure/theme.js";

/** The options of `plot.scatter`. */
export type ScatterOptions = {
  title: string;
  /** The class of each point: 0, 1, ... */
  labels?: Vector;
  /** Draws the line where w · x + b = 0. */
  boundary?: { w: Vector; b: number };
  classNames?: readonly string[];
  xTitle?: string;
  yTitle?: string;
  description?: string;
};

/**
 * Points in the plane, x: [n, 2]; each class has a colour and a shape of its own.
 * @throws if `x` does not have two columns, a label is not a class from 0 to 5, or an option is unknown.
 */
export function scatter(x: Matrix, options: ScatterOptions): Spec {
  const who = "plot.scatter";
  const texts = ["title", "xTitle", "yTitle", "description"];
  checkOptions(who, options, ["labels", "boundary", "classNames", ...texts]);
  const { xTitle = "x₁", yTitle = "x₂", boundary } = options;
  const points = pointsOf(who, "x", x);
  const { labels: given = points.map(() => 0) } = options;
  const labels = vector(who, "labels", given, points.length);
  for (const value of labels) {
    if (series.shapes[value] === undefined) {
      throw new RangeError(`${who}: labels contain ${value}; give whole numbers from 0 to 5`);
    }
  }
  const classes = max(labels) + 1;
  const classNames = names(who, "classNames", options.classNames, classes, (i) => `class ${i}`);
  const [domainX, domainY] = [0, 1].map((axis) => padded(points.map((point) => point[axis])));
  const line =
    boundary && ends(vector(who, "boundary.w", boundary.w, 2), boundary.b, domainX, domainY);
  const colours = [colour.class0, colour.class1, ...series.colours.slice(2)];
  const legend = options.labels ? { symbolSize: 90 } : null;
  const channel = (all: readonly string[]) => {
    const scale = { domain: classNames, range: all.slice(0, classes) };
    return nominal("label", { title: null, scale, legend });
  };
  const axis = (field: string, title: string, domain: Range) =>
    quantitative(field, { title, scale: { domain, nice: false } });
  const readOff = (field: string, title: string) => quantitative(field, { title, format: ".4~g" });
  const tooltip = [readOff("x", xTitle), readOff("y", yTitle), { field: "label", title: "class" }];
  const groups = classNames.map((_, k) => points.filter((_, i) => labels[i] === k));
  const sentences = [
    `Scatter plot of ${points.length} points.`,
    options.description,
    ...groups.map((group, k) => inWords(classNames[k], group)),
    boundary && "A dashed line shows the boundary between the classes.",
  ];
  return figure(options.title, sentences, {
    width: 420,
    height: 340,
    data: { values: points.map(([a, b], i) => ({ x: a, y: b, label: classNames[labels[i]] })) },
    encoding: { x: axis("x", xTitle, domainX), y: axis("y", yTitle, domainY) },
    layer: [
      {
        mark: mark("point", { filled: true, size: 55, opacity: 0.8 }),
        encoding: { color: channel(colours), shape: channel(series.shapes), tooltip },
      },
      ...(line ? [boundaryLine(line)] : []),
    ],
  });
}

type Range = readonly [number, number];

function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const margin = (high - low || 1) * 0.06;
  return [low - margin, high + margin];
}

/** Two points of w · x + b = 0: from left to right, or from bottom to top where that is steeper. */
function ends([w0, w1]: readonly number[], b: number, x: Range, y: Range): Part[] {
  if (w0 === 0 && w1 === 0) {
    throw new RangeError("plot.scatter: boundary.w is [0, 0], which has no line; give another");
  }
  const across = Math.abs(w1) * (y[1] - y[0]) > Math.abs(w0) * (x[1] - x[0]);
  return across
    ? x.map((at) => ({ x: at, y: -(b + w0 * at) / w1 }))
    : y.map((at) => ({ x: -(b + w1 * at) / w0, y: at }));
}

function boundaryLine(values: readonly Part[]): Part {
  return {
    data: { values },
    mark: mark("line", { color: colour.ink, strokeDash: [6, 4], clip: true }),
    encoding: { order: { field: "y" } },
  };
}

/** How many points each class has, and where they are. */
function inWords(name: string, points: readonly (readonly number[])[]): string {
  if (points.length === 0) return `${name}: 0 points.`;
  const mean = (axis: number) => label(points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  return `${name}: ${points.length} points, centred on (${mean(0)}, ${mean(1)}).`;
}
