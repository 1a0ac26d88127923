// data: data sets, and what is done to them before training.

import { NDArray } from "../numpy/ndarray.js";
import { checkOptions, showShape } from "../numpy/shape.js";
import { RandomState } from "../random/mt19937.js";
import { type Dataset, ordered } from "./datasets.js";

export {
  and,
  type Dataset,
  makeBlobs,
  makeCircles,
  makeMoons,
  makeSpirals,
  or,
  staircase,
  xor,
} from "./datasets.js";
export { type Digits, loadDigits } from "./digits.js";
export { type Curve, doubleWell, quadraticBowl, type Surface } from "./surfaces.js";

function checkDataset(who: string, { x, y }: Dataset): number {
  if (x.ndim === 2 && y.ndim === 1 && x.shape[0] === y.shape[0] && y.size > 0) return y.size;
  const shapes = `x ${showShape(x.shape)}, y ${showShape(y.shape)}`;
  throw new RangeError(`${who}: ${shapes}; give x [n, features] and y [n] with n >= 1`);
}

const rowsOf = ({ x, y }: Dataset, indices: readonly number[]): Dataset => {
  const at = new NDArray(Int32Array.from(indices), [indices.length]);
  return { x: x.at(at) as NDArray as Dataset["x"], y: y.at(at) as NDArray as Dataset["y"] };
};

interface Order {
  readonly shuffle?: boolean;
  readonly randomState?: number;
}

/**
 * Two parts without a sample in common; `testSize` is a share or a count, a quarter if not given.
 * scikit-learn's split for the same randomState.
 */
export function trainTestSplit(
  dataset: Dataset,
  options: Order & { readonly testSize?: number } = {},
): { train: Dataset; test: Dataset } {
  const who = "trainTestSplit";
  checkOptions(who, options, ["testSize", "shuffle", "randomState"]);
  const n = checkDataset(who, dataset);
  const { testSize = 0.25, shuffle = true, randomState = 0 } = options;
  const count = testSize > 0 && testSize < 1 ? Math.ceil(testSize * n) : testSize;
  if (!(Number.isInteger(count) && count >= 1 && count < n)) {
    const wanted = `give a share between 0 and 1, or a count from 1 to ${n - 1}`;
    throw new RangeError(`${who}: testSize is ${testSize} of ${n} samples; ${wanted}`);
  }
  const order = ordered(n, new RandomState(randomState), shuffle);
  // Without shuffling the test set is the end, with it the beginning of the permutation.
  const [test, train] = shuffle
    ? [order.slice(0, count), order.slice(count)]
    : [order.slice(n - count), order.slice(0, n - count)];
  return { train: rowsOf(dataset, train), test: rowsOf(dataset, test) };
}

/** The data in parts of `batchSize` samples, the last one smaller: one epoch. */
export function* minibatches(
  dataset: Dataset,
  batchSize: number,
  options: Order = {},
): Generator<Dataset> {
  const who = "minibatches";
  checkOptions(who, options, ["shuffle", "randomState"]);
  const n = checkDataset(who, dataset);
  if (!(Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new RangeError(`${who}: batchSize is ${batchSize}; give a whole number >= 1`);
  }
  const { shuffle = true, randomState = 0 } = options;
  const order = ordered(n, new RandomState(randomState), shuffle);
  for (let i = 0; i < n; i += batchSize) yield rowsOf(dataset, order.slice(i, i + batchSize));
}

/**
 * z = (x - mean) / scale, by column: mean 0 and standard deviation 1 on the data it was fitted to.
 * A constant column has scale 1. scikit-learn's numbers.
 */
export class StandardScaler {
  mean: NDArray | undefined;
  scale: NDArray | undefined;

  fit(x: NDArray): this {
    if (x.ndim !== 2 || x.size === 0) {
      throw new RangeError(`StandardScaler.fit: x has shape ${showShape(x.shape)}; give [n, d]`);
    }
    const mean = x.mean(0);
    const variance = x.var(0);
    const n = x.shape[0];
    // A constant column may have a tiny variance by rounding; scikit-learn's bound tells them apart.
    const scale = Float64Array.from(variance.data, (v, k) => {
      const rounding = n * mean.data[k] * Number.EPSILON;
      const bound = n * Number.EPSILON * v + rounding * rounding;
      return v <= bound ? 1 : Math.sqrt(v);
    });
    this.mean = mean;
    this.scale = new NDArray(scale, variance.shape);
    return this;
  }
  transform(x: NDArray): Dataset["x"] {
    const { mean, scale } = this.#fitted("transform", x);
    return x.sub(mean).div(scale) as NDArray as Dataset["x"];
  }
  fitTransform(x: NDArray): Dataset["x"] {
    return this.fit(x).transform(x);
  }
  inverseTransform(z: NDArray): Dataset["x"] {
    const { mean, scale } = this.#fitted("inverseTransform", z);
    return z.mul(scale).add(mean) as NDArray as Dataset["x"];
  }
  #fitted(what: string, x: NDArray): { mean: NDArray; scale: NDArray } {
    const who = `StandardScaler.${what}`;
    const { mean, scale } = this;
    if (mean === undefined || scale === undefined) throw new Error(`${who}: call fit(x) first`);
    if (x.ndim !== 2 || x.shape[1] !== mean.size) {
      const shapes = `x has shape ${showShape(x.shape)}, it was fitted to ${mean.size} columns`;
      throw new RangeError(`${who}: ${shapes}`);
    }
    return { mean, scale };
  }
}
