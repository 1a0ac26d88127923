// Tensor: PyTorch's tensor. Its elements are an NDArray's; a result remembers how it was made.

import { GradFn, isGradEnabled } from "../autograd/backward.js";
import * as derivatives from "../autograd/derivatives.js";
import type { Operation } from "../autograd/operation.js";
import type { Correction, KeepDim } from "../autograd/reductionDerivatives.js";
import * as moves from "../autograd/reductionDerivatives.js";
import { checkDType, type DType, getDefaultDtype, isFloat } from "../numpy/dtype.js";
import type { Indexed, Selector } from "../numpy/indexing.js";
import type { NDArray } from "../numpy/ndarray.js";
import type {
  Broadcast,
  CheckMatMul,
  Fit,
  ListOf,
  MatMul,
  Reduced,
  Shape,
  ShapeIn,
  Size,
  Sized,
  Transpose,
  With,
} from "../numpy/shape.js";
import { checkOptions, normalizeAxis } from "../numpy/shape.js";
import { formatTensor, torchSize } from "./print.js";
import { arrayOf, checkShape, places, Variable } from "./variable.js";

// ---- types ------------------------------------------------------------------------------

/** What may stand beside a tensor in an operation. */
export type TensorOperand = number | Tensor;

export type TensorBinary<Op extends string> = <A extends Shape, X extends TensorOperand>(
  this: Tensor<A>,
  other: With<Op, A, X>,
) => Tensor<Broadcast<A, ShapeIn<X>>>;

export type TensorReduction<O extends KeepDim = KeepDim> = <
  A extends Shape,
  D extends number | null = null,
  K extends boolean = false,
>(
  this: Tensor<A>,
  dim?: D,
  options?: O & KeepDim<K>,
) => Tensor<Reduced<A, D, K>>;

// ---- the class --------------------------------------------------------------------------

/** A tensor of numbers of one dtype; with `requiresGrad`, `backward` finds derivatives by it. */
export class Tensor<S extends Shape = Shape> extends Variable {
  /** @internal Use `torch.tensor`. */
  constructor(array: NDArray, requiresGrad: boolean = false, gradFn: GradFn | null = null) {
    super(array, requiresGrad, gradFn);
  }

  // ---- what it is ------------------------------------------------------------------------
  /** Its sizes, printed as PyTorch prints them: `torch.Size([2, 3])`. */
  get shape(): S {
    return torchSize(this.array.shape) as Shape as S;
  }
  /** ∂L/∂this, summed over every `backward` since it was cleared; null before the first. */
  get grad(): Tensor<S> | null {
    return this.gradArray && new Tensor(this.gradArray);
  }
  set grad(value: Tensor<S> | null) {
    if (value) checkShape("grad", value.array, this.array);
    this.gradArray = value?.array ?? null;
  }
  override toString(): string {
    return formatTensor(this.array, {
      requiresGrad: this.requiresGrad,
      defaultDType: getDefaultDtype(),
      ...(this.gradFn ? { gradFn: this.gradFn.name } : {}),
    });
  }

  // ---- out of the tensor -----------------------------------------------------------------
  tolist<A extends Shape>(this: Tensor<A>): ListOf<A> {
    return this.array.tolist() as ListOf<A>;
  }
  /** The elements as an NDArray that shares them; refused where a gradient would get lost. */
  numpy(): NDArray<S> {
    if (this.requiresGrad) {
      throw new Error("numpy: this tensor requires a gradient; use detach().numpy()");
    }
    return this.array as NDArray as NDArray<S>;
  }
  /** The same elements, shared, cut off from the graph. */
  detach(): Tensor<S> {
    return new Tensor(this.array);
  }
  /** The elements as `detach` gives them; assigning replaces them, unseen by the graph. */
  get data(): Tensor<S> {
    return this.detach();
  }
  set data(values: Tensor<S>) {
    checkShape("data", values.array, this.array);
    this.array = values.array;
  }

