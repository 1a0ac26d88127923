// neurons: single units and the rules by which they learned before backpropagation.
import { NDArray } from "./numpy/ndarray.js";
import { checkOptions, showShape } from "./numpy/shape.js";
import { RandomState } from "./random/mt19937.js";

const dot = (w: readonly number[], x: readonly number[]): number =>
  w.reduce((sum, weight, i) => sum + weight * x[i], 0);

/** The rows of x: [n, d], each with a leading 1 for the bias. */
function rowsWithBias(who: string, x: NDArray): number[][] {
  if (x.ndim !== 2 || x.size === 0) {
    throw new RangeError(`${who}: x has shape ${showShape(x.shape)}; give [n, d]`);
  }
  return (x as NDArray<[number, number]>).tolist().map((row) => [1, ...row]);
}

function checkWeights(who: string, rows: readonly (readonly number[])[], count: number): void {
  const given = rows[0].length - 1;
  if (given + 1 === count) return;
  throw new RangeError(`${who}: x has ${given} columns, the unit has ${count - 1} inputs`);
}

const vector = (values: readonly number[]): NDArray<[number]> =>
  new NDArray(Float64Array.from(values), [values.length]);

/** 1 where w · x > θ, else 0: McCulloch and Pitts, 1943. */
export class ThresholdUnit {
  readonly weights: readonly number[];
  readonly threshold: number;

  constructor(weights: readonly number[], threshold: number) {
    this.weights = weights;
    this.threshold = threshold;
  }
  /** 0 or 1 for inputs [d]; an array [n] for rows [n, d]. */
  predict(x: readonly number[]): number;
  predict(x: NDArray): NDArray<[number]>;
  predict(x: readonly number[] | NDArray): number | NDArray<[number]> {
    const { weights, threshold } = this;
    const who = "ThresholdUnit.predict";
    if (x instanceof NDArray) {
      const rows = rowsWithBias(who, x);
      checkWeights(who, rows, weights.length + 1);
      return vector(rows.map(([, ...inputs]) => +(dot(weights, inputs) > threshold)));
    }
    checkWeights(who, [[1, ...x]], weights.length + 1);
    return +(dot(weights, x) > threshold);
  }
}

/** The weights [bias, w1, …, wd] of a unit at one moment of its training. */
export interface Moment {
  /** Passes count from 1; 0 is the start. */
  readonly pass: number;
  /** The index of the sample that moved them; undefined at the start and after a whole pass. */
  readonly sample: number | undefined;
  readonly weights: readonly number[];
}

/** What units that learn labels of ±1 have in common. */
abstract class LinearUnit {
  readonly lr: number;
  protected w: number[] = [];
  /** The weights at the start and as they moved, for pictures of the boundary. */
  history: Moment[] = [];

  constructor(lr: number) {
    this.lr = lr;
    const who = this.constructor.name;
    if (typeof lr !== "number")
      throw new TypeError(`${who}: lr is ${JSON.stringify(lr)}; give a number`);
    if (!(lr > 0)) throw new RangeError(`${who}: lr is ${lr}; give one above 0`);
  }
  /** [bias, w1, …, wd]. */
  get weights(): NDArray<[number]> {
    if (this.w.length > 0) return vector(this.w);
    throw new Error(`${this.constructor.name}: there are no weights yet; call fit(x, y)`);
  }
  /** w · x + bias for every row: `x: [n, d]` to [n]. */
  score(x: NDArray): NDArray<[number]> {
    const who = `${this.constructor.name}.score`;
    const { size } = this.weights;
    const rows = rowsWithBias(who, x);
    checkWeights(who, rows, size);
    return vector(rows.map((inputs) => dot(this.w, inputs)));
  }
  /** The sign of the score, 1 or -1; a score of 0 counts as 1. */
  predict(x: NDArray): NDArray<[number]> {
    return vector([...this.score(x).data].map((score) => (score >= 0 ? 1 : -1)));
  }
  /** Checks the samples and sets all weights to 0. */
  protected start(x: NDArray, y: NDArray, areLabels: boolean): { rows: number[][]; y: number[] } {
    const who = `${this.constructor.name}.fit`;
    const rows = rowsWithBias(who, x);
    if (y.ndim !== 1 || y.size !== rows.length) {
      const shapes = `x has shape ${showShape(x.shape)}, y ${showShape(y.shape)}`;
      throw new RangeError(`${who}: ${shapes}; give y [n]`);
    }
    const odd = [...y.data].find((label) => Math.abs(label) !== 1);
    if (areLabels && odd !== undefined) {
      throw new RangeError(
        `${who}: a label is ${odd}; give 1 and -1 (of 0 and 1: y.mul(2).sub(1))`,
      );
    }
    this.w = rows[0].map(() => 0);
    this.history = [];
    this.record(0);
    return { rows, y: [...y.data] };
  }
  protected record(pass: number, sample?: number): void {
    this.history.push({ pass, sample, weights: [...this.w] });
  }
  /** w ← w + size · x. */
  protected add(size: number, inputs: readonly number[]): void {
    for (let i = 0; i < this.w.length; i++) this.w[i] += size * inputs[i];
  }
}

/**
 * Rosenblatt's perceptron, 1962: w ← w + η y x for a sample on the wrong side (or on the boundary),
 * from w = 0, until a pass has no error. It converges if, and only if, a line separates the classes.
 */
