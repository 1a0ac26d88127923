import { type Part, type Spec, schema } from "./spec.js";
import { colour, config, fontSize } from "./theme.js";

export type Title = string | { text: string; subtitle?: string; offset?: number };

export type Sentence = string | false | null | undefined;

/** A whole figure; its description is the title and the sentences that there are. */
export function figure(title: Title, sentences: readonly Sentence[], parts: Part): Spec {
  const { text, subtitle } = typeof title === "string" ? { text: title, subtitle: "" } : title;
  const heading = text && `${text}${subtitle ? ` (${subtitle})` : ""}.`;
  const description = [heading, ...sentences].filter(Boolean).join(" ");
  return { $schema: schema, description, ...(text ? { title } : {}), ...parts, config };
}

type Channel = (field: string, more?: Part) => Part;
const channel =
  (type: string): Channel =>
  (field, more = {}) => ({ field, type, ...more });

export const quantitative: Channel = channel("quantitative");
export const nominal: Channel = channel("nominal");

/** A slider over whole numbers. */
export function slider(name: string, caption: string, value: number, ends: [number, number]): Part {
  const [min, max] = ends;
  return { name, value, bind: { input: "range", min, max, step: 1, name: caption } };
}

/** A mark that a screen reader passes over: the description speaks for it. */
export const mark = (type: string, look: Part = {}): Part => ({ type, aria: false, ...look });

/** A drawing in pixels: x to the right, y down, no axes. */
export function canvas(width: number, height: number): Part {
  const channel = (field: string, domain: readonly number[]): Part =>
    quantitative(field, { axis: null, scale: { domain, nice: false, zero: false } });
  return { width, height, encoding: { x: channel("x", [0, width]), y: channel("y", [height, 0]) } };
}

/** Where a mark stands on a canvas, from two fields other than x and y. */
export const place = (x: string, y: string): Part => ({
  x: quantitative(x, { axis: null }),
  y: quantitative(y, { axis: null }),
});

type Point = { x: number; y: number };
type Words = Point & { text: string; angle?: number };
type Segment = Point & { x2: number; y2: number };

/** The tilt of a mark in degrees. */
export const tilted = (field: string): Part => quantitative(field, { scale: null });
export const ends: Part = { x2: { field: "x2" }, y2: { field: "y2" } };
export const arrowHead: Part = mark("point", { shape: "M-1,-0.6L1,0L-1,0.6Z", filled: true });
export const math: Part = { fontSize: fontSize.node, fontStyle: "italic", font: "serif" };

export function words(values: readonly Words[], look: Part = {}): Part {
  const angle = values.some((word) => word.angle !== undefined) ? { angle: tilted("angle") } : {};
  return {
    data: { values },
    mark: mark("text", { fontSize: fontSize.value, color: colour.ink, ...look }),
    encoding: { text: { field: "text" }, ...angle },
  };
}

/** Straight arrows. */
export function arrows(values: readonly Segment[], color: string = colour.outline): Part[] {
  const heads = values.map(({ x, y, x2, y2 }) => {
    const angle = Math.atan2(y2 - y, x2 - x);
    const [x1, y1] = [x2 - 5 * Math.cos(angle), y2 - 5 * Math.sin(angle)];
    return { x: x1, y: y1, angle: (angle * 180) / Math.PI };
  });
  return [
    { data: { values }, mark: mark("rule", { strokeWidth: 1.6, color }), encoding: ends },
    {
      data: { values: heads },
      mark: { ...arrowHead, size: 120, color, opacity: 1 },
      encoding: { angle: tilted("angle") },
    },
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
