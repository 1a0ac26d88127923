// Tensor: PyTorch's tensor. Its elements are an NDArray's; a result remembers how it was made.

import { backward, GradFn } from "../autograd/backward.js";
import * as derivatives from "../autograd/derivatives.js";
import { isGradEnabled } from "../autograd/gradMode.js";
import * as manipulation from "../autograd/manipulationDerivatives.js";
import type { Operation } from "../autograd/operation.js";
import type { Correction, KeepDim } from "../autograd/reductionDerivatives.js";
import * as reductions from "../autograd/reductionDerivatives.js";
import { cast, checkDType, type DType, getDefaultDtype, isFloat } from "../numpy/dtype.js";
import type { Indexed, Selector } from "../numpy/indexing.js";
import { refuseListSyntax } from "../numpy/listSyntax.js";
import { NDArray } from "../numpy/ndarray.js";
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
import { checkOptions, normalizeAxis, sameShape, showShape } from "../numpy/shape.js";
import { formatTensor, torchSize } from "./print.js";

/** What may stand beside a tensor in an operation. */
export type TensorOperand = number | Tensor;

/** The name by which consoles and kernels ask for a value's text. */
const inspect = Symbol.for("nodejs.util.inspect.custom");

// Methods that look at the shape take it from `this: Tensor<A>`, never from the class's own S: so a
// Tensor<[2, 3]> is a Tensor<[number, 3]> and a Tensor.

/** A tensor of numbers of one dtype; with `requiresGrad`, `backward` finds derivatives by it. */
export class Tensor<S extends Shape = Shape> {
  /** @internal The elements; `detach` and `data` share them. */
  array: NDArray;
  /** @internal */
  gradArray: NDArray | null = null;
  /** How it was computed; null for a leaf. */
  readonly gradFn: GradFn | null;
  #requiresGrad: boolean;
  /** The method that copied the elements, where PyTorch's would have given a view of them. */
  #copiedBy: string | null = null;

  /** @internal Use `torch.tensor`. */
  constructor(array: NDArray, requiresGrad: boolean = false, gradFn: GradFn | null = null) {
    this.array = array;
    this.gradFn = gradFn;
    this.#requiresGrad = false;
    if (requiresGrad) this.requiresGrad = true;
  }

  // ---- what it is ------------------------------------------------------------------------
  /** Its sizes, printed as PyTorch prints them: `torch.Size([2, 3])`. */
  get shape(): S {
    return torchSize(this.array.shape) as Shape as S;
  }
  /** The type of its elements: float64, float32, int32 or bool. */
  get dtype(): DType {
    return this.array.dtype;
  }
  /** How many dims it has. */
  get ndim(): number {
    return this.array.ndim;
  }
  /** How many elements it has. */
  numel(): number {
    return this.array.size;
  }
  /** ∂L/∂this, summed over every `backward` since it was cleared; null before the first. */
  get grad(): Tensor<S> | null {
    return this.gradArray && new Tensor(this.gradArray);
  }
  set grad(value: Tensor<S> | null) {
    if (value) checkLike("grad", value, this);
    this.gradArray = value?.array ?? null;
  }
  /** As PyTorch prints it: `tensor([22.], grad_fn=<MulBackward0>)`. */
  toString(): string {
    return formatTensor(this.array, {
      requiresGrad: this.requiresGrad,
      defaultDType: getDefaultDtype(),
      gradFn: this.gradFn?.name,
    });
  }
  /** Refuses `a < b` and `-a`; `${a}` and "a = " + a are its text. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint !== "number") return this.toString();
    throw new TypeError(
      "a tensor is not a number: operators do not compute with it; use add, neg, less, ..., or item()",
    );
  }

  static {
    refuseListSyntax(Tensor, "a tensor", "numel()");
    const value = function (this: Tensor): string {
      return this.toString();
    };
    Object.defineProperty(Tensor.prototype, inspect, { value });
  }

  // ---- out of the tensor -----------------------------------------------------------------
  /** The one element as a number, or the element at `indices`. */
  item(...indices: number[]): number {
    return this.array.item(...indices);
  }
  /** Nested lists of the elements; of shape [] a number. */
  tolist<A extends Shape>(this: Tensor<A>): ListOf<A> {
    return this.array.tolist() as ListOf<A>;
  }
  /**
   * The elements as an NDArray that shares them; what is written there, backward does not see.
   * @throws where a gradient would get lost
   */
  numpy(): NDArray<S> {
    if (this.requiresGrad) {
      throw new Error("numpy: this tensor requires a gradient; use detach().numpy()");
    }
    return this.array as NDArray as NDArray<S>;
  }
  /** The same elements, shared, cut off from the graph. */
  detach(): Tensor<S> {
    const shared = new Tensor<S>(this.array);
    shared.#copiedBy = this.#copiedBy;
    return shared;
  }
  /** The elements as `detach` gives them; assigning replaces them, unseen by the graph. */
  get data(): Tensor<S> {
    return this.detach();
  }
  set data(values: Tensor<S>) {
    checkLike("data", values, this);
    this.array = values.array;
  }

