import { checkOptions } from "../../numpy/shape.js";
import { contour, rules } from "../figure/contour.js";
import { extent, max } from "../figure/extent.js";
import { figure, mark, nominal, quantitative, slider } from "../figure/figure.js";
import { png, ramp, shade } from "../figure/image.js";
import { type Matrix, matrix } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label, round } from "../figure/text.js";
import { series } from "../figure/theme.js";

type Range = readonly [number, number];

/** The options of `plot.lossSurface`. */
export type LossSurfaceOptions = {
  title: string;
  /** The ends of both axes; the paths and a margin if not given. */
  domain?: readonly [Range, Range];
  xTitle?: string;
  yTitle?: string;
  /** Titles the legend; "optimiser" if not given. */
  legend?: string;
  description?: string;
};

const resolution = 50;
const tones = 48;
const size = { width: 380, height: 300 };

/**
 * A loss of two weights as a map, dark where it is high, with contour lines, and the paths that
 * optimisers take over it, `{ SGD: [[w1, w2], …], Adam: … }`; beside it their losses by step. A
 * slider chooses how many steps are shown; click an optimiser in the legend to see it alone.
 */
export function lossSurface(
  f: (w1: number, w2: number) => number,
  paths: { readonly [optimiser: string]: Matrix },
  options: LossSurfaceOptions,
): Spec {
  const who = "plot.lossSurface";
  checkOptions(who, options, ["title", "domain", "xTitle", "yTitle", "legend", "description"]);
  const names = Object.keys(paths);
  const ways = names.map((name) => {
    const steps = matrix(who, name, paths[name]);
    if (steps[0].length !== 2)
      throw new RangeError(`${who}: ${name} has ${steps[0].length} weights; give two`);
    return steps;
  });
  if (names.length === 0 && !options.domain)
    throw new TypeError(`${who}: no path and no domain; give one`);
  const domain = options.domain ?? [0, 1].map((k) => around(ways.flat().map((w) => w[k])));
  const [x, y] = domain.map(([low, high]) =>
    Array.from({ length: resolution }, (_, i) => low + ((high - low) * i) / (resolution - 1)),
  );
  const losses = y.map((w2) => x.map((w1) => f(w1, w2)));
  const known = losses.flat().filter(Number.isFinite);
  if (known.length === 0)
    throw new RangeError(`${who}: the loss is nowhere a number in this domain`);
  const [lowest, highestLoss] = extent(known);
  // Roots spread the levels: close together around the minimum, wide apart on the slopes.
  const top = Math.sqrt(highestLoss - lowest) || 1;
  const heights = losses.map((row) => row.map((loss) => Math.sqrt(Math.max(0, loss - lowest))));
  const url = png(
    heights.toReversed().map((row) => row.map((z) => shade(z, [0, top], tones))),
    ramp(["#fbfcfe", "#c9d6ea", "#7f9cc8", "#48679c"], tones),
  );
  const levels = Array.from({ length: 9 }, (_, i) => ((i + 1) / 10) * top);
  const lines = levels.flatMap((level) => contour(heights, x, y, level));
  const rows = names.flatMap((name, k) =>
    ways[k].map(([a, b], step) => ({ name, step, x: round(a), y: round(b), loss: f(a, b) })),
  );
  const steps = max([1, ...ways.map((way) => way.length - 1)]);
  const { title, xTitle = "w₁", yTitle = "w₂", legend = "optimiser" } = options;
  const channels = look(names, legend);
  const axes = { x: axis("x", xTitle, domain[0]), y: axis("y", yTitle, domain[1]) };
  const image = {
    data: { values: [{ url }] },
    mark: mark("image", { ...size, aspect: false, align: "left", baseline: "top" }),
    encoding: { x: { value: 0 }, y: { value: 0 }, url: nominal("url") },
  };
  const map = [image, rules(lines, { color: "#2c3e57", strokeWidth: 0.7, opacity: 0.6 })];
  const range = `from ${label(lowest)} to ${label(highestLoss)}`;
  const what = `A map of the loss over ${xTitle} and ${yTitle}, ${range}.`;
  const sentences = [what, options.description, ...inWords(names, ways, f, domain)];
  if (names.length === 0) {
    const frame = { data: { values: [{}] }, mark: mark("point", { opacity: 0 }), encoding: axes };
    return figure(title, sentences, { ...size, layer: [...map, frame] });
  }
  return figure(title, sentences, {
    params: [slider("steps", "steps shown ", steps, [0, steps])],
    datasets: { rows: rows.map((row) => ({ ...row, loss: Number(row.loss.toPrecision(5)) })) },
    spacing: 30,
    hconcat: [
      { ...size, layer: [...map, ...walks(channels, axes, legend)] },
      { width: 240, height: size.height, ...curve(channels, steps) },
    ],
  });
}

