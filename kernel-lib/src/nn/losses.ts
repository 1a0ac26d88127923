// Losses: how far a prediction is from its target, with the derivative.

import {
  type Derivative,
  type Operation,
  promoteTypes,
  toFloat,
  unary,
  zeros,
} from "../autograd/operation.js";
import { logSoftmax } from "../autograd/reductionDerivatives.js";
import { exp, log, log1p } from "../libm/index.js";
import { allocate } from "../numpy/dtype.js";
import type { Binary } from "../numpy/loops.js";
import * as loops from "../numpy/loops.js";
import { NDArray, wrap } from "../numpy/ndarray.js";
import { checkOptions, sameShape, showShape } from "../numpy/shape.js";
import { apply, Tensor } from "../torch/tensor.js";

export interface LossOptions {
  /** What becomes of the losses of all elements; mean if not given. */
  readonly reduction?: "mean" | "sum" | "none";
}

export interface Loss {
  (input: Tensor, target: Tensor, options?: LossOptions): Tensor;
  /** The input above which a sample counts as class 1: ½ for probabilities, 0 for logits. */
  readonly threshold?: number;
}

function reductionOf(who: string, options: LossOptions): "mean" | "sum" | "none" {
  checkOptions(who, options, ["reduction"]);
  const { reduction = "mean" } = options;
  if (["mean", "sum", "none"].includes(reduction)) return reduction;
  throw new RangeError(`${who}: there is no reduction ${reduction}; use mean, sum or none`);
}

/** A loss of each element, its derivatives by input and target, and the mean or sum of all. */
function loss(
  who: string,
  name: string,
  threshold: number,
  f: Binary,
  byInput: Binary,
  byTarget: Binary,
): Loss {
  const zip = (g: Binary, a: NDArray, b: NDArray): NDArray =>
    wrap(loops.zip(who, g, ...promoteTypes(toFloat(a), b), (dtype) => dtype));
  const compute: Loss = (input, target, options = {}) => {
    const reduction = reductionOf(who, options);
    const [given, wanted] = [input.array.shape, target.array.shape];
    if (!sameShape(given, wanted)) {
      const shapes = `${showShape(given)} and ${showShape(wanted)}`;
      throw new RangeError(`${who}: input and target have shapes ${shapes}; reshape one of them`);
    }
    const reduce = (each: NDArray): NDArray => (reduction === "none" ? each : each[reduction]());
    const scale = reduction === "mean" ? 1 / input.numel() : 1;
    const slope = (h: Binary): Derivative => ({
      reads: [0, 1],
      of: (g: NDArray, _: NDArray, a: NDArray, b: NDArray) =>
        zip(h, a, b).mul(g).mul(scale) as NDArray,
    });
    const operation: Operation = {
      name,
      forward: (a: NDArray, b: NDArray) => reduce(zip(f, a, b)),
      derivatives: [slope(byInput), slope(byTarget)],
    };
    return apply(operation, input, target);
  };
  Object.defineProperty(compute, "name", { value: who });
  return Object.assign(compute, { threshold });
}

// ---- of numbers ---------------------------------------------------------------------------

/**
 * The mean of (input - target)².
 * @differs Shapes that differ are refused, not broadcast.
 */
export const mseLoss: Loss = loss(
  "mseLoss",
  "MseLossBackward0",
  0.5,
  (a, b) => (a - b) * (a - b),
  (a, b) => 2 * (a - b),
  (a, b) => 2 * (b - a),
);

/** Half the mean squared error, 1/(2m) Σ (input - target)²: its derivative has no factor 2. */
export const halfMseLoss: Loss = Object.assign(
  function halfMseLoss(input: Tensor, target: Tensor, options?: LossOptions): Tensor {
    return mseLoss(input, target, options).div(2);
  },
  { threshold: 0.5 },
);

// ---- of two classes -----------------------------------------------------------------------

/** PyTorch's floor: a certain and wrong prediction costs 100, not infinity. */
const boundedLog = (x: number): number => Math.max(log(x), -100);

/**
 * The mean of -t log p - (1 - t) log(1 - p) for a probability p and a target t from 0 to 1.
 * @throws RangeError where an input is not from 0 to 1
 * @differs Without weight.
 */
export const binaryCrossEntropy: Loss = Object.assign(
  function binaryCrossEntropy(input: Tensor, target: Tensor, options?: LossOptions): Tensor {
    const odd = input.array.data.find((p) => !(p >= 0 && p <= 1));
    if (odd === undefined) return ofProbability(input, target, options);
    const use = "apply sigmoid, or use binaryCrossEntropyWithLogits";
    throw new RangeError(`binaryCrossEntropy: input ${odd} is not a probability; ${use}`);
  },
  { threshold: 0.5 },
);

