// Sums, means, extremes and spreads along an axis, or over all elements.

import { type Data, dtypeOf, floatDType } from "./dtype.js";
import { accumulator, checkArray, gather, map, type Raw, toDType, type Unary } from "./loops.js";
import { checkOptions, normalizeAxis, showShape, sizeOf } from "./shape.js";
import { binary, unary } from "./ufuncs.js";

/** Options of reductions: keep the reduced axis with size 1. */
export interface Keep<K extends boolean = boolean> {
  readonly keepdims?: K;
}

/** Options of var and std: they divide by n - ddof, which is 0 if absent. */
export interface Spread<K extends boolean = boolean> extends Keep<K> {
  readonly ddof?: number;
}

/** An array seen as [outer, n, inner] around the axis to reduce; the result has `shape`. */
interface Axes {
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
  readonly shape: number[];
}

function axesOf(who: string, { shape }: Raw, axis: number | null, keep = false): Axes {
  if (axis === null) {
    return { outer: 1, n: sizeOf(shape), inner: 1, shape: keep ? shape.map(() => 1) : [] };
  }
  const k = normalizeAxis(who, axis, shape);
  const before = shape.slice(0, k);
  const after = shape.slice(k + 1);
  const reduced = [...before, ...(keep ? [1] : []), ...after];
  return { outer: sizeOf(before), n: shape[k], inner: sizeOf(after), shape: reduced };
}

// ---- sums -------------------------------------------------------------------------------

/** NumPy's sum of n neighbours: halves down to 128, then eight running sums. */
function pairwiseSum(a: Data, start: number, n: number, round: Unary): number {
  if (n > 128) {
    const half = (n >> 1) - ((n >> 1) % 8);
    const left = pairwiseSum(a, start, half, round);
    return round(left + pairwiseSum(a, start + half, n - half, round));
  }
  let sum = 0;
  let i = 0;
  if (n >= 8) {
    const r = Array.from(a.subarray(start, start + 8));
    for (i = 8; i < n - (n % 8); i += 8) {
      for (let k = 0; k < 8; k++) r[k] = round(r[k] + a[start + i + k]);
    }
    const left = round(round(r[0] + r[1]) + round(r[2] + r[3]));
    sum = round(left + round(round(r[4] + r[5]) + round(r[6] + r[7])));
  }
  for (; i < n; i++) sum = round(sum + a[start + i]);
  return sum;
}

const unrounded: Unary = (x) => x;

/** Adds in NumPy's order, so that sums agree to the last bit. */
function sum(who: string, { data }: Raw, { outer, n, inner, shape }: Axes): Raw {
  const dtype = dtypeOf(data) === "bool" ? "int32" : dtypeOf(data);
  const out = accumulator(dtype, outer * inner);
  const round = dtype === "float32" ? Math.fround : unrounded;
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      out[o] = pairwiseSum(data, o * n, n, round);
      continue;
    }
    for (let i = 0, p = o * n * inner; i < n; i++) {
      for (let k = o * inner; k < (o + 1) * inner; k++) out[k] += data[p++];
    }
  }
  return { data: toDType(who, out, dtype), shape };
}

function mean(who: string, a: Raw, axes: Axes, ddof = 0): Raw {
  const dtype = floatDType(dtypeOf(a.data));
  const count = axes.n - ddof;
  if (count <= 0) {
    const of = `shape ${showShape(a.shape)}`;
    throw new RangeError(`${who}: ${of} gives ${axes.n} elements to average, ddof is ${ddof}`);
  }
  const total = sum(who, { data: toDType(who, a.data, dtype), shape: a.shape }, axes);
  return map(who, (x) => x / count, total, dtype);
}

function variance(who: string, a: Raw, axes: Axes, axis: number | null, ddof?: number): Raw {
  const floats = { data: toDType(who, a.data, floatDType(dtypeOf(a.data))), shape: a.shape };
  const distance = binary.sub(floats, mean(who, floats, axesOf(who, a, axis, true)));
  return mean(who, binary.mul(distance, distance), axes, ddof);
}

// ---- extremes ---------------------------------------------------------------------------

type Comparison = (x: number, y: number) => boolean;
const larger: Comparison = (x, y) => x > y;
const smaller: Comparison = (x, y) => x < y;

/** The offset of the first element that result k is reduced from. */
const startOf = (k: number, { n, inner }: Axes): number =>
  Math.floor(k / inner) * n * inner + (k % inner);

/** The index along the axis of the first element that is beyond all others; NaN is beyond any. */
function argExtreme(who: string, a: Raw, axes: Axes, isBeyond: Comparison): Raw {
  const { outer, n, inner, shape } = axes;
  if (n === 0 && outer * inner > 0) {
    throw new RangeError(`${who}: shape ${showShape(a.shape)} has no elements to choose from`);
  }
  const out = new Int32Array(outer * inner);
  for (let k = 0; k < out.length; k++) {
    const start = startOf(k, axes);
    let best = a.data[start];
    for (let i = 1; i < n && !Number.isNaN(best); i++) {
      const x = a.data[start + i * inner];
      if (!isBeyond(x, best) && !Number.isNaN(x)) continue;
      best = x;
      out[k] = i;
    }
  }
  return { data: out, shape };
}

function extreme(who: string, a: Raw, axes: Axes, isBeyond: Comparison): Raw {
  const { data, shape } = argExtreme(who, a, axes, isBeyond);
  const positions = Int32Array.from(data, (i, k) => startOf(k, axes) + i * axes.inner);
  return { data: gather(a.data, positions), shape };
}

// ---- the reductions ---------------------------------------------------------------------

export type Averaging = "sum" | "mean" | "max" | "min" | "argmax";
export type Spreading = "var" | "std";

type Reduce = (a: Raw, axis?: number | null, options?: Spread) => Raw;
type ReduceAxes = (a: Raw, axes: Axes, axis: number | null, ddof?: number) => Raw;

const reduction =
  (who: string, f: ReduceAxes, known = ["keepdims"]): Reduce =>
  (a, axis = null, options = {}) => {
    checkArray(who, a);
    checkOptions(who, options, known);
    return f(a, axesOf(who, a, axis, options.keepdims), axis, options.ddof);
  };

const spreadOptions = ["keepdims", "ddof"];

export const reductions: Record<Averaging | Spreading, Reduce> = {
  sum: reduction("sum", (a, axes) => sum("sum", a, axes)),
  mean: reduction("mean", (a, axes) => mean("mean", a, axes)),
  max: reduction("max", (a, axes) => extreme("max", a, axes, larger)),
  min: reduction("min", (a, axes) => extreme("min", a, axes, smaller)),
  argmax: reduction("argmax", (a, axes) => argExtreme("argmax", a, axes, larger)),
  var: reduction("var", (...args) => variance("var", ...args), spreadOptions),
  std: reduction("std", (...args) => unary.sqrt(variance("std", ...args)), spreadOptions),
};
