// np: NumPy's functions under NumPy's names, in camelCase; creation stands in creation.ts.

import { cast } from "./dtype.js";
import * as loops from "./loops.js";
import * as layout from "./manipulation.js";
import { NDArray, type Operand, wrap } from "./ndarray.js";
import {
  type Averaging,
  type Keep,
  reductions,
  type Spread,
  type Spreading,
} from "./reductions.js";
import {
  type Broadcast,
  broadcastShapes,
  type CheckMatMul,
  checkOptions,
  type Fit,
  type MatMul,
  type Reduced,
  type Shape,
  type ShapeIn,
  showShape,
  type Transpose,
  type With,
} from "./shape.js";
import { type Binary, binary, type Unary, unary } from "./ufuncs.js";

export * from "./creation.js";
export * as random from "./random.js";

/** In `a.at(":", np.newAxis)`: a new axis of size 1. */
export const newAxis = null;

// ---- element by element -----------------------------------------------------------------

/** What a function of one operand gives: an array for an array, a number for a number. */
export type Mapped<X> = X extends NDArray<infer S> ? NDArray<S> : number;
export type UnaryFunction = <X extends Operand>(x: X) => Mapped<X>;

const lift = (name: Unary): UnaryFunction => {
  const f = unary[name];
  return <X extends Operand>(x: X) =>
    (typeof x === "number" ? f(loops.rawOf(x)).data[0] : wrap(f(x))) as Mapped<X>;
};

/** -x. */
export const negative: UnaryFunction = lift("neg");
/** |x|. */
export const abs: UnaryFunction = lift("abs");
/** e^x. */
export const exp: UnaryFunction = lift("exp");
/** The natural logarithm of x. */
export const log: UnaryFunction = lift("log");
/** The square root of x. */
export const sqrt: UnaryFunction = lift("sqrt");
/** (e^x - e^-x) / (e^x + e^-x). */
export const tanh: UnaryFunction = lift("tanh");
/** The sine of x, in radians. */
export const sin: UnaryFunction = lift("sin");
/** The cosine of x, in radians. */
export const cos: UnaryFunction = lift("cos");

/** What a function of two operands gives: a number for two numbers, otherwise an array. */
export type Zipped<X, Y> = [X, Y] extends [number, number]
  ? number
  : NDArray<Broadcast<ShapeIn<X>, ShapeIn<Y>>>;
export type BinaryFunction<Op extends string> = <X extends Operand, Y extends Operand>(
  x: X,
  y: With<Op, ShapeIn<X>, Y>,
) => Zipped<X, Y>;

const lift2 = <Op extends Binary>(name: Op): BinaryFunction<Op> => {
  const f = binary[name];
  return <X extends Operand, Y extends Operand>(x: X, y: With<Op, ShapeIn<X>, Y>) => {
    const result = f(x, y as Operand);
    const isNumber = typeof x === "number" && typeof y === "number";
    return (isNumber ? result.data[0] : wrap(result)) as Zipped<X, Y>;
  };
};

/** x + y. */
export const add: BinaryFunction<"add"> = lift2("add");
/** x - y. */
export const subtract: BinaryFunction<"sub"> = lift2("sub");
/** x * y, element by element. */
export const multiply: BinaryFunction<"mul"> = lift2("mul");
/** x / y; ints give float64. */
export const divide: BinaryFunction<"div"> = lift2("div");
/** x ** y. */
export const power: BinaryFunction<"pow"> = lift2("pow");
/** The larger of each two; NaN if either is. */
export const maximum: BinaryFunction<"maximum"> = lift2("maximum");
/** The smaller of each two; NaN if either is. */
export const minimum: BinaryFunction<"minimum"> = lift2("minimum");
/** The methods' short names for the same functions. */
export { divide as div, multiply as mul, negative as neg, power as pow, subtract as sub };

/** x where the condition is true (not 0), otherwise y; all three broadcast. */
export function where(condition: NDArray, x: Operand, y: Operand): NDArray {
  const [a, b] = [loops.rawOf(x), loops.rawOf(y)];
  const values = broadcastShapes("where", a.shape, b.shape);
  const shape = broadcastShapes("where", condition.shape, values);
  const dtype = loops.commonDType("where", x, y);
  const [yes, no] = [a, b].map((raw) => cast("where", loops.broadcastTo(raw, shape), dtype));
  loops.broadcastTo(condition, shape).forEach((chosen, i) => {
    if (chosen) no[i] = yes[i];
  });
  return new NDArray<Shape>(no, shape);
}

