// NDArray: NumPy's array, row-major. What its methods compute stands in the files before this one;
// here stand their types. The methods of one kind are defined together at the end.

import { cast, checkDType, type Data, type DType, dtypeOf } from "./dtype.js";
import { assign, element, type Indexed, type Selector, select } from "./indexing.js";
import * as loops from "./loops.js";
import * as layout from "./manipulation.js";
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

/** What may stand beside an array in an operation. */
export type Operand = number | NDArray;

/** What an operation of shape A with X gives. */
export type Out<A extends Shape, X> = NDArray<Broadcast<A, ShapeIn<X>>>;

// Methods that look at the shape take it from `this: NDArray<A>`, never from the class's own S: so
// an NDArray<[2, 3]> is an NDArray<[number, 3]> and an NDArray.

/** A method of an array and an operand that broadcast. */
export type BinaryMethod<Op extends string> = <A extends Shape, X extends Operand>(
  this: NDArray<A>,
  other: With<Op, A, X>,
) => Out<A, X>;

/** A method that leaves out `axis`, or keeps it with size 1. */
export type Reduction<O extends Keep = Keep> = <
  A extends Shape,
  X extends number | null = null,
  K extends boolean = false,
>(
  this: NDArray<A>,
  axis?: X,
  options?: O & Keep<K>,
) => NDArray<Reduced<A, X, K>>;

/**
 * An array of numbers of one dtype, row by row. A result never shares memory with what it was
 * made from: slices, transposes and reshapes are copies.
 */
export class NDArray<S extends Shape = Shape> {
  readonly data: Data;
  readonly shape: S;
  readonly dtype: DType;
  /** @internal How often its elements were written in place: what a backward pass must know. */
  version: number = 0;

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
    this.version += 1;
  }
  copy(): NDArray<S> {
    return new NDArray(this.data.slice(), this.shape);
  }
  /** The elements in another dtype; floats are cut to int32 towards zero. */
  astype(dtype: DType): NDArray<S> {
    const whole = checkDType("astype", dtype) === "int32" ? this.data.map(Math.trunc) : this.data;
    return new NDArray(cast("astype", whole, dtype), this.shape);
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
  /** this + other. */
  declare readonly add: BinaryMethod<"add">;
  /** this - other. */
  declare readonly sub: BinaryMethod<"sub">;
  /** this * other, element by element. */
  declare readonly mul: BinaryMethod<"mul">;
  /** this / other; ints give float64. */
  declare readonly div: BinaryMethod<"div">;
  /** this ** other. */
  declare readonly pow: BinaryMethod<"pow">;
  /** The larger of each two; NaN if either is. */
  declare readonly maximum: BinaryMethod<"maximum">;
  /** The smaller of each two; NaN if either is. */
  declare readonly minimum: BinaryMethod<"minimum">;
  /** this > other, as a bool array. */
  declare readonly greater: BinaryMethod<"greater">;
  /** this >= other, as a bool array. */
  declare readonly greaterEqual: BinaryMethod<"greaterEqual">;
  /** this < other, as a bool array. */
  declare readonly less: BinaryMethod<"less">;
  /** this <= other, as a bool array. */
  declare readonly lessEqual: BinaryMethod<"lessEqual">;
  /** this == other, as a bool array. */
  declare readonly equal: BinaryMethod<"equal">;
  /** this != other, as a bool array. */
  declare readonly notEqual: BinaryMethod<"notEqual">;

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
  declare readonly neg: () => NDArray<S>;
  /** |x|. */
  declare readonly abs: () => NDArray<S>;
  /** e^x. */
  declare readonly exp: () => NDArray<S>;
  /** The natural logarithm. */
  declare readonly log: () => NDArray<S>;
  /** The square root. */
  declare readonly sqrt: () => NDArray<S>;
  /** (e^x - e^-x) / (e^x + e^-x). */
  declare readonly tanh: () => NDArray<S>;
  /** The sine of x, in radians. */
  declare readonly sin: () => NDArray<S>;
  /** The cosine of x, in radians. */
  declare readonly cos: () => NDArray<S>;

  // ---- along an axis; without one, over all elements, to shape [] -------------------------
  /** Adds in NumPy's pairwise order; an int32 sum that overflows is refused. */
  declare readonly sum: Reduction;
  /** sum / n. */
  declare readonly mean: Reduction;
  /** The largest; NaN if there is one. */
  declare readonly max: Reduction;
  /** The smallest; NaN if there is one. */
  declare readonly min: Reduction;
  /** Where the first largest stands (int32); without an axis, in the array read as one row. */
  declare readonly argmax: Reduction;
  /** The mean of (x - mean)^2, over n - ddof. */
  declare readonly var: Reduction<Spread>;
  /** sqrt(var). */
  declare readonly std: Reduction<Spread>;

  static {
    const define = (name: string | symbol, value: (this: NDArray, ...args: never[]) => unknown) =>
      Object.defineProperty(NDArray.prototype, name, { value });
    const operations: Record<string, (a: NDArray, ...args: never[]) => loops.Raw> = {
      ...unary,
      ...binary,
      ...reductions,
    };
    for (const [name, f] of Object.entries(operations)) {
      define(name, function (...args) {
        return wrap(f(this, ...args));
      });
    }
    // The names by which consoles and kernels ask for a value's text and its rich form.
    define(Symbol.for("nodejs.util.inspect.custom"), NDArray.prototype.toString);
    define(Symbol.for("Jupyter.display"), function () {
      return { "text/plain": formatArray(this), "text/html": htmlTable(this) };
    });
  }
}

/** A loop's result as an array whose shape the signature has worked out. */
export function wrap<S extends Shape>({ data, shape }: loops.Raw): NDArray<S> {
  return new NDArray(data, shape as S);
}
