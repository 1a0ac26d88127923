import { type Point, point, type Segment, segment } from "../figure/drawing.js";
import { max, min } from "../figure/extent.js";
import { round } from "../figure/text.js";

/** Where a unit of a layer is; `index` -1 is the gap that stands for the units left out. */
export type UnitPosition = Point & { layer: number; index: number };

/** A drawn edge: its line with its arrow's and its label's angle, and the spot for its label. */
export type Line = Segment & {
  from: UnitPosition;
  to: UnitPosition;
  angle: number;
  labelX: number;
  labelY: number;
};

export type NetworkLayout = {
  positions: UnitPosition[];
  lines: Line[];
  width: number;
  height: number;
};

export const radius = 20;
export const mostUnits = 8;
const margin = 70;
/** Above the highest unit: the captions and the unit's value. */
const top = 74;
const bottom = 42;

/** The units of a layer that are drawn: all, or the first ones, a gap and the last. */
export function drawnUnits(size: number): number[] {
  if (size <= mostUnits) return Array.from({ length: size }, (_, i) => i);
  return [...Array.from({ length: mostUnits - 2 }, (_, i) => i), -1, size - 1];
}

/** Layers as columns from left to right, every unit joined to every unit of the next layer. */
export function networkLayout(sizes: readonly number[]): NetworkLayout {
  const columns = sizes.map(drawnUnits);
  const most = max(columns.map((units) => units.length));
  const gap = Math.min(Math.max(580 / Math.max(sizes.length - 1, 1), 90), 250);
  const step = Math.min(Math.max(420 / most, 72), 130);
  const height = top + (most - 1) * step + bottom;
  const positions = columns.flatMap((units, layer) =>
    units.map((index, i) => ({
      layer,
      index,
      ...point(margin + layer * gap, top + ((most - units.length) / 2 + i) * step),
    })),
  );
  const units = positions.filter(({ index }) => index >= 0);
  const lines = units.flatMap((to) =>
    units
      .filter((from) => from.layer === to.layer - 1)
      .map((from) => ({ from, to, ...segment(from, to, radius + 2, radius + 9) })),
  );
  return {
    positions,
    lines: withLabels(lines),
    width: 2 * margin + (sizes.length - 1) * gap,
    height,
  };
}

/** Points along a label, in pixels from its middle. */
const box = [-24, -8, 8, 24];

/** Each label goes where its edge is farthest from all other edges and from the labels before. */
function withLabels(lines: readonly Omit<Line, "labelX" | "labelY">[]): Line[] {
  const placed: (Point & { layer: number })[] = [];
  return lines.map((line) => {
    const { layer } = line.to;
    const others = lines.filter((other) => other !== line && other.to.layer === layer);
    const taken = placed.filter((point) => point.layer === layer);
    let best = { room: -1, t: 0.5 };
    for (let t = 0.24; t <= 0.76; t += 0.04) {
      const points = box.map((shift) => along(line, t, shift));
      const distances = points.flatMap((p) => [
        ...others.map((other) => distance(p, other)),
        ...taken.map((q) => Math.hypot(p.x - q.x, p.y - q.y) - 8),
      ]);
      const room = Math.min(min(distances), 26) - 4 * Math.abs(t - 0.5);
      if (room > best.room) best = { room, t };
    }
    placed.push(...box.map((shift) => ({ ...along(line, best.t, shift), layer })));
    const { x, y } = along(line, best.t, 0);
    return { ...line, labelX: round(x, 1), labelY: round(y, 1) };
  });
}

function along({ x, y, x2, y2 }: Segment, t: number, shift: number): Point {
  const part = t + shift / Math.hypot(x2 - x, y2 - y);
  return { x: x + (x2 - x) * part, y: y + (y2 - y) * part };
}

function distance({ x, y }: Point, line: Segment): number {
  const [dx, dy] = [line.x2 - line.x, line.y2 - line.y];
  const t = ((x - line.x) * dx + (y - line.y) * dy) / (dx * dx + dy * dy);
  const near = along(line, Math.min(Math.max(t, 0), 1), 0);
  return Math.hypot(x - near.x, y - near.y);
}
