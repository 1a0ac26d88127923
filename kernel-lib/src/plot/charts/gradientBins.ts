import { max } from "../figure/extent.js";
import type { Part } from "../figure/spec.js";
import { label, round } from "../figure/text.js";

/** The gradients of one layer of one model. */
export type LayerGradients = { model: string; layer: string; gradients: readonly number[] };

export type Scale = "log" | "linear";

/** The horizontal axis: from, to and a bin's width; in decades where it is logarithmic. */
export type Bins = { from: number; to: number; step: number };

const mostBins = 41;

/** Bins that hold every gradient: parts of decades, or an odd number around 0. */
export function binsFor(all: readonly LayerGradients[], scale: Scale): Bins {
  const positions = all.flatMap(({ gradients }) => positionsOf(gradients, scale));
  const [low, high] = positions.reduce(
    ([a, b], x) => [Math.min(a, x), Math.max(b, x)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (scale === "linear") {
    const end = positions.length === 0 ? 1 : Math.max(-low, high) || 1;
    return { from: -end, to: end, step: (2 * end) / mostBins };
  }
  const [from, to] = positions.length === 0 ? [-1, 0] : [Math.floor(low), Math.floor(high) + 1];
  const step = [0.125, 0.25, 0.5].find((width) => (to - from) / width <= mostBins) ?? 1;
  return { from, to, step };
}

/** Where the gradients that can be drawn are on the axis: log₁₀|g| of those that are not 0. */
function positionsOf(gradients: readonly number[], scale: Scale): number[] {
  const finite = gradients.filter(Number.isFinite);
  if (scale === "linear") return finite;
  return finite.filter((g) => g !== 0).map((g) => Math.log10(Math.abs(g)));
}

/** A row for each bin that is not empty; heights relative to the layer's largest bin. */
export function binRows(
  { layer, model, gradients }: LayerGradients,
  bins: Bins,
  scale: Scale,
): Part[] {
  const { from, to, step } = bins;
  const counts = new Array<number>(Math.round((to - from) / step)).fill(0);
  for (const position of positionsOf(gradients, scale)) {
    counts[Math.min(Math.floor((position - from) / step), counts.length - 1)] += 1;
  }
  const most = max(counts);
  const end = (position: number): string => label(scale === "log" ? 10 ** position : position);
  return counts.flatMap((count, k) => {
    if (count === 0) return [];
    const [left, right] = [from + k * step, from + (k + 1) * step];
    return {
      kind: "bin",
      model,
      layer,
      count,
      range: `${end(left)} to ${end(right)}`,
      left: round(left, 6),
      right: round(right, 6),
      height: round(count / most),
      logHeight: round(Math.log1p(count) / Math.log1p(most)),
    };
  });
}

export type Summary = { median: number; zero: number; rest: number; text: string };

/** A layer in numbers: the median size of what is neither 0 nor infinite, and how many are. */
export function summaryOf({ gradients }: LayerGradients): Summary {
  const sizes = gradients.map(Math.abs).filter((g) => g > 0 && g < Number.POSITIVE_INFINITY);
  sizes.sort((a, b) => a - b);
  const middle = Math.floor(sizes.length / 2);
  const median = sizes.length % 2 === 1 ? sizes[middle] : (sizes[middle - 1] + sizes[middle]) / 2;
  const zero = gradients.filter((g) => g === 0).length;
  const rest = gradients.length - sizes.length - zero;
  const text = [
    sizes.length > 0 && `median |g| ${label(median)}`,
    zero > 0 && `${zero} of ${gradients.length} are 0`,
    rest > 0 && `${rest} of ${gradients.length} not finite`,
  ];
  return { median, zero, rest, text: text.filter(Boolean).join(", ") };
}