const ofProbability: Loss = loss(
  "binaryCrossEntropy",
  "BinaryCrossEntropyBackward0",
  0.5,
  (p, t) => -t * boundedLog(p) - (1 - t) * boundedLog(1 - p),
  (p, t) => (p - t) / Math.max((1 - p) * p, Math.fround(1e-12)), // PyTorch's floor is a float32.
  (p) => log1p(-p) - log(p),
);

/**
 * The same for p = σ(z), computed from z as max(z, 0) - z t + log(1 + e^-|z|): no overflow.
 * @differs Without weight and pos_weight.
 */
export const binaryCrossEntropyWithLogits: Loss = loss(
  "binaryCrossEntropyWithLogits",
  "BinaryCrossEntropyWithLogitsBackward0",
  0,
  // z (1 - t) in place of z - z t, which is NaN at infinity.
  (z, t) => (z > 0 ? z * (1 - t) : -z * t) + log1p(exp(-Math.abs(z))),
  (z, t) => 1 / (1 + exp(-z)) - t,
  (z) => -z,
);

/** The mean of max(0, 1 - t z) for targets t of ±1. */
export const hingeLoss: Loss = loss(
  "hingeLoss",
  "HingeLossBackward0",
  0,
  (z, t) => Math.max(0, 1 - t * z),
  (z, t) => (t * z >= 1 ? 0 : -t),
  (z, t) => (t * z >= 1 ? 0 : -z),
);

/** The mean of max(0, -t z) for targets t of ±1: only what is misclassified costs. */
export const perceptronLoss: Loss = loss(
  "perceptronLoss",
  "PerceptronLossBackward0",
  0,
  (z, t) => Math.max(0, -t * z),
  (z, t) => (t * z >= 0 ? 0 : -t),
  (z, t) => (t * z >= 0 ? 0 : -z),
);

// ---- of many classes ----------------------------------------------------------------------

/** The index of each sample's own logit among the elements of the logits [m, classes]. */
function targetIndices(logits: NDArray, target: Tensor | readonly number[]): Int32Array {
  const classes = target instanceof Tensor ? target.array.data : target;
  const [m = 0, n = 0] = logits.shape;
  if (
    logits.ndim !== 2 ||
    classes.length !== m ||
    (target instanceof Tensor && target.ndim !== 1)
  ) {
    const shape = target instanceof Tensor ? target.array.shape : [target.length];
    throw new RangeError(
      `crossEntropy: input of shape ${showShape(logits.shape)}, target of ${showShape(shape)}; ` +
        "give logits [m, classes] and m class numbers",
    );
  }
  return Int32Array.from(classes, (k, i) => {
    if (Number.isInteger(k) && k >= 0 && k < n) return i * n + k;
    throw new RangeError(`crossEntropy: target ${i} is ${k}; give a class from 0 to ${n - 1}`);
  });
}

/**
 * The mean of -log softmax(input)[class], `input: [m, classes]`, `target: [m]` class numbers.
 * @throws RangeError where shapes do not fit, or a class is not from 0 to classes - 1
 * @differs Class numbers only; without weight, ignore_index and label_smoothing.
 */
export function crossEntropy(
  input: Tensor,
  target: Tensor | readonly number[],
  options: LossOptions = {},
): Tensor {
  const reduction = reductionOf("crossEntropy", options);
  const indices = targetIndices(input.array, target);
  const m = indices.length;
  const forward = (x: NDArray): NDArray => {
    const losses = new NDArray(allocate(x.dtype, m), [m]);
    indices.forEach((index, i) => {
      losses.data[i] = -(x.data[index] as number);
    });
    return reduction === "none" ? losses : losses[reduction]();
  };
  const divisor = reduction === "mean" ? m : 1;
  const { shape } = input.array;
  const derivative = (g: NDArray): NDArray => {
    const gradient = zeros(g.dtype, shape);
    indices.forEach((index, i) => {
      gradient.data[index] = -(g.data[g.size === 1 ? 0 : i] as number) / divisor;
    });
    return gradient;
  };
  const negativeLogLikelihood = unary("NllLossBackward0", "nothing", forward, derivative, [
    new NDArray(indices, [m]),
  ]);
  return apply(negativeLogLikelihood, apply(logSoftmax(1), input));
}