// ---- products ---------------------------------------------------------------------------

/** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
export function matmul<A extends Shape, B extends Shape>(
  a: NDArray<A>,
  b: Fit<NDArray<B>, CheckMatMul<A, B>>,
): NDArray<MatMul<A, B>> {
  return wrap(loops.matmul(a, b as NDArray));
}
/** matmul, for a right operand of at most two axes. */
export function dot<A extends Shape, B extends Shape>(
  a: NDArray<A>,
  b: Fit<NDArray<B>, CheckMatMul<A, B>>,
): NDArray<MatMul<A, B>> {
  return wrap(loops.dot(a, b as NDArray));
}
/** Every element of a (read as one row) times every element of b: [a.size, b.size]. */
export function outer(a: NDArray, b: NDArray): NDArray<[number, number]> {
  return wrap(binary.mul(a.reshape([-1, 1]), b.ravel()));
}

// ---- joining ----------------------------------------------------------------------------

/** The arrays one after the other along an axis they have; the other sizes must be equal. */
export function concatenate(arrays: readonly NDArray[], axis = 0): NDArray {
  return wrap(layout.concatenate("concatenate", arrays, axis));
}
/** Arrays of one shape side by side along a new axis. */
export function stack(arrays: readonly NDArray[], axis = 0): NDArray {
  return wrap(layout.stack(arrays, axis));
}
/** All axes reversed, as x.T, or in the given order. */
export function transpose<S extends Shape>(x: NDArray<S>): NDArray<Transpose<S>>;
export function transpose(x: NDArray, axes: readonly number[]): NDArray;
export function transpose(x: NDArray, axes?: readonly number[]): NDArray {
  return wrap(layout.transpose(x, axes));
}

// ---- along an axis; without one, over all elements, to shape [] ---------------------------

export type ReductionFunction<O extends Keep = Keep> = <
  S extends Shape,
  X extends number | null = null,
  K extends boolean = false,
>(
  x: NDArray<S>,
  axis?: X,
  options?: O & Keep<K>,
) => NDArray<Reduced<S, X, K>>;

const reduce =
  (name: Averaging | Spreading): ReductionFunction<Spread> =>
  (x, axis, options) =>
    wrap(reductions[name](x, axis, options));

/** Adds in NumPy's pairwise order; an int32 sum that overflows is refused. */
export const sum: ReductionFunction = reduce("sum");
/** sum / n. */
export const mean: ReductionFunction = reduce("mean");
/** The largest; NaN if there is one. */
export const max: ReductionFunction = reduce("max");
/** The smallest; NaN if there is one. */
export const min: ReductionFunction = reduce("min");
/** Where the first largest stands (int32); without an axis, in the array read as one row. */
export const argmax: ReductionFunction = reduce("argmax");
/** The mean of (x - mean)^2, over n - ddof. */
const variance: ReductionFunction<Spread> = reduce("var");
/** sqrt(var). */
export const std: ReductionFunction<Spread> = reduce("std");
export { variance as var };

// ---- comparing whole arrays -------------------------------------------------------------

/** Tolerances of allclose, as NumPy's: |x - y| <= atol + rtol |y|. */
export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
}

/** Is |x - y| <= atol + rtol |y| everywhere? NaN is close to nothing; infinities to themselves. */
export function allclose(x: Operand, y: Operand, options: Tolerance = {}): boolean {
  checkOptions("allclose", options, ["rtol", "atol"]);
  const { rtol = 1e-5, atol = 1e-8 } = options;
  const [a, b] = [loops.rawOf(x), loops.rawOf(y)];
  const shape = broadcastShapes("allclose", a.shape, b.shape);
  const ys = loops.broadcastTo(b, shape);
  const close = (v: number, y: number) =>
    v === y || (Number.isFinite(y) && Math.abs(v - y) <= atol + rtol * Math.abs(y));
  return loops.broadcastTo(a, shape).every((v, i) => close(v, ys[i]));
}
/** Have x and y the same shape and the same elements? */
export function arrayEqual(x: NDArray, y: NDArray): boolean {
  return showShape(x.shape) === showShape(y.shape) && x.data.every((v, i) => v === y.data[i]);
}
