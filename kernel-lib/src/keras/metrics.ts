// Metrics: numbers that say how good outputs are, beside the loss. keras.metrics in Python.
import type { NDArray } from "../numpy/ndarray.js";
import { checkOptions, sameShape, showShape } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";

/** A number that says how good outputs are; its function's name is its name in the history. */
export type Metric = (output: Tensor, target: Tensor) => number;

export interface BinaryAccuracyOptions {
  /** The output above which a sample counts as class 1: ½ if not given; 0 for logits. */
  readonly threshold?: number;
}

/**
 * The share of outputs on their target's side of the threshold, both `[n, 1]`; targets are 0 and 1,
 * or -1 and 1. For logits: `metrics: [metrics.binaryAccuracy({ threshold: 0 })]`.
 * @differs Makes a function of (output, target); targets may be -1 and 1.
 */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): Metric {
  checkOptions("binaryAccuracy", options, ["threshold"]);
  const { threshold = 0.5 } = options;
  if (typeof threshold !== "number") {
    throw new TypeError(`binaryAccuracy: threshold is ${JSON.stringify(threshold)}; give a number`);
  }
  return function binaryAccuracy({ array: output }, { array: target }) {
    if (!sameShape(output.shape, target.shape)) {
      throw refusedShapes("binaryAccuracy", output, target, "give both one shape");
    }
    return shareOfEqual(output.greater(threshold) as NDArray, target.greater(0.5) as NDArray);
  };
}

/**
 * The share of samples whose largest output is that of their class. `output: [n, classes]`,
 * `target: [n]` class numbers or `[n, classes]` of which the largest counts.
 */
export const categoricalAccuracy: Metric = function categoricalAccuracy(
  { array: output },
  { array: target },
) {
  const isOneHot = sameShape(output.shape, target.shape);
  if (output.ndim !== 2 || !(isOneHot || sameShape(target.shape, [output.shape[0]]))) {
    const wanted = "give output [n, classes] and target [n] or [n, classes]";
    throw refusedShapes("categoricalAccuracy", output, target, wanted);
  }
  return shareOfEqual(output.argmax(1), isOneHot ? target.argmax(1) : target);
};

function shareOfEqual(found: NDArray, wanted: NDArray): number {
  return (found.equal(wanted) as NDArray).mean().item();
}

function refusedShapes(who: string, output: NDArray, target: NDArray, wanted: string): RangeError {
  const shapes = `output has shape ${showShape(output.shape)}, target ${showShape(target.shape)}`;
  return new RangeError(`${who}: ${shapes}; ${wanted}`);
}
