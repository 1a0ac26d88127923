// Small data sets, made on the spot. Where scikit-learn has one, its numbers for the same seed.
import { cos, sin } from "../libm/index.js";
import { NDArray } from "../numpy/ndarray.js";
import { checkFinite, checkOptions } from "../numpy/shape.js";
import { RandomState } from "../random/mt19937.js";

/** Inputs, one row per sample, and their labels (int32) or targets (float64). */
export interface Dataset {
  readonly x: NDArray<[number, number]>;
  readonly y: NDArray<[number]>;
}

type Labelled = { readonly at: readonly number[]; readonly label: number };

function datasetOf(rows: readonly Labelled[]): Dataset {
  const x = Float64Array.from(rows.flatMap(({ at }) => [...at]));
  const y = Int32Array.from(rows, ({ label }) => label);
  return { x: new NDArray(x, [rows.length, rows[0].at.length]), y: new NDArray(y, [rows.length]) };
}

// ---- truth tables -------------------------------------------------------------------------

const truthTable = (f: (a: number, b: number) => boolean): Dataset =>
  datasetOf([0, 1, 2, 3].map((i) => ({ at: [i >> 1, i & 1], label: +f(i >> 1, i & 1) })));

/** 1 where exactly one input is 1; `x: [4, 2]`. */
export const xor = (): Dataset => truthTable((a, b) => a !== b);
/** 1 where both inputs are 1; `x: [4, 2]`. */
export const and = (): Dataset => truthTable((a, b) => a + b === 2);
/** 1 where at least one input is 1; `x: [4, 2]`. */
export const or = (): Dataset => truthTable((a, b) => a + b > 0);

// ---- points in the plane --------------------------------------------------------------------

interface Random {
  /** The seed; 0 if not given, so that a notebook is the same on every run. */
  readonly randomState?: number;
}

interface Shuffled extends Random {
  /** Samples in random order; true if not given. */
  readonly shuffle?: boolean;
}

interface Noisy extends Shuffled {
  /** The standard deviation of normal noise on every coordinate; 0 if not given. */
  readonly noise?: number;
}

function checkCount(who: string, n: number, least: number): void {
  if (Number.isInteger(n) && n >= least) return;
  throw new RangeError(`${who}: ${n} samples; give a whole number >= ${least}`);
}

function checkSpread(who: string, name: string, x: number): void {
  checkFinite(who, name, x);
  if (x < 0) throw new RangeError(`${who}: ${name} is ${x}; give a number >= 0`);
}

/** @internal The indices below n, shuffled or in order. */
export function ordered(n: number, state: RandomState, shuffle: boolean): number[] {
  const indices = Array.from({ length: n }, (_, i) => i);
  if (shuffle) state.shuffle(indices);
  return indices;
}

/** As scikit-learn: the samples are shuffled first, the noise is added in their new order. */
function scattered(who: string, rows: readonly Labelled[], options: Noisy): Dataset {
  const { noise = 0, shuffle = true, randomState = 0 } = options;
  checkSpread(who, "noise", noise);
  const state = new RandomState(randomState);
  const moved = ordered(rows.length, state, shuffle).map((i) => rows[i]);
  if (noise === 0) return datasetOf(moved);
  return datasetOf(
    moved.map(({ at, label }) => ({ label, at: at.map((x) => x + noise * state.gauss()) })),
  );
}

const evenly = (n: number, end: number, intervals: number): number[] =>
  Array.from({ length: n }, (_, i) => (intervals === 0 ? 0 : (end * i) / intervals));

/** Two interleaving half circles: class 0 above, class 1 below. scikit-learn's numbers. */
export function makeMoons(n: number = 100, options: Noisy = {}): Dataset {
  const who = "makeMoons";
  checkOptions(who, options, ["noise", "shuffle", "randomState"]);
  checkCount(who, n, 2);
  const upper = Math.floor(n / 2);
  const rows = [
    ...evenly(upper, Math.PI, upper - 1).map((t) => ({ at: [cos(t), sin(t)], label: 0 })),
    ...evenly(n - upper, Math.PI, n - upper - 1).map((t) => ({
      at: [1 - cos(t), 1 - sin(t) - 0.5],
      label: 1,
    })),
  ];
  return scattered(who, rows, options);
}

