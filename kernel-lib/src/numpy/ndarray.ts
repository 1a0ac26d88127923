// NDArray: NumPy's array, row-major. Its methods give types to what loops.ts, ufuncs.ts and the
// other files of this folder compute.

import { cast, checkDType, type Data, type DType, dtypeOf } from "./dtype.js";
import { assign, element, type Indexed, type Selector, select } from "./indexing.js";
import { refuseListSyntax } from "./listSyntax.js";
import * as loops from "./loops.js";
import * as manipulation from "./manipulation.js";
import { formatArray, htmlTable, reprArray } from "./print.js";
import { type Keep, reductions, type Spread } from "./reductions.js";
import {
  type Broadcast,
  type CheckMatMul,
  type Fit,
  type ListOf,
  type MatMul,
  type Reduced,
  type Shape,
  type ShapeIn,
  type Size,
  type Sized,
  showShape,
  sizeOf,
  type Transpose,
  type With,
} from "./shape.js";
import { binary, unary } from "./ufuncs.js";

/** What an operation takes beside an array. */
export type Operand = number | NDArray;

/** What an operation of shape A with X gives. */
export type Out<A extends Shape, X> = NDArray<Broadcast<A, ShapeIn<X>>>;

// Methods that look at the shape take it from `this: NDArray<A>`, never from the class's own S: so
// an NDArray<[2, 3]> is an NDArray<[number, 3]> and an NDArray.

/**
 * An array of numbers of one dtype, row by row. Unlike NumPy's, slices, transposes and reshapes are
 * copies, and whole numbers are float64: there is no int64.
 *
 * JavaScript has no operators for arrays: write `a.add(b)` and `a.less(b)`; `a < b` and `-a` are
 * refused. `if (a)` cannot be refused: it is always true, so test `a.item()`.
 */
export class NDArray<S extends Shape = Shape> {
  readonly data: Data;
  readonly shape: S;
  readonly dtype: DType;
  /** @internal How often its elements were written in place: what a backward pass must know. */
  version: number = 0;