  // ---- differentiation ---------------------------------------------------------------------
  /** True for what was not computed by a recorded operation. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }
  /** True if `backward` finds derivatives by it. */
  get requiresGrad(): boolean {
    return this.#requiresGrad;
  }
  set requiresGrad(value: boolean) {
    if (value && !isFloat(this.array.dtype)) {
      throw new TypeError(
        `requiresGrad: ${this.array.dtype} has no derivatives; use float32 or float64`,
      );
    }
    if (!value && this.gradFn) {
      throw new Error("requiresGrad: a tensor that was computed keeps it; use detach()");
    }
    this.#requiresGrad = value;
    if (value) this.#copiedBy = null; // A leaf of its own.
  }

  /**
   * Adds ∂this/∂leaf to the `grad` of every leaf it was computed from. `gradient` is ∂L/∂this, in
   * the shape of this; it may be left out for a single number. Frees what the graph saved.
   * @throws on a second pass without `retainGraph`
   */
  backward(gradient?: Tensor | null, options: { readonly retainGraph?: boolean } = {}): void {
    checkOptions("backward", options, ["retainGraph"]);
    if (!this.requiresGrad) {
      throw new Error(
        "backward: nothing it was computed from requires a gradient; " +
          "make an input with { requiresGrad: true }",
      );
    }
    if (gradient && !(gradient instanceof Tensor)) {
      throw new TypeError(
        "backward: the gradient is not a tensor; options come after it, or after null",
      );
    }
    const g = gradient ? this.#checkedGradient(gradient.array) : this.#seed();
    if (this.gradFn) backward(this.gradFn, g, options.retainGraph ?? false);
    else this.accumulateGrad(g);
  }
  /** Keeps `grad` for a computed tensor too. */
  retainGrad(): void {
    if (!this.requiresGrad) throw new Error("retainGrad: this tensor does not require a gradient");
    if (this.gradFn) this.gradFn.retaining = this;
  }
  /** @internal */
  accumulateGrad(g: NDArray): void {
    const sum = this.gradArray;
    // In place at a leaf, as in PyTorch: a grad that somebody holds follows.
    if (sum && this.isLeaf) sum.set(["..."], sum.add(g) as NDArray);
    else this.gradArray = sum ? (sum.add(g) as NDArray) : g.copy();
  }

