import type { Box, Point } from "./layout.js";

/** Room that a label must leave free. */
export type Area = { readonly x: number; readonly y: number } & Box;

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
  const grid = new Grid(dense.flat());
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
        const cost = 40 * overlaps + 6 * grid.count(area) + Math.abs(k - 10);
        if (cost < least) [least, best] = [cost, area];
      }
    }
    taken.push({ ...best, width, height });
    return { x: best.x, y: best.y };
  });
}

const overlap = (a: Area, b: Area): boolean =>
  2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;

/** The line's points at most 3 pixels apart. */
function densely(line: readonly Point[]): Point[] {
  return line.slice(1).flatMap((to, i) => {
    const from = line[i];
    const parts = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 3);
    return Array.from({ length: parts }, (_, k) => ({
      x: from.x + ((to.x - from.x) * (k + 1)) / parts,
      y: from.y + ((to.y - from.y) * (k + 1)) / parts,
    }));
  });
}

const cell = 16;

/** Points by the cell of a grid they lie in, so that few of them are asked. */
class Grid {
  private readonly cells = new Map<string, Point[]>();

  constructor(points: readonly Point[]) {
    for (const point of points) {
      const key = `${Math.floor(point.x / cell)},${Math.floor(point.y / cell)}`;
      const found = this.cells.get(key);
      if (found) found.push(point);
      else this.cells.set(key, [point]);
    }
  }

  /** How many points lie inside the area. */
  count({ x, y, width, height }: Area): number {
    const inside = (p: Point): boolean =>
      2 * Math.abs(p.x - x) < width && 2 * Math.abs(p.y - y) < height;
    let count = 0;
    for (let i = Math.floor((x - width / 2) / cell); i * cell < x + width / 2; i++) {
      for (let j = Math.floor((y - height / 2) / cell); j * cell < y + height / 2; j++) {
        for (const point of this.cells.get(`${i},${j}`) ?? []) if (inside(point)) count++;
      }
    }
    return count;
  }
}
