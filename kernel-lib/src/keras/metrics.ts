// Metrics: numbers that say how good outputs are, beside the loss.

import * as F from "../nn/functional.js";
import type { NDArray } from "../numpy/ndarray.js";
import type { Tensor } from "../torch/tensor.js";
import type { Logs } from "./callbacks.js";

/** A number that says how good outputs are; its function's name is its name in the history. */
export type Metric = (output: Tensor, target: Tensor) => number;
export type NamedMetric = readonly [name: string, metric: Metric];
type Loss = (output: Tensor, target: Tensor) => Tensor;

/** A metric with its name. */
export function named(metric: "accuracy" | Metric, loss: Loss): NamedMetric {
  if (metric === "accuracy") return ["accuracy", accuracyFor(loss)];
  if (typeof metric !== "function" || metric.name === "") {
    throw new TypeError('compile: a metric is "accuracy" or a function with a name');
  }
  return [metric.name, metric];
}

/** One output: its side of the boundary, 0 for logits and margins, ½ else. Several: the largest. */
function accuracyFor(loss: Loss): Metric {
  const signed: readonly Loss[] = [F.binaryCrossEntropyWithLogits, F.hingeLoss, F.perceptronLoss];
  const boundary = signed.includes(loss) ? 0 : 0.5;
  return (output, target) => {
    const many = output.ndim === 2 && output.array.shape[1] > 1;
    const classes = (x: NDArray): NDArray =>
      many ? (x.ndim === 2 ? x.argmax(1) : x) : (x.greater(boundary) as NDArray);
    return (classes(output.array).equal(classes(target.array)) as NDArray).mean().item();
  };
}

export const measure = (metrics: readonly NamedMetric[], output: Tensor, target: Tensor): Logs =>
  Object.fromEntries(metrics.map(([name, metric]) => [name, metric(output.detach(), target)]));
