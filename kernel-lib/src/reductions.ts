// Sums, means, extremes and spreads along an axis, or over all elements.
import { mul, sqrt, sub } from "./arithmetic.js";
import { type Data, dtypeOf, floating } from "./dtype.js";
import { gather, map, type Raw, scratch, settle, type Unary } from "./loops.js";
import { checkOptions, normalizeAxis, showShape, sizeOf } from "./shape.js";

/** Options of reductions: keep the reduced axis with size 1. */
export interface Keep<K extends boolean = boolean> {
  readonly keepdims?: K;
}

/** Options of var and std: divide by n - ddof (0 if absent). */
export interface Spread<K extends boolean = boolean> extends Keep<K> {
  readonly ddof?: number;
}

/** NumPy's sum of n neighbours: halves down to 128, then eight running sums. */
function pairwiseSum(a: Data, start: number, n: number, round: Unary): number {
  if (n < 8) {
    let sum = 0;
    for (let i = start; i < start + n; i++) sum = round(sum + a[i]);
    return sum;
  }
  if (n > 128) {
    const half = (n >> 1) - ((n >> 1) % 8);
    const left = pairwiseSum(a, start, half, round);
    return round(left + pairwiseSum(a, start + half, n - half, round));
  }
  const r = Array.from(a.subarray(start, start + 8));
  let i = 8;
  for (; i < n - (n % 8); i += 8) {
    for (let k = 0; k < 8; k++) r[k] = round(r[k] + a[start + i + k]);
  }
  const left = round(round(r[0] + r[1]) + round(r[2] + r[3]));
  let sum = round(left + round(round(r[4] + r[5]) + round(r[6] + r[7])));
  for (; i < n; i++) sum = round(sum + a[start + i]);
  return sum;
}

/** An array seen as [outer, n, inner] around the axis to reduce, or as [1, size, 1]. */
interface Axes {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly shape: number[];
}

function axesOf(who: string, { shape }: Raw, axis: number | null, keep: boolean): Axes {
  if (axis === null) {
    return { outer: 1, n: sizeOf(shape), inner: 1, shape: keep ? shape.map(() => 1) : [] };
  }
  const k = normalizeAxis(who, axis, shape);
  const [before, after] = [shape.slice(0, k), shape.slice(k + 1)];
  return {
    outer: sizeOf(before),
    n: shape[k],
    inner: sizeOf(after),
    shape: [...before, ...(keep ? [1] : []), ...after],
  };
}

const same: Unary = (x) => x;

/** Sums over the axis, added in NumPy's order, so that they agree to the last bit. */
function sumOver(who: string, { data }: Raw, { outer, n, inner, shape }: Axes): Raw {
  const dtype = dtypeOf(data) === "bool" ? "int32" : dtypeOf(data);
  const out = scratch(dtype, outer * inner);
  const round = dtype === "float32" ? Math.fround : same;
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      out[o] = pairwiseSum(data, o * n, n, round);
      continue;
    }
    for (let i = 0, p = o * n * inner; i < n; i++) {
      for (let k = o * inner; k < (o + 1) * inner; k++) out[k] += data[p++];
    }
  }
  return { data: settle(who, out, dtype), shape };
}

type Wins = (x: number, y: number) => boolean;
const larger: Wins = (x, y) => x > y;
const smaller: Wins = (x, y) => x < y;

/** Where along the axis the first element stands that `wins` over all others; NaN always wins. */
function winners(who: string, a: Raw, { outer, n, inner, shape }: Axes, wins: Wins): Raw {
  if (n === 0 && outer * inner > 0) {
    throw new RangeError(`${who}: shape ${showShape(a.shape)} has no elements to choose from`);
  }
  const { data } = a;
  const out = new Int32Array(outer * inner);
  for (let k = 0; k < out.length; k++) {
    const start = Math.floor(k / inner) * n * inner + (k % inner);
    let best = data[start];
    for (let i = 1; i < n && !Number.isNaN(best); i++) {
      const x = data[start + i * inner];
      if (!wins(x, best) && !Number.isNaN(x)) continue;
      best = x;
      out[k] = i;
    }
  }
  return { data: out, shape };
}

/** The elements at the places along the axis that `winners` found. */
function pick(a: Raw, { n, inner }: Axes, { data, shape }: Raw): Raw {
  const places = Int32Array.from(
    data,
    (i, k) => Math.floor(k / inner) * n * inner + i * inner + (k % inner),
  );
  return { data: gather(a.data, places), shape };
}

/** Sums over the axis, divided by its size less ddof; ints are averaged as doubles. */
function meanOver(who: string, a: Raw, axes: Axes, ddof = 0): Raw {
  const dtype = floating(dtypeOf(a.data));
  const count = axes.n - ddof;
  if (count <= 0) {
    const of = `shape ${showShape(a.shape)}`;
    throw new RangeError(`${who}: ${of} gives ${axes.n} elements to average, ddof is ${ddof}`);
  }
  const total = sumOver(who, { data: settle(who, a.data, dtype), shape: a.shape }, axes);
  return map(who, (x) => x / count, total, dtype);
}

// ---- the reductions themselves ----------------------------------------------------------

type Axis = number | null;

function axesFrom(who: string, a: Raw, axis: Axis = null, options: Spread = {}): Axes {
  const spread = who === "var" || who === "std";
  checkOptions(who, options, spread ? ["keepdims", "ddof"] : ["keepdims"]);
  return axesOf(who, a, axis, options.keepdims ?? false);
}

export function sum(a: Raw, axis?: Axis, options?: Keep): Raw {
  return sumOver("sum", a, axesFrom("sum", a, axis, options));
}

export function mean(a: Raw, axis?: Axis, options?: Keep): Raw {
  return meanOver("mean", a, axesFrom("mean", a, axis, options));
}

function extreme(who: string, wins: Wins, a: Raw, axis?: Axis, options?: Keep): Raw {
  const axes = axesFrom(who, a, axis, options);
  return pick(a, axes, winners(who, a, axes, wins));
}

export function max(a: Raw, axis?: Axis, options?: Keep): Raw {
  return extreme("max", larger, a, axis, options);
}

export function min(a: Raw, axis?: Axis, options?: Keep): Raw {
  return extreme("min", smaller, a, axis, options);
}

export function argmax(a: Raw, axis?: Axis, options?: Keep): Raw {
  return winners("argmax", a, axesFrom("argmax", a, axis, options), larger);
}

function spread(who: string, a: Raw, axis?: Axis, options?: Spread): Raw {
  const axes = axesFrom(who, a, axis, options);
  const dtype = floating(dtypeOf(a.data));
  const floats = { data: settle(who, a.data, dtype), shape: a.shape };
  const distance = sub(floats, meanOver(who, floats, axesOf(who, a, axis ?? null, true)));
  return meanOver(who, mul(distance, distance), axes, options?.ddof);
}

function variance(a: Raw, axis?: Axis, options?: Spread): Raw {
  return spread("var", a, axis, options);
}

export function std(a: Raw, axis?: Axis, options?: Spread): Raw {
  return sqrt(spread("std", a, axis, options));
}

export { variance as var };
