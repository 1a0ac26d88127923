// np: NumPy's functions under NumPy's names, in camelCase; creation.ts has those that make arrays.

import { array } from "./creation.js";
import { cast } from "./dtype.js";
import * as loops from "./loops.js";
import * as manipulation from "./manipulation.js";
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
  type ShapeOf,
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

/** Nested lists of numbers, which NumPy's functions take for arrays. */
export type List = readonly (number | boolean | List)[];
/** An operand, or nested lists that an array is made of. */
export type ArrayLike = Operand | List;

/** Nested lists as an array; everything else as it is. */
const toOperand = (x: ArrayLike): Operand => (Array.isArray(x) ? array(x) : (x as Operand));

/** What a function of one operand gives: a number for a number, an array otherwise. */
export type Mapped<X> =
  X extends NDArray<infer S> ? NDArray<S> : X extends List ? NDArray<ShapeOf<X>> : number;
export type UnaryFunction = <const X extends ArrayLike>(x: X) => Mapped<X>;

const unaryFunction = (name: Unary): UnaryFunction => {
  const f = unary[name];
  return <const X extends ArrayLike>(x: X) => {
    const operand = toOperand(x);
    const result = typeof operand === "number" ? f(loops.rawOf(operand)).data[0] : wrap(f(operand));
    return result as Mapped<X>;
  };
};

/** -x. */
export const negative: UnaryFunction = unaryFunction("neg");
/** |x|. */
export const abs: UnaryFunction = unaryFunction("abs");
/** e^x. */
export const exp: UnaryFunction = unaryFunction("exp");
/** The natural logarithm of x. */
export const log: UnaryFunction = unaryFunction("log");
/** The square root of x. */
export const sqrt: UnaryFunction = unaryFunction("sqrt");
/** (e^x - e^-x) / (e^x + e^-x). */
export const tanh: UnaryFunction = unaryFunction("tanh");
/** The sine of x in radians. */
export const sin: UnaryFunction = unaryFunction("sin");
/** The cosine of x in radians. */
export const cos: UnaryFunction = unaryFunction("cos");

/** What a function of two operands gives: a number for two numbers, an array otherwise. */
export type Zipped<X, Y> = [X, Y] extends [number, number]
  ? number
  : NDArray<Broadcast<ShapeIn<X>, ShapeIn<Y>>>;
export type BinaryFunction<Op extends string> = <X extends Operand, Y extends Operand>(
  x: X,
  y: With<Op, ShapeIn<X>, Y>,
) => Zipped<X, Y>;

const binaryFunction = <Op extends Binary>(name: Op): BinaryFunction<Op> => {
  const f = binary[name];
  return <X extends Operand, Y extends Operand>(x: X, y: With<Op, ShapeIn<X>, Y>) => {
    const result = f(toOperand(x), toOperand(y as Operand));
    const isNumber = typeof x === "number" && typeof y === "number";
    return (isNumber ? result.data[0] : wrap(result)) as Zipped<X, Y>;
  };
};

/** x + y. */
export const add: BinaryFunction<"add"> = binaryFunction("add");
/** x - y. */
export const subtract: BinaryFunction<"sub"> = binaryFunction("sub");
/** x * y, element by element. */
export const multiply: BinaryFunction<"mul"> = binaryFunction("mul");
/** x / y; int32 gives float64. */
export const divide: BinaryFunction<"div"> = binaryFunction("div");
/** x ** y. */
export const power: BinaryFunction<"pow"> = binaryFunction("pow");
/** The element-wise maximum; NaN if either is. */
export const maximum: BinaryFunction<"maximum"> = binaryFunction("maximum");
/** The element-wise minimum; NaN if either is. */
export const minimum: BinaryFunction<"minimum"> = binaryFunction("minimum");
/** The methods' short names for the same functions. */
export { divide as div, multiply as mul, negative as neg, power as pow, subtract as sub };

/** x where the condition is true (not 0; NaN is true), otherwise y; all three broadcast. */
export function where(condition: NDArray | List, x: ArrayLike, y: ArrayLike): NDArray {
  const mask = toOperand(condition) as NDArray;
  const ifTrue = toOperand(x);
  const ifFalse = toOperand(y);
  loops.checkArray("where", mask);
  loops.checkOperand("where", ifTrue);
  loops.checkOperand("where", ifFalse);
  const a = loops.rawOf(ifTrue);
  const b = loops.rawOf(ifFalse);
  const values = broadcastShapes("where", a.shape, b.shape);
  const shape = broadcastShapes("where", mask.shape, values);
  const dtype = loops.commonDType("where", ifTrue, ifFalse);
  const yes = cast("where", loops.broadcastTo(a, shape), dtype);
  const out = cast("where", loops.broadcastTo(b, shape), dtype);
  const conditions = loops.broadcastTo(mask, shape);
  for (let i = 0; i < out.length; i++) if (conditions[i] !== 0) out[i] = yes[i];
  return new NDArray<Shape>(out, shape);
}

