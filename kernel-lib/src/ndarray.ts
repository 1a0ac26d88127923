// NDArray: NumPy's array, row-major; its work is done in loops.ts and indexing.ts.
import * as arithmetic from "./arithmetic.js";
import { cast, checkDType, type Data, type DType, dtypeOf } from "./dtype.js";
import { formatArray, htmlTable, reprArray } from "./format.js";
import { assign, element, type Indexed, type Selector, select } from "./indexing.js";
import * as layout from "./layout.js";
import * as loops from "./loops.js";
import * as reductions from "./reductions.js";
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

/** What may stand beside an array in an operation. */
export type Operand = number | NDArray;

/** What an operation of shape A with X gives. */
export type Out<A extends Shape, X> = NDArray<Broadcast<A, ShapeIn<X>>>;

/**
 * An array of numbers of one dtype, row by row. A result never shares memory with what it was
 * made from: slices, transposes and reshapes are copies.
 */
export class NDArray<S extends Shape = Shape> {
  readonly data: Data;
  readonly shape: S;
  readonly dtype: DType;

  constructor(data: Data, shape: S) {
    if (data.length !== sizeOf(shape)) {
      throw new RangeError(
        `NDArray: shape ${showShape(shape)} does not hold ${data.length} elements`,
      );
    }
    this.data = data;
    this.shape = shape;
    this.dtype = dtypeOf(data);
  }
  get ndim(): number {
    return this.shape.length;
  }
  get size(): number {
    return this.data.length;
  }
  get T(): NDArray<Transpose<S>> {
    return this.transpose() as NDArray as NDArray<Transpose<S>>;
  }

  // ---- out of the array -----------------------------------------------------------------
  /** The one element, or the element at `indices`. A bool is 0 or 1. */
  item(...indices: number[]): number {
    return element(this, indices);
  }
  /** Nested lists of the elements; a bool is 0 or 1. */
  tolist<A extends Shape>(this: NDArray<A>): ListOf<A> {
    return layout.nested(this) as ListOf<A>;
  }
  /** As NumPy's str(a). */
  toString(): string {
    return formatArray(this);
  }
  /** As NumPy's repr(a). */
  repr(): string {
    return reprArray(this);
  }

  // The names by which consoles and kernels ask for a value's text and its rich form.
  static {
    const answer = (name: string, value: (this: NDArray) => unknown) =>
      Object.defineProperty(NDArray.prototype, Symbol.for(name), { value });
    answer("nodejs.util.inspect.custom", NDArray.prototype.toString);
    answer("Jupyter.display", function () {
      return { "text/plain": formatArray(this), "text/html": htmlTable(this) };
    });
  }