export class Perceptron extends LinearUnit {
  readonly maxPasses: number;
  /** The number of wrong samples in each pass; the last is 0 if it converged. */
  errors: number[] = [];

  constructor(options: { readonly lr?: number; readonly maxPasses?: number } = {}) {
    checkOptions("Perceptron", options, ["lr", "maxPasses"]);
    super(options.lr ?? 1);
    this.maxPasses = options.maxPasses ?? 1000;
  }
  /** Did the last pass have no error? */
  get converged(): boolean {
    return this.errors.at(-1) === 0;
  }
  /** How many times a sample moved the weights. */
  get updates(): number {
    return this.history.length - 1;
  }
  /** `x: [n, d]`, `y: [n]` of 1 and -1. */
  fit(x: NDArray, y: NDArray): this {
    const { rows, y: labels } = this.start(x, y, true);
    this.errors = [];
    for (let pass = 1; pass <= this.maxPasses && !this.converged; pass++) {
      const before = this.updates;
      rows.forEach((inputs, n) => {
        if (labels[n] * dot(this.w, inputs) > 0) return;
        this.add(this.lr * labels[n], inputs);
        this.record(pass, n);
      });
      this.errors.push(this.updates - before);
    }
    return this;
  }
}

export interface AdalineOptions {
  readonly lr?: number;
  /** Update after every sample, or once per pass by the mean over all samples. */
  readonly mode?: "online" | "batch";
  readonly passes?: number;
  /** Online only: a new order in every pass. */
  readonly shuffle?: boolean;
  readonly randomState?: number;
}

/**
 * The delta rule of Widrow and Hoff, 1960: w ← w + η (y - w · x) x, gradient descent on ½ (y - w · x)²;
 * in batch mode on its mean, towards least squares. Targets may be any numbers.
 */
export class Adaline extends LinearUnit {
  readonly mode: "online" | "batch";
  readonly passes: number;
  readonly shuffle: boolean;
  readonly randomState: number;
  /** The mean of (y - w · x)² before training and after each pass. */
  losses: number[] = [];

  constructor(options: AdalineOptions = {}) {
    checkOptions("Adaline", options, ["lr", "mode", "passes", "shuffle", "randomState"]);
    super(options.lr ?? 0.01);
    this.mode = options.mode ?? "online";
    if (!["online", "batch"].includes(this.mode)) {
      throw new RangeError(`Adaline: mode is ${this.mode}; give "online" or "batch"`);
    }
    this.passes = options.passes ?? 100;
    this.shuffle = options.shuffle ?? false;
    this.randomState = options.randomState ?? 0;
  }
  /** `x: [n, d]`, `y: [n]`. */
  fit(x: NDArray, y: NDArray): this {
    const { rows, y: targets } = this.start(x, y, false);
    const state = new RandomState(this.randomState);
    const error = (n: number): number => targets[n] - dot(this.w, rows[n]);
    const order = rows.map((_, n) => n);
    const loss = (): number => order.reduce((sum, n) => sum + error(n) * error(n), 0) / rows.length;
    this.losses = [loss()];
    for (let pass = 1; pass <= this.passes; pass++) {
      if (this.shuffle) state.shuffle(order);
      if (this.mode === "online") for (const n of order) this.add(this.lr * error(n), rows[n]);
      else {
        const errors = rows.map((_, n) => error(n));
        errors.forEach((e, n) => {
          this.add((this.lr * e) / rows.length, rows[n]);
        });
      }
      this.record(pass);
      this.losses.push(loss());
    }
    return this;
  }
}

/** One unit per class, side by side: each learns its class (1) against all others (-1). */
export class OneVsAll<Unit extends Perceptron | Adaline = Perceptron> {
  readonly units: readonly Unit[];

  constructor(classes: number, unit: () => Unit) {
    if (!(Number.isInteger(classes) && classes >= 2)) {
      throw new RangeError(`OneVsAll: classes is ${classes}; give a whole number >= 2`);
    }
    this.units = Array.from({ length: classes }, unit);
  }
  /** `x: [n, d]`, `labels: [n]` from 0 to classes - 1. */
  fit(x: NDArray, labels: NDArray): this {
    const odd = [...labels.data].find((k) => !(Number.isInteger(k) && this.units[k]));
    if (odd !== undefined) {
      const last = this.units.length - 1;
      throw new RangeError(`OneVsAll.fit: a label is ${odd}; give whole numbers from 0 to ${last}`);
    }
    this.units.forEach((unit, k) => {
      unit.fit(x, vector([...labels.data].map((label) => (label === k ? 1 : -1))));
    });
    return this;
  }
  /** One row [bias, w1, …, wd] per class. */
  get weights(): NDArray<[number, number]> {
    const rows = this.units.map((unit) => [...unit.weights.data]);
    return new NDArray(Float64Array.from(rows.flat()), [rows.length, rows[0].length]);
  }
  /** The score of every class: `x: [n, d]` to [n, classes]. */
  scores(x: NDArray): NDArray<[number, number]> {
    const all = this.units.map((unit) => unit.score(x));
    const data = Array.from({ length: all[0].size }, (_, n) => all.map((score) => score.item(n)));
    return new NDArray(Float64Array.from(data.flat()), [all[0].size, all.length]);
  }
  /** The class with the highest score: `x: [n, d]` to [n]. */
  predict(x: NDArray): NDArray<[number]> {
    return this.scores(x).argmax(1) as NDArray as NDArray<[number]>;
  }
}
