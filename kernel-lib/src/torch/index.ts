// torch: PyTorch's functions under PyTorch's names, in camelCase.

import { choose } from "../autograd/derivatives.js";
import { withGrad } from "../autograd/gradMode.js";
import { concatenate } from "../autograd/manipulationDerivatives.js";
import * as reductions from "../autograd/reductionDerivatives.js";
import { fma } from "../libm/index.js";
import * as np from "../numpy/creation.js";
import {
  allocate,
  checkDType,
  type Data,
  type DType,
  getDefaultDtype,
  isFloat,
} from "../numpy/dtype.js";
import { allclose as closeArrays } from "../numpy/index.js";
import { NDArray } from "../numpy/ndarray.js";
import type {
  Broadcast,
  CheckMatMul,
  Fit,
  MatMul,
  Shape,
  ShapeIn,
  Size,
  Sized,
  With,
} from "../numpy/shape.js";
import { checkOptions, normalizeAxis, type ShapeOf, shapeFrom, sizeOf } from "../numpy/shape.js";
import { generator } from "./generator.js";
import { apply, checkTensor, Tensor, type TensorOperand } from "./tensor.js";

export { isGradEnabled } from "../autograd/gradMode.js";
export { getDefaultDtype, setDefaultDtype } from "../numpy/dtype.js";

/** Options of new tensors; the default dtype is float32 until `setDefaultDtype`. */
export interface TensorOptions {
  readonly dtype?: DType;
  readonly requiresGrad?: boolean;
}

const known = ["dtype", "requiresGrad"];

// ---- from values --------------------------------------------------------------------------

/**
 * A tensor from nested lists, or a copy of an NDArray: `tensor([[1, 2], [3, 4]])`. Numbers get the
 * default dtype, booleans bool.
 * @throws RangeError when rows differ in length
 */
export function tensor<const T extends number | boolean | readonly unknown[] | NDArray>(
  values: T,
  options: TensorOptions = {},
): Tensor<T extends NDArray<infer S> ? S : ShapeOf<T>> {
  checkOptions("tensor", options, known);
  if ((values as unknown) instanceof Tensor) {
    throw new TypeError("tensor: this is a tensor already; use clone(), or detach().clone()");
  }
  const { dtype, requiresGrad = false } = options;
  const isArray = values instanceof NDArray;
  const array: NDArray = isArray ? values.copy() : np.array(values as number);
  const wanted = dtype ?? (isArray || array.dtype === "bool" ? array.dtype : getDefaultDtype());
  return new Tensor(array.dtype === wanted ? array : array.astype(wanted), requiresGrad);
}

/** A tensor that shares the elements of an NDArray. */
export function fromNumpy<S extends Shape>(array: NDArray<S>): Tensor<S> {
  if (array instanceof NDArray) return new Tensor(array);
  throw new TypeError("fromNumpy: this is not an NDArray; use torch.tensor");
}

// ---- by shape: zeros(2, 3), zeros([2, 3], { requiresGrad: true }) --------------------------

export interface Creation {
  <const Z extends readonly number[]>(...sizes: Z): Tensor<[...Z]>;
  <const Z extends Size>(shape: Z, options?: TensorOptions): Tensor<Sized<Z>>;
}

const creation = (who: string, draw: (size: number, dtype: DType) => Data): Creation =>
  ((...args: (Size | TensorOptions)[]) => {
    const last = args[args.length - 1];
    const isOptions = typeof last === "object" && !Array.isArray(last);
    const options = (isOptions ? last : {}) as TensorOptions;
    checkOptions(who, options, known);
    const sizes = args.slice(0, args.length - Number(isOptions)) as Size[];
    if (sizes.length > 1 && sizes.some((size) => typeof size !== "number")) {
      throw new TypeError(`${who}: give sizes, ${who}(2, 3), or one shape, ${who}([2, 3])`);
    }
    const shape = shapeFrom(who, sizes.flat());
    const data = draw(sizeOf(shape), checkDType(who, options.dtype ?? getDefaultDtype()));
    return new Tensor(new NDArray<Shape>(data, shape), options.requiresGrad);
  }) as Creation;