  /** @throws RangeError if the shape does not hold that many elements */
  constructor(data: Data, shape: S) {
    if (!ArrayBuffer.isView(data) || !Array.isArray(shape)) {
      throw new TypeError("NDArray: give a typed array and a shape; np.array takes lists");
    }
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(
        `NDArray: shape ${showShape(shape)} does not hold ${data.length} elements`,
      );
    }
    this.data = data;
    this.shape = shape;
    this.dtype = dtypeOf(data);
  }
  /** How many axes it has. */
  get ndim(): number {
    return this.shape.length;
  }
  /** How many elements it has. */
  get size(): number {
    return this.data.length;
  }
  /** All axes reversed, as a copy. */
  get T(): NDArray<Transpose<S>> {
    return this.transpose() as NDArray as NDArray<Transpose<S>>;
  }

  // ---- its elements ---------------------------------------------------------------------
  /** The one element, or the element at `indices`. A bool is 0 or 1. */
  item(...indices: number[]): number {
    return element(this, indices);
  }
  /** Nested lists of the elements; a bool is 0 or 1. */
  tolist<A extends Shape>(this: NDArray<A>): ListOf<A> {
    return manipulation.nested(this) as ListOf<A>;
  }
  /** As NumPy's str(a). */
  toString(): string {
    return formatArray(this);
  }
  /** As NumPy's repr(a). */
  repr(): string {
    return reprArray(this);
  }
  /** Refuses `a < b` and `-a`; `${a}` and "a = " + a are its text. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== "number") return this.toString();
    throw new TypeError(
      "an array is not a number: operators do not compute with it; use add, neg, less, ..., or item()",
    );
  }

  // ---- indexing and manipulation --------------------------------------------------------
  /**
   * a[selectors] of NumPy, as a copy: `a.at(0)`, `a.at(":", -1)`, `a.at("1:3", np.newAxis)`,
   * `a.at(mask)`, `a.at(rows, columns)`.
   * @throws RangeError where an index is out of bounds
   */
  at<A extends Shape, const I extends readonly Selector[]>(
    this: NDArray<A>,
    ...selectors: I
  ): NDArray<Indexed<A, I>> {
    return wrap(select(this, selectors));
  }
  /** a[selectors] = value: writes in place; the value broadcasts to what is selected. */
  set(selectors: readonly Selector[], value: Operand): void {
    assign(this, selectors, value);
    this.version += 1;
  }
  /** The same elements in memory of their own. */
  copy(): NDArray<S> {
    return new NDArray(this.data.slice(), this.shape);
  }
  /** The elements in another dtype; int32 drops the decimals. */
  astype(dtype: DType): NDArray<S> {
    const whole = checkDType("astype", dtype) === "int32" ? this.data.map(Math.trunc) : this.data;
    return new NDArray(cast("astype", whole, dtype), this.shape);
  }
  /** The elements in another shape; one size may be -1: the others give it. */
  reshape<const Z extends Size>(shape: Z): NDArray<Sized<Z>> {
    return wrap(manipulation.reshape(this, shape));
  }
  /** The elements in one row. */
  ravel(): NDArray<[number]> {
    return new NDArray(this.data.slice(), [this.size]);
  }
  /** Without its axes of size 1, or without the given one. */
  squeeze(axis?: number): NDArray {
    return wrap(manipulation.squeeze(this, axis));
  }
  /** All axes reversed, or in the given order. */
  transpose<A extends Shape>(this: NDArray<A>): NDArray<Transpose<A>>;
  transpose(axes: readonly number[]): NDArray;
  transpose(axes?: readonly number[]): NDArray {
    return wrap(manipulation.transpose(this, axes));
  }

  // ---- with another array or a number ---------------------------------------------------
  /** this + other. */
  add<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"add", A, X>): Out<A, X> {
    return wrap(binary.add(this, other as Operand));
  }
  /** this - other. */
  sub<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"sub", A, X>): Out<A, X> {
    return wrap(binary.sub(this, other as Operand));
  }
  /** this * other, element by element. */
  mul<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"mul", A, X>): Out<A, X> {
    return wrap(binary.mul(this, other as Operand));
  }
  /** this / other; int32 gives float64. */
  div<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"div", A, X>): Out<A, X> {
    return wrap(binary.div(this, other as Operand));
  }
  /** this to the power other; int32 refuses negative powers. */
  pow<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"pow", A, X>): Out<A, X> {
    return wrap(binary.pow(this, other as Operand));
  }
  /** The element-wise maximum; NaN if either is. */
  maximum<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"maximum", A, X>,
  ): Out<A, X> {
    return wrap(binary.maximum(this, other as Operand));
  }
  /** The element-wise minimum; NaN if either is. */
  minimum<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"minimum", A, X>,
  ): Out<A, X> {
    return wrap(binary.minimum(this, other as Operand));
  }
  /** this > other, as a bool array. */
  greater<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"greater", A, X>,
  ): Out<A, X> {
    return wrap(binary.greater(this, other as Operand));
  }
  /** this >= other, as a bool array. */
  greaterEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"greaterEqual", A, X>,
  ): Out<A, X> {
    return wrap(binary.greaterEqual(this, other as Operand));
  }
  /** this < other, as a bool array. */
  less<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"less", A, X>): Out<A, X> {
    return wrap(binary.less(this, other as Operand));
  }
  /** this <= other, as a bool array. */
  lessEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"lessEqual", A, X>,
  ): Out<A, X> {
    return wrap(binary.lessEqual(this, other as Operand));
  }
  /** this == other, as a bool array. */
  equal<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"equal", A, X>,
  ): Out<A, X> {
    return wrap(binary.equal(this, other as Operand));
  }
  /** this != other, as a bool array. */
  notEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"notEqual", A, X>,
  ): Out<A, X> {
    return wrap(binary.notEqual(this, other as Operand));
  }

  /** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
  matmul<A extends Shape, B extends Shape>(
    this: NDArray<A>,
    other: Fit<NDArray<B>, CheckMatMul<A, B>>,
  ): NDArray<MatMul<A, B>> {
    return wrap(loops.matmul(this, other as NDArray));
  }
  /** matmul, for a right operand of at most two axes. */
  dot<A extends Shape, B extends Shape>(
    this: NDArray<A>,
    other: Fit<NDArray<B>, CheckMatMul<A, B>>,
  ): NDArray<MatMul<A, B>> {
    return wrap(loops.dot(this, other as NDArray));
  }

  // ---- element by element ---------------------------------------------------------------
  /** -x. */
  neg(): NDArray<S> {
    return wrap(unary.neg(this));
  }
  /** |x|. */
  abs(): NDArray<S> {
    return wrap(unary.abs(this));
  }
  /** e^x. */
  exp(): NDArray<S> {
    return wrap(unary.exp(this));
  }
  /** The natural logarithm; -inf at 0, NaN below. */
  log(): NDArray<S> {
    return wrap(unary.log(this));
  }
  /** The square root; NaN below 0. */
  sqrt(): NDArray<S> {
    return wrap(unary.sqrt(this));
  }
  /** The hyperbolic tangent, (e^x - e^-x) / (e^x + e^-x). */
  tanh(): NDArray<S> {
    return wrap(unary.tanh(this));
  }
  /** The sine of x in radians. */
  sin(): NDArray<S> {
    return wrap(unary.sin(this));
  }
  /** The cosine of x in radians. */
  cos(): NDArray<S> {
    return wrap(unary.cos(this));
  }

  // ---- along an axis; without one, over all elements, to shape [] -------------------------
  /** The sum, added in NumPy's pairwise order; an int32 sum that overflows is refused. */
  sum<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.sum(this, axis, options));
  }
  /** sum / n. */
  mean<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.mean(this, axis, options));
  }
  /** The largest element; NaN if there is one. */
  max<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.max(this, axis, options));
  }
  /** The smallest element; NaN if there is one. */
  min<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.min(this, axis, options));
  }
  /** The index of the first largest element (int32); without an axis, in the ravelled array. */
  argmax<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.argmax(this, axis, options));
  }
  /** The mean of (x - mean)^2, divided by n - ddof. */
  var<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Spread<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.var(this, axis, options));
  }
  /** The standard deviation, sqrt(var). */
  std<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: Spread<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.std(this, axis, options));
  }

  static {
    refuseListSyntax(NDArray, "an array", "size");
    // The names by which consoles and kernels ask for a value's text and its rich form.
    const define = (name: symbol, value: (this: NDArray) => unknown) =>
      Object.defineProperty(NDArray.prototype, name, { value });
    define(Symbol.for("nodejs.util.inspect.custom"), function () {
      return this.toString();
    });
    define(Symbol.for("Jupyter.display"), function () {
      return { "text/plain": formatArray(this), "text/html": htmlTable(this) };
    });
  }
}

/** A result of the loops as an array, whose shape the signature knows. */
export function wrap<S extends Shape>({ data, shape }: loops.Raw): NDArray<S> {
  return new NDArray(data, shape as S);
}
