import type { Part } from "./spec.js";
import { colour, fontSize } from "./theme.js";

/** A drawing in pixels: x to the right, y down, no axes. */
export function canvas(width: number, height: number): Part {
  const channel = (field: string, domain: readonly number[]) => ({
    field,
    type: "quantitative",
    axis: null,
    scale: { domain, nice: false, zero: false },
  });
  return { width, height, encoding: { x: channel("x", [0, width]), y: channel("y", [height, 0]) } };
}

export type Words = { x: number; y: number; text: string; angle?: number };

export function words(values: readonly Words[], mark: Part = {}): Part {
  return {
    data: { values },
    mark: { type: "text", fontSize: fontSize.value, color: colour.ink, aria: false, ...mark },
    encoding: {
      text: { field: "text" },
      ...(values.some(({ angle }) => angle !== undefined)
        ? { angle: { field: "angle", type: "quantitative", scale: null } }
        : {}),
    },
  };
}

export type Arrow = { x: number; y: number; x2: number; y2: number };

/** Straight arrows. */
export function arrows(values: readonly Arrow[], ink: string = colour.outline): Part[] {
  const heads = values.map(({ x, y, x2, y2 }) => {
    const angle = Math.atan2(y2 - y, x2 - x);
    return {
      x: x2 - 5 * Math.cos(angle),
      y: y2 - 5 * Math.sin(angle),
      angle: (angle * 180) / Math.PI,
    };
  });
  return [
    {
      data: { values },
      mark: { type: "rule", strokeWidth: 1.6, color: ink, aria: false },
      encoding: { x2: { field: "x2" }, y2: { field: "y2" } },
    },
    {
      data: { values: heads },
      mark: {
        type: "point",
        shape: "M-1,-0.6L1,0L-1,0.6Z",
        filled: true,
        size: 120,
        color: ink,
        opacity: 1,
        aria: false,
      },
      encoding: { angle: { field: "angle", type: "quantitative", scale: null } },
    },
  ];
}

export type Box = { x: number; y: number; x2: number; y2: number };

export function boxes(values: readonly Box[], fill: string): Part {
  const look = { fill, stroke: colour.outline, strokeWidth: 1.5, cornerRadius: 8, opacity: 1 };
  return {
    data: { values },
    mark: { type: "rect", ...look, aria: false },
    encoding: { x2: { field: "x2" }, y2: { field: "y2" } },
  };
}
