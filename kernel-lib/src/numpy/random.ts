// np.random: arrays of NumPy's legacy random numbers, from one generator for all.

import { RandomState } from "../random/mt19937.js";
import { NDArray, wrap } from "./ndarray.js";
import {
  checkFinite,
  checkOptions,
  type Shape,
  type Size,
  type Sized,
  shapeFrom,
  sizeOf,
} from "./shape.js";

let state = new RandomState(Math.floor(Math.random() * 2 ** 32));

/** Starts NumPy's stream of the seed: the same numbers as in Python. */
export function seed(n: number): void {
  state = new RandomState(n);
}

/** A number when no size is given, otherwise an array. */
export type Sample<Z> = [Z] extends [undefined]
  ? number
  : Z extends Size
    ? NDArray<Sized<Z>>
    : never;

function sample<Z>(
  who: string,
  size: Size | undefined,
  draw: () => number,
  kind: Float64ArrayConstructor | Int32ArrayConstructor = Float64Array,
): Sample<Z> {
  if (size === undefined) return draw() as Sample<Z>;
  const shape = shapeFrom(who, size);
  const data = new kind(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = draw();
  return wrap({ data, shape }) as NDArray as Sample<Z>;
}

/** Normal numbers of mean `loc` and standard deviation `scale`. */
export function normal<const Z extends Size | undefined = undefined>(
  options: { readonly loc?: number; readonly scale?: number; readonly size?: Z } = {},
): Sample<Z> {
  checkOptions("normal", options, ["loc", "scale", "size"]);
  const { loc = 0, scale = 1, size } = options;
  checkFinite("normal", "loc", loc);
  checkFinite("normal", "scale", scale);
  if (scale < 0) throw new RangeError(`normal: scale is ${scale}; give a number >= 0`);
  return sample<Z>("normal", size, () => loc + scale * state.gauss());
}

/** Uniform numbers from low up to, but not including, high. */
export function uniform<const Z extends Size | undefined = undefined>(
  options: { readonly low?: number; readonly high?: number; readonly size?: Z } = {},
): Sample<Z> {
  checkOptions("uniform", options, ["low", "high", "size"]);
  const { low = 0, high = 1, size } = options;
  checkFinite("uniform", "low", low);
  checkFinite("uniform", "high", high);
  const range = high - low;
  checkFinite("uniform", "high - low", range);
  return sample<Z>("uniform", size, () => low + range * state.random());
}

/** What randn and rand take and give: sizes, an array of that shape; none, a number. */
type Drawn<Z extends readonly number[]> = Z extends readonly [] ? number : NDArray<[...Z]>;

/** Standard normal numbers: `randn(2, 3)`. */
export function randn<const Z extends readonly number[]>(...sizes: Z): Drawn<Z> {
  const size = sizes.length === 0 ? undefined : sizes;
  return sample("randn", size, () => state.gauss()) as unknown as Drawn<Z>;
}

/** Uniform numbers from [0, 1): `rand(2, 3)`. */
export function rand<const Z extends readonly number[]>(...sizes: Z): Drawn<Z> {
  const size = sizes.length === 0 ? undefined : sizes;
  return sample("rand", size, () => state.random()) as unknown as Drawn<Z>;
}

/** Whole numbers (int32) from low up to, but not including, high. */
export function randint<const Z extends Size | undefined = undefined>(
  low: number,
  high: number,
  options: { readonly size?: Z } = {},
): Sample<Z> {
  checkOptions("randint", options, ["size"]);
  const range = high - low - 1;
  if (![low, high].every((x) => Number.isInteger(x) && Math.abs(x) <= 2 ** 31) || range < 0) {
    throw new RangeError(
      `randint: there is no int32 from ${low} up to, but not including, ${high}`,
    );
  }
  return sample<Z>("randint", options.size, () => low + state.interval(range), Int32Array);
}

/** The numbers below n, or the rows of an array, in random order. */
export function permutation(n: number): NDArray<[number]>;
export function permutation<S extends Shape>(rows: NDArray<S>): NDArray<S>;
export function permutation(x: number | NDArray): NDArray {
  const [n] = typeof x === "number" ? shapeFrom("permutation", x) : x.shape;
  if (n === undefined) throw new RangeError("permutation: shape [] has no rows to reorder");
  const order = Int32Array.from({ length: n }, (_, i) => i);
  state.shuffle(order);
  const indices = new NDArray(order, [n]);
  return typeof x === "number" ? indices : x.at(indices);
}

/** The index where the running sums of p, scaled to end at 1, first pass u. */
function search(p: readonly number[], u: number): number {
  let total = 0;
  const sums = p.map((x) => {
    total += x;
    return total;
  });
  return sums.findIndex((sum) => sum / total > u);
}

function checkProbabilities(p: readonly number[], n: number): void {
  if (p.length !== n) throw new RangeError(`choice: ${p.length} probabilities for ${n} entries`);
  const total = p.reduce((sum, x) => sum + x, 0);
  if (p.every((x) => x >= 0) && Math.abs(total - 1) < 1e-8) return;
  throw new RangeError(`choice: p must be numbers >= 0 whose sum is 1; it is ${total}`);
}

/** `count` different indices by NumPy's way: what is drawn twice in a round is drawn again. */
function distinct(p: readonly number[], count: number): number[] {
  const found: number[] = [];
  if (p.filter((x) => x > 0).length < count) {
    throw new RangeError(`choice: fewer than ${count} entries have a probability above 0`);
  }
  while (found.length < count) {
    const draws = Array.from({ length: count - found.length }, () => state.random());
    const left = p.map((x, i) => (found.includes(i) ? 0 : x));
    for (const i of new Set(draws.map((u) => search(left, u)))) found.push(i);
  }
  return found;
}

/** Options of choice. */
export interface Choice<Z> {
  readonly size?: Z;
  /** Whether an entry may come twice; true if absent. */
  readonly replace?: boolean;
  /** The probability of each entry; equal if absent. */
  readonly p?: readonly number[];
}

/** Entries of a one-dimensional array, or of the numbers below n, drawn at random. */
export function choice<const Z extends Size | undefined = undefined>(
  a: number | NDArray,
  options: Choice<Z> = {},
): Sample<Z> {
  checkOptions("choice", options, ["size", "replace", "p"]);
  const { size, replace = true, p } = options;
  const [n = 0, ...inner] = typeof a === "number" ? shapeFrom("choice", a) : a.shape;
  const shape = size === undefined ? [] : shapeFrom("choice", size);
  const count = sizeOf(shape);
  if (inner.length > 0) throw new RangeError("choice: needs an array of one axis");
  if (n === 0 && count > 0) throw new RangeError("choice: there is nothing to choose from");
  if (!replace && count > n) {
    throw new RangeError(
      `choice: there are not ${count} different entries in ${n}; use replace: true`,
    );
  }
  if (p) checkProbabilities(p, n);
  const indices = drawIndices(n, count, replace, p);
  const drawn = new NDArray<Shape>(Int32Array.from(indices), shape);
  const result = typeof a === "number" ? drawn : a.at(drawn);
  return (size === undefined ? result.item() : result) as Sample<Z>;
}

function drawIndices(n: number, count: number, replace: boolean, p?: readonly number[]): number[] {
  if (!replace) return p ? distinct(p, count) : Array.from(permutation(n).data.subarray(0, count));
  return Array.from({ length: count }, () =>
    p ? search(p, state.random()) : state.interval(n - 1),
  );
}
