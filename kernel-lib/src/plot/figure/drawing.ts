import { mark, quantitative } from "./figure.js";
import type { Part } from "./spec.js";
import { round } from "./text.js";
import { colour, fontSize } from "./theme.js";

/** A drawing in pixels: x to the right, y down, no axes. */
export function canvas(width: number, height: number): Part {
  const channel = (field: string, domain: readonly number[]): Part =>
    quantitative(field, { axis: null, scale: { domain, nice: false, zero: false } });
  return { width, height, encoding: { x: channel("x", [0, width]), y: channel("y", [height, 0]) } };
}

/** Where a mark is on a canvas, from two fields other than x and y. */
export const position = (x: string, y: string): Part => ({
  x: quantitative(x, { axis: null }),
  y: quantitative(y, { axis: null }),
});

export type Point = { x: number; y: number };
type Words = Point & { text: string; angle?: number };
export type Segment = Point & { x2: number; y2: number };

/** A tenth of a pixel is fine enough, and the specification stays small. */
export const point = (x: number, y: number): Point => ({ x: round(x, 1), y: round(y, 1) });

/** The line from one point to another, shorter by some pixels at its ends; its angle in degrees. */
export function segment(
  from: Point,
  to: Point,
  start: number,
  end: number,
): Segment & { angle: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const along = (pixels: number): Point =>
    point(from.x + (dx / length) * pixels, from.y + (dy / length) * pixels);
  const { x: x2, y: y2 } = along(length - end);
  return { ...along(start), x2, y2, angle: round((Math.atan2(dy, dx) * 180) / Math.PI, 1) };
}

/** The angle of a mark in degrees. */
export const tilted: Part = { angle: quantitative("angle", { scale: null }) };
export const ends: Part = { x2: { field: "x2" }, y2: { field: "y2" } };
export const arrowHead: Part = mark("point", { shape: "M-1,-0.6L1,0L-1,0.6Z", filled: true });
export const math: Part = { fontSize: fontSize.node, fontStyle: "italic", font: "serif" };

export function words(values: readonly Words[], look: Part = {}): Part {
  const angle = values.some((word) => word.angle !== undefined) ? tilted : {};
  return {
    data: { values },
    mark: mark("text", { fontSize: fontSize.value, color: colour.ink, ...look }),
    encoding: { text: { field: "text" }, ...angle },
  };
}

/** Straight arrows. */
export function arrows(values: readonly Segment[], color: string = colour.outline): Part[] {
  const heads = values.map(({ x, y, x2, y2 }) => {
    const shaft = segment({ x, y }, { x: x2, y: y2 }, 0, 5);
    return { x: shaft.x2, y: shaft.y2, angle: shaft.angle };
  });
  const look = { ...arrowHead, size: 120, color, opacity: 1 };
  return [
    { data: { values }, mark: mark("rule", { strokeWidth: 1.6, color }), encoding: ends },
    { data: { values: heads }, mark: look, encoding: tilted },
  ];
}

const outline = { stroke: colour.outline, strokeWidth: 1.5, opacity: 1 };

export function boxes(values: readonly Segment[], fill: string): Part {
  const look = { fill, ...outline, cornerRadius: 8 };
  return { data: { values }, mark: mark("rect", look), encoding: ends };
}

export const disc = (size: number, look: Part = {}): Part =>
  mark("circle", { size, ...outline, ...look });

export function discs(values: readonly Point[], size: number, fill: string): Part {
  return { data: { values }, mark: disc(size, { fill }) };
}