  // ---- with another tensor or a number; the shapes broadcast ---------------------------------
  /** this + other. */
  add<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"add", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.add, this, other as TensorOperand);
  }
  /** this - other. */
  sub<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"sub", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.sub, this, other as TensorOperand);
  }
  /** this * other, element by element. */
  mul<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"mul", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.mul, this, other as TensorOperand);
  }
  /** this / other; ints give the default dtype. */
  div<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"div", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.div, this, other as TensorOperand);
  }
  /** this ** other. */
  pow<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"pow", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    const n = other as TensorOperand;
    return typeof n === "number"
      ? apply(derivatives.powNumber(n), this, n)
      : apply(derivatives.pow, this, n);
  }
  /** The element-wise maximum; where the two are equal, each gets half of the gradient. */
  maximum<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"maximum", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.maximum, this, other as TensorOperand);
  }
  /** The element-wise minimum; where the two are equal, each gets half of the gradient. */
  minimum<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"minimum", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return apply(derivatives.minimum, this, other as TensorOperand);
  }
  /** this > other, as a bool tensor; like all comparisons without a gradient. */
  greater<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"greater", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("greater", this, other as TensorOperand);
  }
  /** this >= other, as a bool tensor. */
  greaterEqual<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"greaterEqual", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("greaterEqual", this, other as TensorOperand);
  }
  /** this < other, as a bool tensor. */
  less<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"less", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("less", this, other as TensorOperand);
  }
  /** this <= other, as a bool tensor. */
  lessEqual<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"lessEqual", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("lessEqual", this, other as TensorOperand);
  }
  /** this == other, as a bool tensor. */
  equal<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"equal", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("equal", this, other as TensorOperand);
  }
  /** this != other, as a bool tensor. */
  notEqual<A extends Shape, X extends TensorOperand>(
    this: Tensor<A>,
    other: With<"notEqual", A, X>,
  ): Tensor<Broadcast<A, ShapeIn<X>>> {
    return compare("notEqual", this, other as TensorOperand);
  }

  /** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
  matmul<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Fit<Tensor<B>, CheckMatMul<A, B>>,
  ): Tensor<MatMul<A, B>> {
    const b = checkTensor("matmul", other as Tensor);
    return apply(derivatives.matmul(this.array.shape, b.array.shape), this, b);
  }
  /** matmul. */
  dot<A extends Shape, B extends Shape>(
    this: Tensor<A>,
    other: Fit<Tensor<B>, CheckMatMul<A, B>>,
  ): Tensor<MatMul<A, B>> {
    return this.matmul(other);
  }

  // ---- element by element ------------------------------------------------------------------
  /** -x. */
  neg(): Tensor<S> {
    return apply(derivatives.neg, this);
  }
  /** |x|; its slope at 0 is 0. */
  abs(): Tensor<S> {
    return apply(derivatives.abs, this);
  }
  /** -1, 0 or 1; its slope is 0. */
  sign(): Tensor<S> {
    return apply(derivatives.sign, this);
  }
  /** e^x. */
  exp(): Tensor<S> {
    return apply(derivatives.exp, this);
  }
  /** The natural logarithm. */
  log(): Tensor<S> {
    return apply(derivatives.log, this);
  }
  /** The square root. */
  sqrt(): Tensor<S> {
    return apply(derivatives.sqrt, this);
  }
  /** (e^x - e^-x) / (e^x + e^-x). */
  tanh(): Tensor<S> {
    return apply(derivatives.tanh, this);
  }
  /** The sine of x, in radians. */
  sin(): Tensor<S> {
    return apply(derivatives.sin, this);
  }
  /** The cosine of x, in radians. */
  cos(): Tensor<S> {
    return apply(derivatives.cos, this);
  }
  /** σ(x) = 1 / (1 + e^-x). */
  sigmoid(): Tensor<S> {
    return apply(derivatives.sigmoid, this);
  }
  /** max(0, x); its slope at 0 is 0. */
  relu(): Tensor<S> {
    return apply(derivatives.relu, this);
  }
  /** A copy that is part of the graph. */
  clone(): Tensor<S> {
    return apply(derivatives.clone, this);
  }

  // ---- along a dim; without one, over all elements, to shape [] ------------------------------
  /** The sum. */
  sum<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: KeepDim<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.sum(this.array, dim, options), this);
  }
  /** sum / n. */
  mean<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: KeepDim<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.mean(this.array, dim, options), this);
  }
  /** The largest; equal ones share the gradient. */
  amax<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: KeepDim<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.amax(this.array, dim, options), this);
  }
  /** The smallest; equal ones share the gradient. */
  amin<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: KeepDim<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.amin(this.array, dim, options), this);
  }
  /** The mean of (x - mean)^2, over n - correction (1 if absent). */
  var<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: Correction<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.var(this.array, dim, options), this);
  }
  /** sqrt(var). */
  std<A extends Shape, D extends number | null = null, K extends boolean = false>(
    this: Tensor<A>,
    dim: D = null as D,
    options: Correction<K> = {},
  ): Tensor<Reduced<A, D, K>> {
    return apply(reductions.std(this.array, dim, options), this);
  }
  /** The largest of all elements; along a dim use amax. */
  max(...dims: never[]): Tensor<[]> {
    if (dims.length > 0)
      throw new TypeError(`max: all elements are compared; along a dim use amax(${dims[0]})`);
    return apply(reductions.max, this);
  }
  /** The smallest of all elements; along a dim use amin. */
  min(...dims: never[]): Tensor<[]> {
    if (dims.length > 0)
      throw new TypeError(`min: all elements are compared; along a dim use amin(${dims[0]})`);
    return apply(reductions.min, this);
  }
  /** The index of the first largest element (int32). */
  argmax(dim: number | null = null, options: KeepDim = {}): Tensor {
    checkOptions("argmax", options, ["keepdim"]);
    return new Tensor(this.array.argmax(dim, { keepdims: options.keepdim ?? false }));
  }

  // ---- the same elements in another arrangement ----------------------------------------------
  /** As an NDArray's `at`: `x.at(0)`, `x.at(":", -1)`, `x.at("1:3")`, `x.at(mask)`. */
  at<A extends Shape, const I extends readonly (Selector | Tensor)[]>(
    this: Tensor<A>,
    ...selectors: I
  ): Tensor<Indexed<A, I>> {
    const operation = manipulation.index(this.array.shape, indicesOf("at", selectors));
    // By a mask or indices PyTorch gives a copy, too.
    const isView = selectors.every((s) => typeof s !== "object" || s === null);
    return isView ? Tensor.copied("at", operation, this) : apply(operation, this);
  }
  /** The elements in another shape; one size may be -1: it is worked out. */
  reshape<const Z extends Size>(shape: Z, ...others: never[]): Tensor<Sized<Z>> {
    if (others.length > 0) {
      const sizes = [shape, ...others].join(", ");
      throw new TypeError(`reshape: give one shape, reshape([${sizes}])`);
    }
    return Tensor.copied(
      "reshape",
      manipulation.reshape("ViewBackward0", this.array.shape, shape),
      this,
    );
  }
  /** Without its dims of size 1, or without the given one. */
  squeeze(dim?: number): Tensor {
    const { shape } = this.array.squeeze(dim);
    const name = dim === undefined ? "SqueezeBackward0" : "SqueezeBackward1";
    return Tensor.copied("squeeze", manipulation.reshape(name, this.array.shape, shape), this);
  }
  /** With a new dim of size 1 before the given one; -1 is after the last. */
  unsqueeze(dim: number): Tensor {
    const { shape } = this.array;
    const k = normalizeAxis("unsqueeze", dim, [...shape, 1]);
    return Tensor.copied(
      "unsqueeze",
      manipulation.reshape("UnsqueezeBackward0", shape, shape.toSpliced(k, 0, 1)),
      this,
    );
  }
  /** The elements in one row. */
  flatten(): Tensor<[number]> {
    return (this.ndim === 1 ? this : this.reshape([-1])) as Tensor as Tensor<[number]>;
  }
  /** All dims reversed. */
  get T(): Tensor<Transpose<S>> {
    const order = this.array.shape.map((_, dim) => dim).reverse();
    return Tensor.copied("T", manipulation.transpose("PermuteBackward0", order), this);
  }
  /** The two dims swapped. */
  transpose(dim0: number, dim1: number): Tensor {
    const { shape } = this.array;
    const [a, b] = [dim0, dim1].map((dim) => normalizeAxis("transpose", dim, shape));
    const order = shape.map((_, dim) => (dim === a ? b : dim === b ? a : dim));
    return Tensor.copied("transpose", manipulation.transpose("TransposeBackward0", order), this);
  }
  /** In another dtype. */
  to(dtype: DType): Tensor<S> {
    if (checkDType("to", dtype) === this.dtype) return this;
    return apply(manipulation.to(dtype), this);
  }
  /** In float32. */
  float(): Tensor<S> {
    return this.to("float32");
  }

  // ---- in place: of what requires a gradient, inside torch.noGrad -----------------------------
  /** Adds in place. */
  add_(other: TensorOperand): this {
    return this.#assign("add_", this.array.add(arrayOf(other)) as NDArray);
  }
  /** Subtracts in place. */
  sub_(other: TensorOperand): this {
    return this.#assign("sub_", this.array.sub(arrayOf(other)) as NDArray);
  }
  /** Multiplies in place. */
  mul_(other: TensorOperand): this {
    return this.#assign("mul_", this.array.mul(arrayOf(other)) as NDArray);
  }
  /** Divides in place. */
  div_(other: TensorOperand): this {
    return this.#assign("div_", this.array.div(arrayOf(other)) as NDArray);
  }
  /** Every element becomes `value`. */
  fill_(value: number): this {
    const [fitting = 0] = cast("fill_", [value], this.dtype);
    return this.write("fill_", ({ data }) => data.fill(fitting));
  }
  zero_(): this {
    return this.write("zero_", ({ data }) => data.fill(0));
  }
  /** Takes over the elements of `other`, of the same shape. */
  copy_(other: Tensor): this {
    return this.#assign("copy_", other.array);
  }
  /** Writes to what the selectors of `at` select. */
  set(selectors: readonly (Selector | Tensor)[], value: number | Tensor): void {
    this.write("set", (array) => array.set(indicesOf("set", selectors), arrayOf(value)));
  }
  #assign(who: string, values: NDArray): this {
    checkShape(who, values, this.array);
    return this.write(who, ({ data, dtype }) => data.set(cast(who, values.data, dtype)));
  }
  /** @internal Refuses what would make the graph lie, and lets a later backward know. */
  write(who: string, change: (array: NDArray) => void): this {
    if (this.#copiedBy) {
      throw new Error(
        `${who}: ${this.#copiedBy} gave a copy, so the tensor it was called on would not change; ` +
          "write there with set, or take a clone() to change a copy",
      );
    }
    if (this.requiresGrad && isGradEnabled()) {
      throw new Error(`${who}: this tensor requires a gradient; write torch.noGrad(() => …)`);
    }
    change(this.array);
    this.array.version += 1;
    return this;
  }

  /** @internal The result as a copy that is not written to: PyTorch's would be a view. */
  static copied<S extends Shape>(method: string, operation: Operation, x: Tensor): Tensor<S> {
    const copy = apply<S>(operation, x);
    copy.#copiedBy = method;
    return copy;
  }

  #seed(): NDArray {
    const { data, shape, size } = this.array;
    if (size === 1) return new NDArray(data.slice().fill(1), shape);
    throw new Error(
      `backward: shape ${showShape(shape)} is not a single number; ` +
        "give the gradient of a loss by it, or take its sum() or mean() first",
    );
  }

  #checkedGradient(g: NDArray): NDArray {
    const { shape, dtype } = this.array;
    if (sameShape(g.shape, shape) && g.dtype === dtype) return g;
    const given = `${g.dtype} of shape ${showShape(g.shape)}`;
    const wanted = `${dtype} of shape ${showShape(shape)}`;
    throw new RangeError(`backward: the gradient is ${given}, the tensor ${wanted}; make it so`);
  }
}