// ---- products ---------------------------------------------------------------------------

/** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
export function matmul<A extends Shape, B extends Shape>(
  a: NDArray<A>,
  b: Fit<NDArray<B>, CheckMatMul<A, B>>,
): NDArray<MatMul<A, B>> {
  loops.checkArray("matmul", a);
  return wrap(loops.matmul(a, b as NDArray));
}
/** matmul, for a right operand of at most two axes. */
export function dot<A extends Shape, B extends Shape>(
  a: NDArray<A>,
  b: Fit<NDArray<B>, CheckMatMul<A, B>>,
): NDArray<MatMul<A, B>> {
  return wrap(loops.dot(a, b as NDArray));
}
/** The products of every element of a with every element of b: [a.size, b.size]. */
export function outer(a: NDArray, b: NDArray): NDArray<[number, number]> {
  return wrap(binary.mul(a.reshape([-1, 1]), b.ravel()));
}

// ---- joining ----------------------------------------------------------------------------

/** The arrays one after the other along an axis they have; the other sizes must be equal. */
export function concatenate(arrays: readonly NDArray[], axis = 0): NDArray {
  return wrap(manipulation.concatenate("concatenate", arrays, axis));
}
/** Arrays of one shape side by side along a new axis. */
export function stack(arrays: readonly NDArray[], axis = 0): NDArray {
  return wrap(manipulation.stack(arrays, axis));
}
/** All axes reversed, as x.T, or in the given order. */
export function transpose<S extends Shape>(x: NDArray<S>): NDArray<Transpose<S>>;
export function transpose(x: NDArray, axes: readonly number[]): NDArray;
export function transpose(x: NDArray, axes?: readonly number[]): NDArray {
  return wrap(manipulation.transpose(x, axes));
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

const reduction =
  (name: Averaging | Spreading): ReductionFunction<Spread> =>
  (x, axis, options) =>
    wrap(reductions[name](toOperand(x) as NDArray, axis, options));

/** The sum, added in NumPy's pairwise order; an int32 sum that overflows is refused. */
export const sum: ReductionFunction = reduction("sum");
/** sum / n. */
export const mean: ReductionFunction = reduction("mean");
/** The largest element; NaN if there is one. */
export const max: ReductionFunction = reduction("max");
/** The smallest element; NaN if there is one. */
export const min: ReductionFunction = reduction("min");
/** The index of the first largest element (int32); without an axis, in the ravelled array. */
export const argmax: ReductionFunction = reduction("argmax");
/** The mean of (x - mean)^2, divided by n - ddof. */
const variance: ReductionFunction<Spread> = reduction("var");
/** The standard deviation, sqrt(var). */
export const std: ReductionFunction<Spread> = reduction("std");
export { variance as var };

// ---- comparing whole arrays -------------------------------------------------------------

/** Tolerances of allclose, as NumPy's: |x - y| <= atol + rtol |y|. */
export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
}

/** Whether |x - y| <= atol + rtol |y| everywhere; NaN is close to nothing, inf to itself. */
export function allclose(x: Operand, y: Operand, options: Tolerance = {}): boolean {
  checkOptions("allclose", options, ["rtol", "atol"]);
  const { rtol = 1e-5, atol = 1e-8 } = options;
  loops.checkOperand("allclose", x);
  loops.checkOperand("allclose", y);
  const a = loops.rawOf(x);
  const b = loops.rawOf(y);
  const shape = broadcastShapes("allclose", a.shape, b.shape);
  const ys = loops.broadcastTo(b, shape);
  const close = (v: number, y: number) =>
    v === y || (Number.isFinite(y) && Math.abs(v - y) <= atol + rtol * Math.abs(y));
  return loops.broadcastTo(a, shape).every((v, i) => close(v, ys[i]));
}
/** Whether x and y have the same shape and elements. */
export function arrayEqual(x: NDArray, y: NDArray): boolean {
  return showShape(x.shape) === showShape(y.shape) && x.data.every((v, i) => v === y.data[i]);
}
