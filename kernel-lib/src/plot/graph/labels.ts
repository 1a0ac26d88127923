import type { Point } from "../figure/drawing.js";
import type { Box } from "./layout.js";

/** Room that a label must leave free. */
export type Area = Point & Box;

/** A line through `points`, flat at each: straight where it is level, else one smooth step. */
export function smooth(points: readonly Point[]): Point[] {
  const first = points.slice(0, 1);
  return points.slice(1).reduce((line, to) => {
    const from = line[line.length - 1];
    const parts = from.y === to.y ? 1 : 10;
    for (let i = 1; i <= parts; i++) {
      const u = i / parts;
      const rise = u * u * (3 - 2 * u);
      line.push({ x: from.x + (to.x - from.x) * u, y: from.y + (to.y - from.y) * rise });
    }
    return line;
  }, first);
}

/**
 * A place for one label at each line, near its middle, clear of every line, every label placed
 * before and every area where that can be; `sizes` and `areas` in pixels, `areas` by their centre.
 */
export function placeLabels(
  lines: readonly (readonly Point[])[],
  sizes: readonly Box[],
  areas: readonly Area[],
): Point[] {
  const dense = lines.map(densely);
  const inked = new Set(dense.flat().map(({ x, y }) => cellOf(x, y)));
  const taken = [...areas];
  return dense.map((line, i) => {
    const { width, height } = sizes[i];
    const sides = [
      { x: 0, y: -height / 2 - 3 },
      { x: 0, y: height / 2 + 3 },
      ...[-0.8, -0.4, 0, 0.4, 0.8].flatMap((v) => [
        { x: width / 2 + 4, y: v * height },
        { x: -width / 2 - 4, y: v * height },
      ]),
    ];
    let best = { x: 0, y: 0 };
    let least = Number.POSITIVE_INFINITY;
    for (let k = 1; k < 20; k++) {
      const at = line[Math.round((k / 20) * (line.length - 1))];
      for (const side of sides) {
        const area = { x: at.x + side.x, y: at.y + side.y, width, height };
        const overlaps = taken.filter((other) => overlap(area, other)).length;
        const cost = 40 * overlaps + 6 * crossed(inked, area) + Math.abs(k - 10);
        if (cost < least) [least, best] = [cost, area];
      }
    }
    taken.push({ ...best, width, height });
    return { x: best.x, y: best.y };
  });
}

const overlap = (a: Area, b: Area): boolean =>
  2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;

/** The line's points at most a cell apart. */
function densely(line: readonly Point[]): Point[] {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i];
    const parts = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / cell);
    return Array.from({ length: parts }, (_, k) => ({
      x: from.x + ((to.x - from.x) * (k + 1)) / parts,
      y: from.y + ((to.y - from.y) * (k + 1)) / parts,
    }));
  });
}

const cell = 3;
const cellOf = (x: number, y: number): string => `${Math.floor(x / cell)},${Math.floor(y / cell)}`;

/** How many cells of the area, as a raster, a line runs through. */
function crossed(inked: ReadonlySet<string>, { x, y, width, height }: Area): number {
  let count = 0;
  for (let dx = -width / 2; dx < width / 2; dx += cell) {
    for (let dy = -height / 2; dy < height / 2; dy += cell) {
      if (inked.has(cellOf(x + dx, y + dy))) count++;
    }
  }
  return count;
}