// ---- how a method computes ----------------------------------------------------------------

/** @internal The elements of an operand. */
export function arrayOf(x: TensorOperand): NDArray | number {
  if (typeof x === "number") return x;
  if (x instanceof Tensor) return x.array;
  throw new TypeError(`${kindOf(x)} is neither a tensor nor a number; use torch.tensor`);
}

/** @internal Refuses what is not a tensor where only a tensor will do. */
export function checkTensor<S extends Shape>(who: string, x: Tensor<S>): Tensor<S> {
  if (x instanceof Tensor) return x;
  throw new TypeError(`${who}: ${kindOf(x)} is not a tensor; use torch.tensor`);
}

/** A value that was given for a tensor, in words: `the string "1"`, `an NDArray`. */
function kindOf(x: unknown): string {
  if (x instanceof NDArray) return "an NDArray";
  if (Array.isArray(x)) return "an array";
  return typeof x === "string" ? `the string "${x}"` : String(x);
}

function indicesOf(who: string, selectors: readonly (Selector | Tensor)[]): Selector[] {
  if (!Array.isArray(selectors)) {
    throw new TypeError(`${who}: the selectors are not in a list; write ${who}([0, ":"], value)`);
  }
  return selectors.map((selector) => {
    if (!Array.isArray(selector)) return selector instanceof Tensor ? selector.array : selector;
    const places = JSON.stringify(selector);
    throw new TypeError(`${who}: an array is not a selector; use torch.tensor(${places})`);
  });
}

/** Refuses what cannot take the place of a tensor's elements, or be their gradient. */
function checkLike(who: string, given: Tensor, like: Tensor): void {
  checkShape(who, checkTensor(who, given).array, like.array);
  if (given.dtype === like.dtype) return;
  throw new TypeError(
    `${who}: ${given.dtype} is not ${like.dtype}, the tensor's dtype; use to("${like.dtype}")`,
  );
}

/** Refuses values that do not fill `like`. */
function checkShape(who: string, { shape }: NDArray, like: NDArray): void {
  if (sameShape(shape, like.shape)) return;
  const shapes = `${showShape(shape)} is not ${showShape(like.shape)}`;
  throw new RangeError(`${who}: shape ${shapes}, the tensor's; reshape what you give`);
}

type Comparison = "greater" | "greaterEqual" | "less" | "lessEqual" | "equal" | "notEqual";

const compare = <S extends Shape>(name: Comparison, a: Tensor, b: TensorOperand): Tensor<S> =>
  new Tensor(a.array[name](arrayOf(b)) as NDArray);

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
