// np.random: arrays of NumPy's legacy random numbers, from one generator for all.
import { type NDArray, wrap } from "./ndarray.js";
import { RandomState } from "./random.js";
import { checkOptions, type Size, type Sized, shapeFrom, sizeOf } from "./shape.js";

let state = new RandomState(Math.floor(Math.random() * 2 ** 32));

/** Starts NumPy's stream of the seed: the same numbers as in Python. */
export function seed(n: number): void {
  state = new RandomState(n);
}

/** A number when no size is given, otherwise an array. */
export type Sample<Z> = Z extends Size ? NDArray<Sized<Z>> : number;

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
  if (!(scale >= 0)) throw new RangeError(`normal: scale ${scale} is not a number >= 0`);
  return sample<Z>("normal", size, () => loc + scale * state.gauss());
}

/** Numbers from low up to, not including, high; all equally likely. */
export function uniform<const Z extends Size | undefined = undefined>(
  options: { readonly low?: number; readonly high?: number; readonly size?: Z } = {},
): Sample<Z> {
  checkOptions("uniform", options, ["low", "high", "size"]);
  const { low = 0, high = 1, size } = options;
  const range = high - low;
  if (!Number.isFinite(range)) throw new RangeError(`uniform: ${low} to ${high} is not finite`);
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
