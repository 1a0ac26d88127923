import { mark, quantitative } from "./figure.js";
import type { Part } from "./spec.js";
import { round } from "./text.js";

export type Segment = { x: number; y: number; x2: number; y2: number };

/**
 * Where values on a grid pass a level, as short lines: marching squares. `z[row][column]` belongs to
 * the point (x[column], y[row]); crossings are linear along the grid's edges.
 */
export function contour(
  z: readonly (readonly number[])[],
  x: readonly number[],
  y: readonly number[],
  level: number,
): Segment[] {
  const found: Segment[] = [];
  for (let i = 0; i + 1 < y.length; i++) {
    for (let j = 0; j + 1 < x.length; j++) {
      const corners = [
        { x: x[j], y: y[i], z: z[i][j] },
        { x: x[j + 1], y: y[i], z: z[i][j + 1] },
        { x: x[j + 1], y: y[i + 1], z: z[i + 1][j + 1] },
        { x: x[j], y: y[i + 1], z: z[i + 1][j] },
      ];
      const crossings = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 4];
        if (a.z > level === b.z > level || !Number.isFinite(a.z) || !Number.isFinite(b.z))
          return [];
        const t = (level - a.z) / (b.z - a.z);
        return [{ x: round(a.x + t * (b.x - a.x)), y: round(a.y + t * (b.y - a.y)) }];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const [a, b] = [crossings[k], crossings[k + 1]];
        found.push({ x: a.x, y: a.y, x2: b.x, y2: b.y });
      }
    }
  }
  return found;
}

/** The lines as a layer of the given look. */
export const rules = (segments: readonly object[], look: Part): Part => ({
  data: { values: segments },
  mark: mark("rule", { clip: true, ...look }),
  encoding: {
    x: quantitative("x"),
    x2: { field: "x2" },
    y: quantitative("y"),
    y2: { field: "y2" },
  },
});