  // ---- with another tensor or a number -----------------------------------------------------
  /** this + other. */
  declare readonly add: TensorBinary<"add">;
  /** this - other. */
  declare readonly sub: TensorBinary<"sub">;
  /** this * other, element by element. */
  declare readonly mul: TensorBinary<"mul">;
  /** this / other; ints give the default dtype. */
  declare readonly div: TensorBinary<"div">;
  /** this ** other. */
  pow<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"pow", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    const n = other as TensorOperand;
    return typeof n === "number"
      ? apply(derivatives.power(n), this, n)
      : apply(derivatives.pow, this, n);
  }
  /** The larger of each two; where they are equal, each gets half of the gradient. */
  declare readonly maximum: TensorBinary<"maximum">;
  /** The smaller of each two; where they are equal, each gets half of the gradient. */
  declare readonly minimum: TensorBinary<"minimum">;
  /** this > other, as a bool tensor; like all comparisons without a gradient. */
  declare readonly greater: TensorBinary<"greater">;
  declare readonly greaterEqual: TensorBinary<"greaterEqual">;
  declare readonly less: TensorBinary<"less">;
  declare readonly lessEqual: TensorBinary<"lessEqual">;
  declare readonly equal: TensorBinary<"equal">;
  declare readonly notEqual: TensorBinary<"notEqual">;

  /** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Fit<Tensor<B>, CheckMatMul<A, B>>,
  ): Tensor<MatMul<A, B>> {
    const b = other as Tensor;
    return apply(derivatives.matmul(this.ndim, b.ndim), this, b);
  }
  /** matmul. */
  dot<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Fit<Tensor<B>, CheckMatMul<A, B>>,
  ): Tensor<MatMul<A, B>> {
    return this.matmul(other);
  }

  // ---- element by element ------------------------------------------------------------------
  declare readonly neg: () => Tensor<S>;
  /** |x|; its slope at 0 is 0. */
  declare readonly abs: () => Tensor<S>;
  /** -1, 0 or 1. */
  declare readonly sign: () => Tensor<S>;
  declare readonly exp: () => Tensor<S>;
  declare readonly log: () => Tensor<S>;
  declare readonly sqrt: () => Tensor<S>;
  declare readonly tanh: () => Tensor<S>;
  declare readonly sin: () => Tensor<S>;
  declare readonly cos: () => Tensor<S>;
  /** σ(x) = 1 / (1 + e^-x). */
  declare readonly sigmoid: () => Tensor<S>;
  /** max(0, x); its slope at 0 is 0. */
  declare readonly relu: () => Tensor<S>;
  /** A copy that is part of the graph. */
  declare readonly clone: () => Tensor<S>;

  // ---- along a dim; without one, over all elements, to shape [] ------------------------------
  declare readonly sum: TensorReduction;
  declare readonly mean: TensorReduction;
  /** The largest; equal ones share the gradient. */
  declare readonly amax: TensorReduction;
  /** The smallest; equal ones share the gradient. */
  declare readonly amin: TensorReduction;
  /** The mean of (x - mean)^2, over n - correction. */
  declare readonly var: TensorReduction<Correction>;
  /** sqrt(var). */
  declare readonly std: TensorReduction<Correction>;
  /** The largest of all elements; along a dim use amax. */
  max(): Tensor<[]> {
    return apply(moves.extremeOfAll("max"), this);
  }
  min(): Tensor<[]> {
    return apply(moves.extremeOfAll("min"), this);
  }
  /** Where the first largest stands (int32). */
  argmax(dim: number | null = null, options: KeepDim = {}): Tensor {
    checkOptions("argmax", options, ["keepdim"]);
    return new Tensor(this.array.argmax(dim, { keepdims: options.keepdim ?? false }));
  }

  // ---- the same elements in another arrangement ----------------------------------------------
  /** As an NDArray's `at`: `x.at(0)`, `x.at(":", -1)`, `x.at("1:3")`, `x.at(mask)`. */
  at<A extends Shape, const I extends readonly (Selector | Variable)[]>(
    this: Tensor<A>,
    ...selectors: I
  ): Tensor<Indexed<A, I>> {
    return apply(moves.index(places(selectors)), this);
  }
  /** The elements in another shape; one size may be -1: it is worked out. */
  reshape<const Z extends Size>(shape: Z): Tensor<Sized<Z>> {
    return apply(moves.reshape("ViewBackward0", shape), this);
  }
  /** Without its dims of size 1, or without the given one. */
  squeeze(dim?: number): Tensor {
    const { shape } = this.array.squeeze(dim);
    const name = dim === undefined ? "SqueezeBackward0" : "SqueezeBackward1";
    return apply(moves.reshape(name, shape), this);
  }
  /** With a new dim of size 1 before the given one; -1 is after the last. */
  unsqueeze(dim: number): Tensor {
    const { shape } = this.array;
    const k = normalizeAxis("unsqueeze", dim, [...shape, 1]);
    return apply(moves.reshape("UnsqueezeBackward0", shape.toSpliced(k, 0, 1)), this);
  }
  /** The elements in one row. */
  flatten(): Tensor<[number]> {
    return (this.ndim === 1 ? this : this.reshape([-1])) as Tensor as Tensor<[number]>;
  }
  /** All dims reversed. */
  get T(): Tensor<Transpose<S>> {
    const order = this.array.shape.map((_, dim) => dim).reverse();
    return apply(moves.transpose("PermuteBackward0", order), this);
  }
  /** The two dims swapped. */
  transpose(dim0: number, dim1: number): Tensor {
    const { shape } = this.array;
    const [a, b] = [dim0, dim1].map((dim) => normalizeAxis("transpose", dim, shape));
    const order = shape.map((_, dim) => (dim === a ? b : dim === b ? a : dim));
    return apply(moves.transpose("TransposeBackward0", order), this);
  }
  /** In another dtype. */
  to(dtype: DType): Tensor<S> {
    if (checkDType("to", dtype) === this.dtype) return this;
    return apply(moves.to(dtype), this);
  }
  float(): Tensor<S> {
    return this.to("float32");
  }

  static {
    defineMethods(Tensor.prototype);
  }
}

