import { label } from "./text.js";

/** A curve in words: where it starts and ends, which way it goes, its extremes, what is missing. */
export function describeCurve(name: string, x: readonly number[], y: readonly number[]): string {
  const points = y.map((value, i) => ({ x: x[i], y: value })).filter((p) => Number.isFinite(p.y));
  const missing = y.findIndex((value) => !Number.isFinite(value));
  const gap = missing < 0 ? "" : `; it is ${label(y[missing])} at ${label(x[missing])}`;
  if (points.length === 0) return `${name} has no finite value${gap}.`;
  const [first, last] = [points[0], points[points.length - 1]];
  const low = points.reduce((a, b) => (b.y < a.y ? b : a));
  const high = points.reduce((a, b) => (b.y > a.y ? b : a));
  if (low.y === high.y) return `${name} is ${label(low.y)} throughout${gap}.`;
  const change = (last.y - first.y) / (high.y - low.y);
  const way = Math.abs(change) < 1e-9 ? "goes" : change > 0 ? "rises" : "falls";
  const highest = high.y > Math.max(first.y, last.y) ? `; highest ${at(high)}` : "";
  const lowest = low.y < Math.min(first.y, last.y) ? `; lowest ${at(low)}` : "";
  return `${name} ${way} from ${at(first)} to ${at(last)}${highest}${lowest}${gap}.`;
}

/** Where two curves over the same x cross. */
export function describeCrossings(
  names: readonly [string, string],
  x: readonly number[],
  y: readonly (readonly number[])[],
): string {
  const gap = x.map((_, i) => y[0][i] - y[1][i]);
  const where = gap.flatMap((d, i) => {
    if (i === 0 || !(gap[i - 1] * d < 0)) return [];
    return [x[i - 1] + (x[i] - x[i - 1]) * (gap[i - 1] / (gap[i - 1] - d))];
  });
  if (where.length === 0 || where.length > 3) return "";
  const step = (x[x.length - 1] - x[0]) / 1000;
  const crossings = where.map((at) => label(Number((Math.round(at / step) * step).toPrecision(3))));
  return `${names[0]} and ${names[1]} cross near ${crossings.join(", ")}.`;
}

const at = (p: { x: number; y: number }): string => `${label(p.y)} at ${label(p.x)}`;
