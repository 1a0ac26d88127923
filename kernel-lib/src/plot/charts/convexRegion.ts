import { checkOptions } from "../../numpy/shape.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import { type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label, round } from "../figure/text.js";
import { colour, series } from "../figure/theme.js";

/** The side of a line where w · x + b > 0: what a unit with a step activation says 1 to. */
export type HalfPlane = { readonly w: Vector; readonly b: number; readonly name?: string };

/** The options of `plot.convexRegion`. */
export type ConvexRegionOptions = {
  title: string;
  /** Half the width of the square that is drawn around 0; 2 if not given. */
  extent?: number;
  description?: string;
};

type Point = readonly [number, number];
type Side = { name: string; w: Point; b: number };

const most = 6;

/**
 * Where all half planes agree: a convex region with straight sides, computed by clipping the drawn
 * square. Check boxes take half planes away and bring them back; each line's short strokes are on
 * its positive side.
 */
export function convexRegion(given: readonly HalfPlane[], options: ConvexRegionOptions): Spec {
  const who = "plot.convexRegion";
  checkOptions(who, options, ["title", "extent", "description"]);
  if (given.length === 0 || given.length > most) {
    throw new RangeError(`${who}: ${given.length} half planes; give 1 to ${most}`);
  }
  const { title, extent = 2 } = options;
  const sides = given.map(({ w, b, name }, i): Side => {
    const [w0, w1] = vector(who, `w of half plane ${i}`, w, 2);
    if (w0 !== 0 || w1 !== 0) return { name: name ?? `unit ${i + 1}`, w: [w0, w1], b };
    throw new RangeError(`${who}: w of half plane ${i} is [0, 0], which has no line; give another`);
  });
  const square: Point[] = [
    [-extent, -extent],
    [extent, -extent],
    [extent, extent],
    [-extent, extent],
  ];
  const subsets = Array.from({ length: 2 ** sides.length }, (_, subset) => ({
    subset,
    corners: sides.reduce((left, side, i) => (subset & (2 ** i) ? clip(left, side) : left), square),
  }));
  const whole = subsets[subsets.length - 1].corners;
  const subset = sides.map((_, i) => `(on${i} ? ${2 ** i} : 0)`).join(" + ");
  const chosen = [{ filter: `datum.subset === ${subset}` }];
  const corners = subsets.flatMap(({ subset, corners }) =>
    corners.map(([x, y], order) => ({ subset, order, x: round(x), y: round(y) })),
  );
  const axis = (field: "x" | "y"): Part => {
    const scale = { domain: [-extent, extent], nice: false };
    return quantitative(field, { title: field === "x" ? "x₁" : "x₂", scale });
  };
  const position = { x: axis("x"), y: axis("y") };
  const names = sides.map(({ name }) => name);
  const scale = { domain: names, range: names.map((_, k) => series.colours[k % 6]) };
  const lines = sides.flatMap((side, i) => strokes(side, i, extent));
  const shown = sides.map((_, i) => `(datum.side === ${i} && on${i})`).join(" || ");
  return figure(title, [options.description, ...inWords(sides, whole, extent)], {
    width: 360,
    height: 360,
    params: sides.map(({ name }, i) => {
      return { name: `on${i}`, value: true, bind: { input: "checkbox", name: `${name} ` } };
    }),
    layer: [
      {
        data: { values: corners },
        transform: chosen,
        mark: mark("line", {
          interpolate: "linear-closed",
          fill: "#f7d0a9",
          stroke: null,
          clip: true,
        }),
        encoding: { ...position, order: { field: "order" } },
      },
      {
        data: { values: lines },
        transform: [{ filter: shown }],
        mark: mark("rule", { clip: true, strokeWidth: 2 }),
        encoding: {
          ...position,
          x2: { field: "x2" },
          y2: { field: "y2" },
          color: nominal("name", { title: "line of", scale, legend: { symbolType: "stroke" } }),
          tooltip: nominal("name", { title: "line of" }),
        },
      },
      {
        data: { values: corners },
        transform: chosen,
        mark: mark("point", { filled: true, size: 40, opacity: 1, color: colour.ink }),
        encoding: {
          ...position,
          tooltip: [quantitative("x", { title: "x₁" }), quantitative("y", { title: "x₂" })],
        },
      },
    ],
  });
}

const height = ({ w, b }: Side, [x, y]: Point): number => w[0] * x + w[1] * y + b;

/** What is left of a polygon on the positive side. Sutherland and Hodgman, 1974. */
function clip(polygon: readonly Point[], side: Side): Point[] {
  return polygon.flatMap((to, i): Point[] => {
    const from = polygon[(i + polygon.length - 1) % polygon.length];
    const [a, b] = [height(side, from), height(side, to)];
    const t = a / (a - b);
    const crossing: Point = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
    return [...(a > 0 !== b > 0 ? [crossing] : []), ...(b > 0 ? [to] : [])];
  });
}

/** The line through the square, and short strokes on its positive side. */
function strokes({ name, w, b }: Side, side: number, extent: number): object[] {
  const size = Math.hypot(...w);
  const normal = [w[0] / size, w[1] / size];
  const foot = [-(b / size) * normal[0], -(b / size) * normal[1]];
  const along = (t: number): Point => [foot[0] - t * normal[1], foot[1] + t * normal[0]];
  const stroke = (from: Point, to: Point): object => {
    const [x, y, x2, y2] = [...from, ...to].map((value) => round(value));
    return { side, name, x, y, x2, y2 };
  };
  const ticks = Array.from({ length: 25 }, (_, i) => ((i - 12) / 6) * extent).map((t) => {
    const at = along(t);
    const tip: Point = [at[0] + 0.04 * extent * normal[0], at[1] + 0.04 * extent * normal[1]];
    return stroke(at, tip);
  });
  return [stroke(along(-3 * extent), along(3 * extent)), ...ticks];
}

function areaOf(corners: readonly Point[]): number {
  const cross = corners.map(([x, y], i) => {
    const [x2, y2] = corners[(i + 1) % corners.length];
    return x * y2 - x2 * y;
  });
  return Math.abs(cross.reduce((sum, part) => sum + part, 0)) / 2;
}

function inWords(sides: readonly Side[], corners: readonly Point[], extent: number): string[] {
  const lines = sides.map(({ name, w, b }) => {
    return `${name}: ${label(w[0])} x₁ + ${label(w[1])} x₂ + ${label(b)} > 0.`;
  });
  const isCut = corners.some((corner) => corner.some((at) => Math.abs(at) === extent));
  const cut = isCut ? ", cut off at the edge of the picture" : "";
  const area = `area ${label(areaOf(corners))}`;
  const region =
    corners.length === 0
      ? "No point is on the positive side of all."
      : `They agree in a region with ${corners.length} corners and ${area}${cut}.`;
  return [...lines, region];
}