/** All 0. */
export const zeros: Creation = creation("zeros", (n, dtype) => allocate(dtype, n));
/** All 1. */
export const ones: Creation = creation("ones", (n, dtype) => allocate(dtype, n).fill(1));
/** Uniform in [0, 1), PyTorch's numbers for the seed. */
export const rand: Creation = creation("rand", (n, dtype) => generator.rand(n, dtype));
/** Standard normal, PyTorch's numbers for the seed. */
export const randn: Creation = creation("randn", (n, dtype) => generator.randn(n, dtype));

const withOptions = <S extends Shape>(who: string, array: NDArray, options: TensorOptions) => {
  checkOptions(who, options, known);
  const typed = array.astype(options.dtype ?? getDefaultDtype());
  return new Tensor<S>(typed, options.requiresGrad);
};

/** All `value`: `full([2, 3], 7)`. */
export function full<const Z extends Size>(
  shape: Z,
  value: number,
  options: TensorOptions = {},
): Tensor<Sized<Z>> {
  if (typeof value !== "number") {
    throw new TypeError(`full: the value is ${String(value)}; write full([2, 3], 7)`);
  }
  return withOptions("full", np.full(shape, value), options);
}
/** The n × n identity matrix. */
export function eye<const N extends number>(n: N, options: TensorOptions = {}): Tensor<[N, N]> {
  return withOptions("eye", np.eye(n), options);
}
/** From start up to, not including, stop: `arange(1, 13)`. */
export function arange(start: number, stop?: number, step: number = 1): Tensor<[number]> {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  return withOptions("arange", np.arange(from, to, step), {});
}
/** `steps` numbers from start to end, both included: `linspace(0, 1, 5)`. */
export function linspace<const N extends number>(
  start: number,
  end: number,
  steps: N,
): Tensor<[N]> {
  if (!Number.isInteger(steps) || steps < 0) {
    throw new RangeError(`linspace: steps is ${steps}; give a whole number >= 0`);
  }
  const x = withOptions<[N]>("linspace", np.linspace(start, end, steps), {});
  const { data } = x.array;
  if (steps < 2) return x;
  data[0] = (end - start) / (steps - 1); // rounds the step as PyTorch does
  const step = data[0];
  for (let i = 0; i < steps; i++) {
    data[i] = i < steps >> 1 ? fma(step, i, start) : fma(-step, steps - 1 - i, end);
  }
  return x;
}
/** All 0, in the shape and dtype of x. */
export function zerosLike<S extends Shape>(x: Tensor<S>, options: TensorOptions = {}): Tensor<S> {
  return withOptions("zerosLike", np.zerosLike(x.array), { dtype: x.dtype, ...options });
}
/** All 1, in the shape and dtype of x. */
export function onesLike<S extends Shape>(x: Tensor<S>, options: TensorOptions = {}): Tensor<S> {
  return withOptions("onesLike", np.onesLike(x.array), { dtype: x.dtype, ...options });
}

// ---- random -------------------------------------------------------------------------------

/** Starts PyTorch's CPU stream of the seed: the same numbers as in Python. */
export function manualSeed(seed: number): void {
  generator.manualSeed(seed);
}
/** Whole numbers from low up to, not including, high (int32). */
export function randint<const Z extends Size>(
  low: number,
  high: number,
  shape: Z,
): Tensor<Sized<Z>> {
  const sizes = shapeFrom("randint", shape);
  return new Tensor(new NDArray<Shape>(generator.randint(sizeOf(sizes), low, high), sizes));
}
/** 0 to n - 1 in random order (int32). */
export function randperm<const N extends number>(n: N): Tensor<[N]> {
  return new Tensor(new NDArray(generator.randperm(n), [n]));
}

// ---- recording ------------------------------------------------------------------------------

/** Runs f without recording: for updates in place, and where no gradient is needed. */
export function noGrad<T>(f: () => T): T {
  if (typeof f === "function") return withGrad(false, f);
  throw new TypeError("noGrad: give a function, noGrad(() => …)");
}

// ---- functions ------------------------------------------------------------------------------

type Map = <S extends Shape>(x: Tensor<S>) => Tensor<S>;

