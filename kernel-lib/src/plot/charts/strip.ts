import { checkOptions } from "../../numpy/shape.js";
import { extent, max } from "../figure/extent.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import { type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label, lines, round, textWidth } from "../figure/text.js";
import { colour, fontSize, series } from "../figure/theme.js";

/** The options of `plot.strip`. */
export type StripOptions = {
  title: string;
  yTitle: string;
  xTitle?: string;
  /** A logarithmic axis; all values must be above 0. */
  log?: boolean;
  /** A line to compare with: `{ "chance": 0.5 }`. */
  reference?: { readonly [name: string]: number };
  description?: string;
};

/**
 * One dot per run in columns side by side, `{ tanh: [..], ReLU: [..] }`, with the median as a bar: a
 * claim over several seeds, spread and all. A run that ended in NaN or Infinity is a cross at the top.
 */
export function strip(groups: { readonly [name: string]: Vector }, options: StripOptions): Spec {
  const who = "plot.strip";
  const known = ["title", "yTitle", "xTitle", "log", "reference", "description"];
  checkOptions(who, options, known);
  const names = Object.keys(groups);
  if (names.length === 0) throw new RangeError(`${who}: no group; give { tanh: [0.1, 0.2, 0.1] }`);
  const all = names.map((name) => vector(who, name, groups[name]));
  const { title, yTitle, xTitle, log = false, reference = {} } = options;
  const low = all.flat().find((y) => y <= 0);
  if (log && low !== undefined)
    throw new RangeError(`${who}: ${low} has no logarithm; log needs y > 0`);
  const most = max(all.map((values) => values.length));
  const spread = (seed: number): number => (most === 1 ? 0 : 0.6 * (seed / (most - 1) - 0.5));
  const runs = names.flatMap((name, k) =>
    all[k].map((y, seed) => {
      const run = { name, seed, x: round(k + spread(seed)) };
      return Number.isFinite(y) ? { ...run, y } : { ...run, lost: label(y) };
    }),
  );
  const middles = names.map((_, k) => ({ x: k, median: median(all[k]) }));
  const wanted = 16 + max(names.map((name) => textWidth(name, fontSize.value)));
  const width = Math.max(200, Math.min(620, Math.max(110, wanted) * names.length));
  const written = names.map((name) => lines(name, width / names.length - 8));
  const y = (field: string): Part =>
    quantitative(field, { title: yTitle, scale: log ? { type: "log" } : { zero: false } });
  const x = quantitative("x", {
    title: xTitle ?? null,
    scale: { domain: [-0.5, names.length - 0.5], nice: false },
    axis: {
      values: [...names.keys()],
      labelExpr: `${JSON.stringify(written)}[datum.value]`,
      grid: false,
      ticks: false,
      labelFontSize: fontSize.value,
      // Node has no text metrics: no name is left out for its estimated width.
      labelLimit: 0,
      labelOverlap: false,
    },
  });
  const tooltip = [nominal("name", { title: "group" }), quantitative("seed", { title: "seed" })];
  const colours = { domain: names, range: names.map((_, k) => series.colours[k % 6]) };
  return figure(title, [options.description, ...inWords(names, all, yTitle)], {
    width,
    height: 240,
    layer: [
      ...references(reference, y),
      {
        data: { values: runs.filter((run) => "y" in run) },
        mark: mark("point", { filled: true, size: 55, opacity: 0.75 }),
        encoding: {
          x,
          y: y("y"),
          color: nominal("name", { scale: colours, legend: null }),
          tooltip: [...tooltip, quantitative("y", { title: yTitle, format: ".4~g" })],
        },
      },
      {
        data: { values: runs.filter((run) => "lost" in run) },
        mark: mark("point", { shape: "cross", angle: 45, size: 70, color: colour.derivative }),
        encoding: { x, y: { value: 6 }, tooltip: [...tooltip, nominal("lost", { title: yTitle })] },
      },
      {
        data: { values: middles.filter(({ median }) => Number.isFinite(median)) },
        mark: mark("tick", {
          orient: "horizontal",
          thickness: 3,
          size: (width / names.length) * 0.7,
          color: colour.ink,
        }),
        encoding: {
          x,
          y: y("median"),
          tooltip: quantitative("median", { title: "median", format: ".4~g" }),
        },
      },
    ],
  });
}

/** NaN counts as worse than any number: above all others. */
function median(values: readonly number[]): number {
  const sorted = values
    .map((x) => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x))
    .sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

function references(lines: { readonly [name: string]: number }, y: (f: string) => Part): Part[] {
  return Object.entries(lines).flatMap(([name, at]) => [
    {
      data: { values: [{ at }] },
      mark: mark("rule", { strokeDash: [6, 4], color: colour.muted }),
      encoding: { y: y("at") },
    },
    {
      data: { values: [{ at, name }] },
      mark: mark("text", { align: "left", dx: 6, color: colour.muted }),
      encoding: { x: { value: "width" }, y: y("at"), text: { field: "name" } },
    },
  ]);
}

function inWords(names: readonly string[], all: readonly number[][], what: string): string[] {
  const one = (name: string, values: readonly number[]): string => {
    const finite = values.filter(Number.isFinite);
    const lost = values.length - finite.length;
    const [low, high] = extent(finite);
    const spread = `${label(low)} to ${label(high)}`;
    const range = finite.length > 0 ? `median ${label(median(values))}, from ${spread}` : "";
    const rest = lost > 0 ? `${lost} ended in no number` : "";
    return `${name}: ${[range, rest].filter(Boolean).join("; ")}.`;
  };
  return [`${what} of ${all[0].length} runs each.`, ...names.map((name, k) => one(name, all[k]))];
}