  // ---- indexing and layout --------------------------------------------------------------
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
  }
  copy(): NDArray<S> {
    return new NDArray(this.data.slice(), this.shape);
  }
  /** The elements in another dtype; floats are cut to int32 towards zero. */
  astype(dtype: DType): NDArray<S> {
    return new NDArray(cast("astype", this.data, checkDType("astype", dtype)), this.shape);
  }
  /** The elements in another shape; one size may be -1: it is worked out. */
  reshape<const Z extends Size>(shape: Z): NDArray<Sized<Z>> {
    return wrap(layout.reshape(this, shape));
  }
  /** The elements in one row. */
  ravel(): NDArray<[number]> {
    return new NDArray(this.data.slice(), [this.size]);
  }
  /** Without its axes of size 1, or without the given one. */
  squeeze(axis?: number): NDArray {
    return wrap(layout.squeeze(this, axis));
  }
  /** All axes reversed, or in the given order. */
  transpose<A extends Shape>(this: NDArray<A>): NDArray<Transpose<A>>;
  transpose(axes: readonly number[]): NDArray;
  transpose(axes?: readonly number[]): NDArray {
    return wrap(layout.transpose(this, axes));
  }

  // ---- with another array or a number ---------------------------------------------------
  // Methods that look at the shape take it from `this: NDArray<A>`, so that an NDArray<[2, 3]> is
  // an NDArray<[number, 3]> and an NDArray.
  /** this + other. */
  add<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"add", A, X>): Out<A, X> {
    return wrap(arithmetic.add(this, other as Operand));
  }
  /** this - other. */
  sub<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"sub", A, X>): Out<A, X> {
    return wrap(arithmetic.sub(this, other as Operand));
  }
  /** this * other, element by element. */
  mul<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"mul", A, X>): Out<A, X> {
    return wrap(arithmetic.mul(this, other as Operand));
  }
  /** this / other; ints give float64. */
  div<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"div", A, X>): Out<A, X> {
    return wrap(arithmetic.div(this, other as Operand));
  }
  /** this ** other. */
  pow<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"pow", A, X>): Out<A, X> {
    return wrap(arithmetic.pow(this, other as Operand));
  }
  /** The larger of each two; NaN if either is. */
  maximum<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"maximum", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.maximum(this, other as Operand));
  }
  /** The smaller of each two; NaN if either is. */
  minimum<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"minimum", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.minimum(this, other as Operand));
  }
  /** this > other, as a bool array. */
  greater<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"greater", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.greater(this, other as Operand));
  }
  /** this >= other, as a bool array. */
  greaterEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"greaterEqual", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.greaterEqual(this, other as Operand));
  }
  /** this < other, as a bool array. */
  less<A extends Shape, X extends Operand>(this: NDArray<A>, other: With<"less", A, X>): Out<A, X> {
    return wrap(arithmetic.less(this, other as Operand));
  }
  /** this <= other, as a bool array. */
  lessEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"lessEqual", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.lessEqual(this, other as Operand));
  }
  /** this == other, as a bool array. */
  equal<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"equal", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.equal(this, other as Operand));
  }
  /** this != other, as a bool array. */
  notEqual<A extends Shape, X extends Operand>(
    this: NDArray<A>,
    other: With<"notEqual", A, X>,
  ): Out<A, X> {
    return wrap(arithmetic.notEqual(this, other as Operand));
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
  neg(): NDArray<S> {
    return wrap(arithmetic.neg(this));
  }
  abs(): NDArray<S> {
    return wrap(arithmetic.abs(this));
  }
  exp(): NDArray<S> {
    return wrap(arithmetic.exp(this));
  }
  log(): NDArray<S> {
    return wrap(arithmetic.log(this));
  }
  sqrt(): NDArray<S> {
    return wrap(arithmetic.sqrt(this));
  }
  tanh(): NDArray<S> {
    return wrap(arithmetic.tanh(this));
  }

  // ---- along an axis --------------------------------------------------------------------
  // Without an axis, over all elements: the result has shape [].
  /** Adds in NumPy's pairwise order; an int32 sum that overflows is refused. */
  sum<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.sum(this, axis, options));
  }
  /** sum / n. */
  mean<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.mean(this, axis, options));
  }
  /** The largest; NaN if there is one. */
  max<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.max(this, axis, options));
  }
  /** The smallest; NaN if there is one. */
  min<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.min(this, axis, options));
  }
  /** Where the first largest stands (int32); without an axis, in the array read as one row. */
  argmax<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Keep<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.argmax(this, axis, options));
  }
  /** The mean of (x - mean)^2, over n - ddof. */
  var<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Spread<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.var(this, axis, options));
  }
  /** sqrt(var). */
  std<A extends Shape, X extends number | null = null, K extends boolean = false>(
    this: NDArray<A>,
    axis?: X,
    options?: reductions.Spread<K>,
  ): NDArray<Reduced<A, X, K>> {
    return wrap(reductions.std(this, axis, options));
  }
}

/** A loop's result as an array whose shape the signature has worked out. */
export function wrap<S extends Shape>({ data, shape }: loops.Raw): NDArray<S> {
  return new NDArray(data, shape as S);
}