/** A circle of radius 1, class 0, around one of radius `factor`, class 1. scikit-learn's numbers. */
export function makeCircles(
  n: number = 100,
  options: Noisy & { readonly factor?: number } = {},
): Dataset {
  const who = "makeCircles";
  checkOptions(who, options, ["noise", "factor", "shuffle", "randomState"]);
  checkCount(who, n, 2);
  const { factor = 0.8 } = options;
  if (!(factor >= 0 && factor < 1)) {
    throw new RangeError(`${who}: factor is ${factor}; give the inner radius, 0 <= factor < 1`);
  }
  const circle = (count: number, radius: number, label: number): Labelled[] =>
    evenly(count, 2 * Math.PI, count).map((t) => ({
      at: [radius * cos(t), radius * sin(t)],
      label,
    }));
  const outer = Math.floor(n / 2);
  return scattered(who, [...circle(outer, 1, 0), ...circle(n - outer, factor, 1)], options);
}

/**
 * Arms that wind around the origin, one class each: the radius grows from 0 to 1 over `turns` turns.
 * Two arms and one turn if not given.
 */
export function makeSpirals(
  n: number = 200,
  options: Noisy & { readonly turns?: number; readonly arms?: number } = {},
): Dataset {
  const who = "makeSpirals";
  checkOptions(who, options, ["noise", "turns", "arms", "shuffle", "randomState"]);
  const { turns = 1, arms = 2 } = options;
  if (!(Number.isInteger(arms) && arms >= 1)) {
    throw new RangeError(`${who}: ${arms} arms; give a whole number >= 1`);
  }
  checkCount(who, n, arms);
  const rows = Array.from({ length: n }, (_, i): Labelled => {
    const label = i % arms;
    const radius = (Math.floor(i / arms) + 1) / Math.ceil(n / arms);
    const angle = 2 * Math.PI * (turns * radius + label / arms);
    return { at: [radius * cos(angle), radius * sin(angle)], label };
  });
  return scattered(who, rows, options);
}

/**
 * Normal clouds, one class each, around `centers: [classes, d]`; they overlap where `clusterStd` is
 * large compared with the distance between the centres. scikit-learn's numbers.
 */
export function makeBlobs(
  n: number = 100,
  options: Shuffled & {
    readonly centers?: readonly (readonly number[])[];
    readonly clusterStd?: number;
  } = {},
): Dataset {
  const who = "makeBlobs";
  checkOptions(who, options, ["centers", "clusterStd", "shuffle", "randomState"]);
  const { centers, clusterStd = 1, shuffle = true, randomState = 0 } = options;
  const all = centers ?? [
    [-2, -2],
    [2, 2],
  ];
  if (all.length === 0 || all.some((c) => c.length === 0 || c.length !== all[0].length)) {
    throw new RangeError(`${who}: centers must be points of one length, such as [[-2, 0], [2, 0]]`);
  }
  checkCount(who, n, all.length);
  checkSpread(who, "clusterStd", clusterStd);
  const state = new RandomState(randomState);
  const rows = all.flatMap((center, label) => {
    const size = Math.floor(n / all.length) + (label < n % all.length ? 1 : 0);
    return Array.from({ length: size }, () => ({
      at: center.map((x) => x + clusterStd * state.gauss()),
      label,
    }));
  });
  return datasetOf(ordered(n, state, shuffle).map((i) => rows[i]));
}

// ---- a function to learn --------------------------------------------------------------------

/** x evenly from -1 to 1 (`x: [n, 1]`), y climbs from -1 to 1 in `steps` equal stairs, plus noise. */
export function staircase(
  n: number = 100,
  options: Random & { readonly steps?: number; readonly noise?: number } = {},
): Dataset {
  const who = "staircase";
  checkOptions(who, options, ["steps", "noise", "randomState"]);
  checkCount(who, n, 2);
  const { steps = 4, noise = 0, randomState = 0 } = options;
  if (!(Number.isInteger(steps) && steps >= 2)) {
    throw new RangeError(`${who}: ${steps} steps; give a whole number >= 2`);
  }
  checkSpread(who, "noise", noise);
  const state = new RandomState(randomState);
  const x = Float64Array.from(evenly(n, 2, n - 1), (t) => t - 1);
  const y = x.map((at) => {
    const stair = Math.min(steps - 1, Math.floor(((at + 1) / 2) * steps));
    return -1 + (2 * stair) / (steps - 1) + (noise === 0 ? 0 : noise * state.gauss());
  });
  return { x: new NDArray(x, [n, 1]), y: new NDArray(y, [n]) };
}
