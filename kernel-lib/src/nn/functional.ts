// Activations: each with its slope. F in a notebook, torch.nn.functional in Python.

import { linear as affine, mul } from "../autograd/derivatives.js";
import {
  elementwise,
  elementwiseFloat,
  flat,
  type Operation,
  toFloat,
  unary,
} from "../autograd/operation.js";
import { exp, expm1, log1p } from "../libm/index.js";
import { allocate, type Data } from "../numpy/dtype.js";
import { NDArray } from "../numpy/ndarray.js";
import type { Affine, CheckFeatures, Fit, Shape } from "../numpy/shape.js";
import { checkFeatures, checkOptions } from "../numpy/shape.js";
import { generator } from "../torch/generator.js";
import { apply, Tensor } from "../torch/tensor.js";

export { logSoftmax, relu, sigmoid, softmax, tanh } from "../torch/index.js";
export * from "./losses.js";

// ---- hard edges ---------------------------------------------------------------------------

const stepOperation = flat("StepBackward0", (x) => Number(x > 0));
/** 1 if x > 0, else 0; its slope is 0, so nothing learns through it. */
export function step<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(stepOperation, x);
}
/** -1, 0 or 1; its slope is 0. */
export function sign<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return x.sign();
}

const clamp = (low: number, high: number): Operation =>
  elementwise(
    "HardtanhBackward0",
    "input",
    (x) => Math.min(Math.max(x, low), high),
    (g, x) => (x <= low || x >= high ? 0 : g),
  );

const hardtanhOperation = clamp(-1, 1);
/**
 * x clamped to -1 … 1; its slope at ±1 is 0.
 * @differs The bounds are fixed.
 */
export function hardtanh<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(hardtanhOperation, x);
}
const relu6Operation = clamp(0, 6);
/** x clamped to 0 … 6; its slope at 0 and 6 is 0. */
export function relu6<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(relu6Operation, x);
}

// ---- two slopes ---------------------------------------------------------------------------

const twoSlopes = (name: string, negativeSlope: number): Operation =>
  elementwiseFloat(
    name,
    "input",
    (x) => (x > 0 ? x : negativeSlope * x),
    (g, x) => (x > 0 ? g : negativeSlope * g),
  );

/** x if x > 0, else negativeSlope · x; its slope at 0 is negativeSlope. */
export function leakyRelu<S extends Shape>(x: Tensor<S>, negativeSlope: number = 0.01): Tensor<S> {
  return apply(twoSlopes("LeakyReluBackward0", negativeSlope), x);
}

/**
 * leakyRelu whose slope is drawn from [lower, upper) for each element in training, and is their
 * mean in evaluation.
 */
export function rrelu<S extends Shape>(
  x: Tensor<S>,
  options: { readonly lower?: number; readonly upper?: number; readonly training?: boolean } = {},
): Tensor<S> {
  checkOptions("rrelu", options, ["lower", "upper", "training"]);
  const { lower = 1 / 8, upper = 1 / 3, training = false } = options;
  if (!training) return apply(twoSlopes("RreluWithNoiseBackward0", (lower + upper) / 2), x);
  const { dtype, data } = toFloat(x.array);
  const slopes = new NDArray(allocate(dtype, data.length).fill(1), x.array.shape);
  for (let i = 0; i < slopes.size; i++) {
    if (data[i] <= 0) {
      slopes.data[i] = generator.uniform(1, "float64", lower, upper)[0] as number;
    }
  }
  const operation = unary(
    "RreluWithNoiseBackward0",
    "nothing",
    (v) => toFloat(v).mul(slopes),
    (g) => g.mul(slopes),
    [slopes],
  );
  return apply(operation, x);
}

/** The element-wise maximum of several tensors: `maxout(W1 x + b1, W2 x + b2)`. */
export function maxout<S extends Shape>(first: Tensor<S>, ...others: Tensor[]): Tensor<S> {
  return others.reduce<Tensor>((largest, x) => largest.maximum(x), first as Tensor) as Tensor<S>;
}

// ---- smooth -------------------------------------------------------------------------------

/** x if x > 0, else α(e^x - 1). */
export function elu<S extends Shape>(x: Tensor<S>, alpha: number = 1): Tensor<S> {
  const operation = elementwiseFloat(
    "EluBackward0",
    "input",
    (v) => (v > 0 ? v : alpha * expm1(v)),
    (g, v) => (v <= 0 ? g * alpha * exp(v) : g),
  );
  return apply(operation, x);
}

/** log(1 + e^x) as max(x, 0) + log(1 + e^-|x|), which never overflows. */
const logOnePlusExp = (x: number): number => Math.max(x, 0) + log1p(exp(-Math.abs(x)));
const logistic = (x: number): number => 1 / (1 + exp(-x));

const softplusOperation = elementwiseFloat(
  "SoftplusBackward0",
  "input",
  logOnePlusExp,
  (g, x) => g * logistic(x),
);
/**
 * log(1 + e^x); its slope is the sigmoid.
 * @differs beta is 1; above 20, where PyTorch takes x itself, it stays exact.
 */
export function softplus<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(softplusOperation, x);
}

const logSigmoidOperation = elementwiseFloat(
  "LogSigmoidBackward0",
  "input",
  (x) => Math.min(x, 0) - log1p(exp(-Math.abs(x))),
  (g, x) => g * logistic(-x),
);
/** log σ(x) = -log(1 + e^-x). */
export function logSigmoid<S extends Shape>(x: Tensor<S>): Tensor<S> {
  return apply(logSigmoidOperation, x);
}

// ---- layers -------------------------------------------------------------------------------

/** x Wᵀ + b, `x: [..., in]`, `W: [out, in]`, `b: [out]`. */
export function linear<S extends Shape, Out extends number, In extends number>(
  x: Fit<Tensor<S>, CheckFeatures<"linear", S, In>>,
  weight: Tensor<readonly [Out, In]>,
  bias?: Tensor<readonly [Out]> | null,
): Tensor<Affine<S, Out>> {
  const input = x as Tensor;
  checkFeatures("linear", input.array.shape, weight.array.shape[1]);
  const operation = affine(input.ndim, Boolean(bias));
  return apply(operation, input, weight as Tensor, ...(bias ? [bias as Tensor] : []));
}

/**
 * Each element 0 with probability p, the others times 1 / (1 - p), so that the mean stays; in
 * evaluation, x itself. Srivastava et al., 2014.
 * @differs PyTorch built with MKL draws other elements for the seed on an Intel processor.
 */
export function dropout<S extends Shape>(
  x: Tensor<S>,
  p: number = 0.5,
  training: boolean = true,
): Tensor<S> {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`dropout: p is ${p}; give a number from 0 to 1`);
  if (!training || p === 0) return x;
  const { dtype } = toFloat(x.array);
  if (p === 1) return apply(mul, x, new Tensor(new NDArray(allocate(dtype, 1), []))); // no draw
  const scale = 1 / (1 - p);
  const kept = generator.bernoulli(x.numel(), 1 - p, dtype);
  const mask = new NDArray(kept.map((isKept) => isKept * scale) as Data, x.array.shape);
  return apply(mul, x, new Tensor(mask));
}