function around(values: readonly number[]): Range {
  const [low, high] = extent(values);
  const margin = (high - low || 1) * 0.25;
  return [low - margin, high + margin];
}

const axis = (field: string, title: string, domain: Range): Part =>
  quantitative(field, { title, scale: { domain, nice: false } });

const ink = ["#b3261e", "#14532d", "#6d28d9", "#1f2d3d"];
const shown = { filter: "datum.step <= steps" };
const faded = { condition: { param: "picked", value: 1 }, value: 0.1 };

type Look = { color: Part; dash: Part };

function look(names: readonly string[], title: string): Look {
  const of = (range: readonly unknown[]): Part => {
    const scale = { domain: names, range: names.map((_, k) => range[k % range.length]) };
    const legend = { title, symbolType: "stroke", symbolSize: 500 };
    return nominal("name", { scale, legend: { ...legend, symbolStrokeWidth: 2.5 } });
  };
  return { color: of(ink), dash: of(series.dashes) };
}

function walks({ color, dash }: Look, axes: Part, legend: string): Part[] {
  const data = { name: "rows" };
  const number = (field: string, title: string): Part =>
    quantitative(field, { title, format: ".4~g" });
  return [
    {
      data,
      transform: [shown],
      params: [{ name: "picked", select: { type: "point", fields: ["name"] }, bind: "legend" }],
      mark: mark("line", { strokeWidth: 2, clip: true }),
      encoding: { ...axes, color, strokeDash: dash, order: { field: "step" }, opacity: faded },
    },
    {
      data,
      transform: [shown],
      mark: mark("point", { filled: true, size: 22, clip: true, opacity: 1 }),
      encoding: {
        ...axes,
        color,
        opacity: faded,
        tooltip: [
          { field: "name", title: legend },
          ...[number("step", "step"), number("x", "w₁"), number("y", "w₂"), number("loss", "loss")],
        ],
      },
    },
  ];
}

function curve({ color, dash }: Look, steps: number): Part {
  return {
    data: { name: "rows" },
    transform: [shown, { filter: "datum.loss > 0" }],
    mark: mark("line", { strokeWidth: 2, clip: true }),
    encoding: {
      x: quantitative("step", { title: "step", scale: { domain: [0, steps] } }),
      y: quantitative("loss", { title: "loss", scale: { type: "log" } }),
      color,
      strokeDash: dash,
      opacity: faded,
    },
  };
}

function inWords(
  names: readonly string[],
  ways: readonly number[][][],
  f: (w1: number, w2: number) => number,
  domain: readonly Range[],
): string[] {
  return names.map((name, k) => {
    const way = ways[k];
    const [from, to] = [way[0], way[way.length - 1]];
    const at = ([a, b]: readonly number[]): string => `(${label(a)}, ${label(b)})`;
    const leaves = way.some((w) =>
      w.some((value, i) => value < domain[i][0] || value > domain[i][1]),
    );
    const cut = leaves ? "; it leaves the picture" : "";
    const losses = `loss ${label(f(from[0], from[1]))} to ${label(f(to[0], to[1]))}`;
    return `${name} goes from ${at(from)} to ${at(to)} in ${way.length - 1} steps, ${losses}${cut}.`;
  });
}