export const exp: Map = (x) => checkTensor("exp", x).exp();
export const log: Map = (x) => checkTensor("log", x).log();
export const sqrt: Map = (x) => checkTensor("sqrt", x).sqrt();
export const abs: Map = (x) => checkTensor("abs", x).abs();
export const sign: Map = (x) => checkTensor("sign", x).sign();
export const sin: Map = (x) => checkTensor("sin", x).sin();
export const cos: Map = (x) => checkTensor("cos", x).cos();
export const tanh: Map = (x) => checkTensor("tanh", x).tanh();
export const sigmoid: Map = (x) => checkTensor("sigmoid", x).sigmoid();
export const relu: Map = (x) => checkTensor("relu", x).relu();

/** The sum of all elements, or along a dim. */
export const sum = (x: Tensor, dim: number | null = null): Tensor => checkTensor("sum", x).sum(dim);
/** The mean of all elements, or along a dim. */
export const mean = (x: Tensor, dim: number | null = null): Tensor =>
  checkTensor("mean", x).mean(dim);

/** The matrix product: [..., n, k] @ [..., k, m]; a vector is a row on the left, else a column. */
export function matmul<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Fit<Tensor<B>, CheckMatMul<A, B>>,
): Tensor<MatMul<A, B>> {
  return checkTensor("matmul", a).matmul(b);
}
/** The element-wise maximum. */
export function maximum<A extends Shape, X extends TensorOperand>(
  a: Tensor<A>,
  b: With<"maximum", A, X>,
): Tensor<Broadcast<A, ShapeIn<X>>> {
  return checkTensor("maximum", a).maximum(b);
}
/** The element-wise minimum. */
export function minimum<A extends Shape, X extends TensorOperand>(
  a: Tensor<A>,
  b: With<"minimum", A, X>,
): Tensor<Broadcast<A, ShapeIn<X>>> {
  return checkTensor("minimum", a).minimum(b);
}
/** x where the condition is true, otherwise y; all three broadcast. */
export function where(condition: Tensor, x: TensorOperand, y: TensorOperand): Tensor {
  const other = [x, y].find((v) => typeof v === "object")?.dtype ?? getDefaultDtype();
  const operand = (v: TensorOperand): Tensor => {
    if (typeof v === "object") return v;
    return full([], v, {
      dtype: Number.isInteger(v) || isFloat(other) ? other : getDefaultDtype(),
    });
  };
  return apply(choose(checkTensor("where", condition).array), operand(x), operand(y));
}
function checkTensors(who: string, tensors: readonly Tensor[]): readonly Tensor[] {
  if (!Array.isArray(tensors)) throw new TypeError(`${who}: give a list, ${who}([x, y])`);
  for (const x of tensors) checkTensor(who, x);
  return tensors;
}
/** The tensors one after the other along a dim they have. */
export function cat(tensors: readonly Tensor[], dim: number = 0): Tensor {
  const shapes = checkTensors("cat", tensors).map(({ array }) => array.shape);
  return apply(concatenate("CatBackward0", shapes, dim), ...tensors);
}
/** Tensors of one shape, joined along a new dim. */
export function stack(tensors: readonly Tensor[], dim: number = 0): Tensor {
  const raised = checkTensors("stack", tensors).map((x) => x.unsqueeze(dim));
  const shapes = raised.map(({ array }) => array.shape);
  return apply(concatenate("StackBackward0", shapes, dim), ...raised);
}
/** Is |x - y| <= atol + rtol |y| everywhere? */
export function allclose(
  x: Tensor,
  y: Tensor,
  options: { readonly rtol?: number; readonly atol?: number } = {},
): boolean {
  return closeArrays(x.array, y.array, options);
}
/** e^x over its sum along the dim. */
export function softmax<S extends Shape>(x: Tensor<S>, dim: number): Tensor<S> {
  return apply(
    reductions.softmax(normalizeAxis("softmax", dim, checkTensor("softmax", x).array.shape)),
    x,
  );
}
/** log(softmax), without overflow. */
export function logSoftmax<S extends Shape>(x: Tensor<S>, dim: number): Tensor<S> {
  return apply(
    reductions.logSoftmax(
      normalizeAxis("logSoftmax", dim, checkTensor("logSoftmax", x).array.shape),
    ),
    x,
  );
}
