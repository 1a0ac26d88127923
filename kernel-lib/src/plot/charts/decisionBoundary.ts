import { NDArray } from "../../numpy/ndarray.js";
import { checkOptions } from "../../numpy/shape.js";
import { contour, rules, type Segment } from "../figure/contour.js";
import { extent } from "../figure/extent.js";
import {
  byEpoch,
  figure,
  mark,
  nominal,
  quantitative,
  slider,
  type Title,
} from "../figure/figure.js";
import { png, ramp, shade } from "../figure/image.js";
import { flat, type Matrix, points as pointsOf, type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label, round } from "../figure/text.js";
import { colour } from "../figure/theme.js";

const resolution = 40;
const tones = 32;
const lightToDark = ["#b5cdea", colour.paper, "#f7d0a9"];

/**
 * Outputs on the points of `plot.grid`, or the function that gives them: of logits, their sigmoid.
 * An output beyond 0 or 1 has the colour of that end.
 */
export type Outputs = Vector | Matrix | ((points: NDArray<[number, number]>) => Vector | Matrix);

/** The options of `plot.decisionBoundary`. */
export type DecisionBoundaryOptions = {
  title: string;
  xTitle?: string;
  yTitle?: string;
  /** What the frames' numbers count; "epoch" if not given. */
  frameTitle?: string;
  /** All frames side by side, for paper, instead of a control that shows one. */
  multiples?: boolean;
  description?: string;
};

/** Points that cover those of `x: [n, 2]` and a margin, [1600, 2]: rows from the bottom to the top. */
export function grid(x: Matrix): NDArray<[number, number]> {
  const [across, up] = axesOf(pointsOf("plot.grid", "x", x));
  const points = up.flatMap((b) => across.flatMap((a) => [a, b]));
  return new NDArray(Float64Array.from(points), [resolution * resolution, 2]);
}

/**
 * What a classifier says all over the plane, blue for class 0 and orange for class 1, with its
 * boundary at ½ and the points `x: [n, 2]` of classes `y`. One picture, or several by epoch or name,
 * `{ 0: outputs, 100: outputs }`, with a slider or a menu, or `multiples: true` beside each other.
 */
export function decisionBoundary(
  { x, y }: { readonly x: Matrix; readonly y: Vector },
  outputs: Outputs | { readonly [frame: string]: Outputs },
  options: DecisionBoundaryOptions,
): Spec {
  const who = "plot.decisionBoundary";
  checkOptions(who, options, [
    "title",
    "xTitle",
    "yTitle",
    "frameTitle",
    "multiples",
    "description",
  ]);
  const points = pointsOf(who, "x", x);
  const classes = vector(who, "y", y, points.length);
  const odd = classes.find((k) => k !== 0 && k !== 1);
  if (odd !== undefined) throw new RangeError(`${who}: a class is ${odd}; give 0 and 1`);
  const axes = axesOf(points);
  const all = isOutputs(outputs) ? { "": outputs } : outputs;
  const frames = Object.entries(all).map(([name, given], frame): Frame => {
    const z = sheet(who, name, typeof given === "function" ? given(grid(points)) : given);
    const url = png(
      z.toReversed().map((row) => row.map((p) => shade(p, [0, 1], tones))),
      ramp(lightToDark, tones),
    );
    const right = points.filter((point, i) => nearest(z, axes, point) > 0.5 === classes[i] > 0.5);
    const share = label(right.length / points.length);
    const [low, high] = extent(z.flat());
    // What the colours cannot show is said.
    const range =
      low < -0.01 || high > 1.01 ? ` Outputs from ${label(low)} to ${label(high)}.` : "";
    return { name, frame, url, lines: contour(z, ...axes, 0.5), share, range };
  });
  if (frames.length === 0) throw new RangeError(`${who}: no frame; give outputs on plot.grid(x)`);
  const dots = points.map(([a, b], i) => ({ x: round(a), y: round(b), class: `${classes[i]}` }));
  const { title, xTitle = "x₁", yTitle = "x₂", multiples = false } = options;
  const isCounted = frames.every(({ name }) => name !== "" && Number.isFinite(Number(name)));
  const counted = isCounted ? (options.frameTitle ?? "epoch") : undefined;
  const sentences = [options.description, ...inWords(frames, counted, points.length)];
  const dotSize = points.length < 20 ? 160 : 45;
  const picture = (shown: readonly Frame[], filter: Part[], width: number): Part => {
    const size = { width, height: Math.round(width * 0.85) };
    return { ...size, layer: layers(shown, filter, axes, [xTitle, yTitle], size, dotSize) };
  };
  const datasets = { points: dots };
  if (multiples && frames.length > 1) {
    const columns = frames.length <= 4 ? frames.length : Math.ceil(frames.length / 2);
    const width = Math.min(280, Math.floor(720 / columns) - 50);
    const named = (frame: Frame): string => (counted ? `${counted} ${frame.name}` : frame.name);
    return figure({ text: title, offset: 12 }, sentences, {
      datasets,
      columns,
      spacing: 18,
      concat: frames.map((frame) => ({ title: named(frame), ...picture([frame], [], width) })),
    });
  }
  const control = frames.length === 1 ? undefined : chooser(title, frames, counted);
  const filter = control ? [{ filter: "datum.frame === frame" }] : [];
  return figure(title, sentences, {
    datasets,
    ...(control ? { params: [control.param], title: control.title } : {}),
    ...picture(frames, filter, 360),
  });
}