// ---- how a method computes ----------------------------------------------------------------

/** The operation's result; it is recorded where an input requires a gradient. */
export function apply<S extends Shape>(
  operation: Operation,
  ...inputs: TensorOperand[]
): Tensor<S> {
  const y = operation.forward(...(inputs.map(arrayOf) as never[]));
  const isRecorded =
    isGradEnabled() &&
    isFloat(y.dtype) &&
    inputs.some((x) => typeof x === "object" && x.requiresGrad);
  if (!isRecorded) return new Tensor(y);
  return new Tensor(y, true, new GradFn(operation, inputs, y));
}

function defineMethods(prototype: object): void {
  const define = (name: string | symbol, value: (this: Tensor, ...args: never[]) => unknown) =>
    Object.defineProperty(prototype, name, { value });
  for (const [name, operation] of Object.entries(derivatives.unary)) {
    define(name, function () {
      return apply(operation, this);
    });
  }
  for (const [name, operation] of Object.entries(derivatives.binary)) {
    define(name, function (other: TensorOperand) {
      return apply(operation, this, other);
    });
  }
  for (const [name, operation] of Object.entries(moves.reductions)) {
    define(name, function (dim: number | null = null, options: Correction = {}) {
      return apply(operation(this.array, dim, options), this);
    });
  }
  for (const name of [
    "greater",
    "greaterEqual",
    "less",
    "lessEqual",
    "equal",
    "notEqual",
  ] as const) {
    define(name, function (other: TensorOperand) {
      return new Tensor(this.array[name](arrayOf(other)) as NDArray);
    });
  }
  // The name by which consoles and kernels ask for a value's text.
  define(Symbol.for("nodejs.util.inspect.custom"), function () {
    return this.toString();
  });
}
