// np: NumPy's functions under NumPy's names, in camelCase; creation stands in creation.ts.
import * as arithmetic from "./arithmetic.js";
import { cast } from "./dtype.js";
import * as layout from "./layout.js";
import * as loops from "./loops.js";
import { NDArray, type Operand, wrap } from "./ndarray.js";
import * as reductions from "./reductions.js";
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

export * from "./creation.js";
export * as random from "./numpyRandom.js";

/** In `a.at(":", np.newAxis)`: a new axis of size 1. */
export const newAxis = null;

// ---- element by element -----------------------------------------------------------------

/** What a function of one operand gives: an array for an array, a number for a number. */
export type Mapped<X> = X extends NDArray<infer S> ? NDArray<S> : number;

type One = (a: loops.Raw) => loops.Raw;

function unary<X extends Operand>(f: One, x: X): Mapped<X> {
  const result = f(loops.rawOf(x));
  return (typeof x === "number" ? result.data[0] : wrap(result)) as Mapped<X>;
}

/** -x. */
export function negative<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.neg, x);
}
/** |x|. */
export function abs<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.abs, x);
}
/** e^x. */
export function exp<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.exp, x);
}
/** The natural logarithm of x. */
export function log<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.log, x);
}
/** The square root of x. */
export function sqrt<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.sqrt, x);
}
/** (e^x - e^-x) / (e^x + e^-x). */
export function tanh<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.tanh, x);
}
/** The sine of x, in radians. */
export function sin<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.sin, x);
}
/** The cosine of x, in radians. */
export function cos<X extends Operand>(x: X): Mapped<X> {
  return unary(arithmetic.cos, x);
}

/** What a function of two operands gives: a number for two numbers, otherwise an array. */
export type Zipped<X, Y> = [X, Y] extends [number, number]
  ? number
  : NDArray<Broadcast<ShapeIn<X>, ShapeIn<Y>>>;

type Two = (a: loops.Raw | number, b: loops.Raw | number) => loops.Raw;

function binary<X extends Operand, Y>(f: Two, x: X, y: Y): Zipped<X, Y> {
  const result = f(x, y as Operand);
  const isNumber = typeof x === "number" && typeof y === "number";
  return (isNumber ? result.data[0] : wrap(result)) as Zipped<X, Y>;
}

/** x + y. */
export function add<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"add", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.add, x, y as Y);
}
/** x - y. */
export function subtract<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"sub", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.sub, x, y as Y);
}
/** x * y, element by element. */
export function multiply<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"mul", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.mul, x, y as Y);
}
/** x / y; ints give float64. */
export function divide<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"div", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.div, x, y as Y);
}
/** x ** y. */
export function power<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"pow", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.pow, x, y as Y);
}
/** The larger of each two; NaN if either is. */
export function maximum<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"maximum", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.maximum, x, y as Y);
}
/** The smaller of each two; NaN if either is. */
export function minimum<X extends Operand, Y extends Operand>(
  x: X,
  y: With<"minimum", ShapeIn<X>, Y>,
): Zipped<X, Y> {
  return binary(arithmetic.minimum, x, y as Y);
}

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
  return wrap(arithmetic.mul(a.reshape([-1, 1]), b.ravel()));
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
/** All axes reversed, as x.T. */
export function transpose<S extends Shape>(x: NDArray<S>): NDArray<Transpose<S>> {
  return x.transpose();
}

// ---- along an axis ----------------------------------------------------------------------

/** Adds in NumPy's pairwise order; without an axis, over all elements. */
export function sum<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Keep<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.sum(x, axis, options));
}
/** sum / n. */
export function mean<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Keep<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.mean(x, axis, options));
}
/** The largest; NaN if there is one. */
export function max<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Keep<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.max(x, axis, options));
}
/** The smallest; NaN if there is one. */
export function min<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Keep<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.min(x, axis, options));
}
/** Where the first largest stands (int32). */
export function argmax<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Keep<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.argmax(x, axis, options));
}
/** The mean of (x - mean)^2, over n - ddof. */
export function variance<
  S extends Shape,
  X extends number | null = null,
  K extends boolean = false,
>(x: NDArray<S>, axis?: X, options?: reductions.Spread<K>): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.var(x, axis, options));
}
/** sqrt(var). */
export function std<S extends Shape, X extends number | null = null, K extends boolean = false>(
  x: NDArray<S>,
  axis?: X,
  options?: reductions.Spread<K>,
): NDArray<Reduced<S, X, K>> {
  return wrap(reductions.std(x, axis, options));
}
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