type Frame = {
  name: string;
  frame: number;
  url: string;
  lines: Segment[];
  share: string;
  range: string;
};
type Axes = [x: number[], y: number[]];

const isOutputs = (x: unknown): x is Outputs =>
  typeof x === "function" || Array.isArray(x) || (x instanceof Object && "shape" in x);

/** The grid's coordinates: the points' range and a margin of a tenth. */
function axesOf(points: readonly (readonly number[])[]): Axes {
  const axis = (k: number): number[] => {
    const values = points.map((point) => point[k]);
    const [low, high] = extent(values);
    const margin = (high - low || 1) * 0.1;
    const step = (high - low + 2 * margin) / (resolution - 1);
    return Array.from({ length: resolution }, (_, i) => low - margin + i * step);
  };
  return [axis(0), axis(1)];
}

function sheet(who: string, name: string, outputs: Vector | Matrix): number[][] {
  const values = flat(who, name || "outputs", outputs);
  const count = resolution * resolution;
  if (values.length !== count) {
    const given = `${name || "outputs"} has ${values.length} numbers`;
    throw new RangeError(`${who}: ${given}; give ${count}, one for each point of plot.grid(x)`);
  }
  if (values.some(Number.isNaN)) {
    throw new RangeError(`${who}: ${name || "outputs"} has NaN; give numbers`);
  }
  const row = (i: number): number[] => values.slice(i * resolution, (i + 1) * resolution);
  return Array.from({ length: resolution }, (_, i) => row(i));
}

function nearest(z: readonly number[][], [x, y]: Axes, [a, b]: readonly number[]): number {
  const nearestIndex = (axis: readonly number[], at: number): number =>
    Math.round((at - axis[0]) / (axis[1] - axis[0]));
  return z[nearestIndex(y, b)][nearestIndex(x, a)];
}

function chooser(
  title: string,
  frames: readonly Frame[],
  counted: string | undefined,
): { param: Part; title: Title | Part } {
  const last = frames.length - 1;
  if (counted === undefined) {
    const bind = {
      input: "select",
      options: frames.map(({ frame }) => frame),
      name: "shown ",
      labels: frames.map(({ name }) => name),
    };
    return { param: { name: "frame", value: last, bind }, title };
  }
  const epochs = frames.map(({ name }) => name);
  return {
    param: slider("frame", "snapshot ", last, [0, last]),
    title: byEpoch(`${title}: ${counted}`, epochs),
  };
}

function layers(
  frames: readonly Frame[],
  filter: readonly Part[],
  axes: Axes,
  titles: readonly string[],
  size: { readonly width: number; readonly height: number },
  dotSize: number,
): Part[] {
  const axis = (k: number, field: string): Part => {
    const domain = [axes[k][0], axes[k][resolution - 1]];
    return quantitative(field, { title: titles[k], scale: { domain, nice: false } });
  };
  const lines = frames.flatMap(({ frame, lines }) => lines.map((line) => ({ frame, ...line })));
  const tip = (field: string, title: string): Part =>
    quantitative(field, { title, format: ".3~g" });
  const domain = ["0", "1"];
  const look = { filled: true, opacity: 1, stroke: colour.paper, strokeWidth: 0.7 };
  const byClass = (range: readonly string[]): Part =>
    nominal("class", { scale: { domain, range }, legend: { symbolSize: 80 } });
  return [
    {
      data: { values: frames.map(({ frame, url }) => ({ frame, url })) },
      transform: filter,
      mark: mark("image", {
        ...size,
        aspect: false,
        align: "left",
        baseline: "top",
      }),
      encoding: { x: { value: 0 }, y: { value: 0 }, url: nominal("url") },
    },
    {
      ...rules(lines, { color: colour.ink, strokeWidth: 1.6 }),
      transform: filter,
    },
    {
      data: { name: "points" },
      mark: mark("point", { ...look, size: dotSize }),
      encoding: {
        x: axis(0, "x"),
        y: axis(1, "y"),
        color: byClass([colour.class0, "#b8620f"]),
        shape: byClass(["circle", "triangle-up"]),
        tooltip: [tip("x", titles[0]), tip("y", titles[1]), { field: "class", title: "class" }],
      },
    },
  ];
}

function inWords(frames: readonly Frame[], counted: string | undefined, n: number): string[] {
  const one = ({ name, lines, share, range }: Frame): string => {
    const where = name === "" ? "" : counted ? `At ${counted} ${name}: ` : `${name}: `;
    const boundary = lines.length === 0 ? "no boundary, " : "";
    return `${where}${boundary}${share} of the points are on the side of their class.${range}`;
  };
  return [`Colour: the output over the plane, with ${n} points.`, ...frames.map(one)];
}
