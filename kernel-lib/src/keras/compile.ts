// What compile takes, and what fit and evaluate make of it.
import { type Layer, Sigmoid } from "../nn/index.js";
import { checkOptions, showShape } from "../numpy/shape.js";
import { Optimizer } from "../optim/index.js";
import { Tensor } from "../torch/tensor.js";
import type { Logs } from "./logs.js";
import { binaryAccuracy, categoricalAccuracy, type Metric } from "./metrics.js";
import { optimizers } from "./optimizers.js";

/** A loss as compile takes it; `threshold` is the output above which a sample counts as class 1. */
export type CompiledLoss = ((output: Tensor, target: Tensor) => Tensor) & {
  readonly threshold?: number;
};

export interface CompileOptions {
  /** A name with Keras's rates (sgd 0.01, rmsprop 0.001, adam 0.001), or a function that makes one. */
  readonly optimizer: "sgd" | "rmsprop" | "adam" | ((parameters: Tensor[]) => Optimizer);
  readonly loss: CompiledLoss;
  /** "accuracy" is binary or categorical by the shape of the outputs, as in Keras. */
  readonly metrics?: readonly ("accuracy" | Metric)[];
}

export interface Compiled {
  readonly optimizer: Optimizer;
  readonly loss: CompiledLoss;
  readonly metrics: ReadonlyMap<string, Metric>;
}

/** Checks the options and makes the optimiser; `lastLayer` may say what the outputs are. */
export function compile(
  options: CompileOptions,
  parameters: Tensor[],
  lastLayer: Layer | undefined,
): Compiled {
  checkOptions("compile", options, ["optimizer", "loss", "metrics"]);
  const { loss, metrics = [] } = options;
  const optimizer = makeOptimizer(options.optimizer, parameters);
  if (typeof loss !== "function") {
    throw new TypeError("compile: the loss is not a function; give one such as F.mseLoss");
  }
  if (!Array.isArray(metrics)) {
    throw new TypeError('compile: metrics is not an array; write metrics: ["accuracy"]');
  }
  const threshold = loss.threshold ?? (lastLayer instanceof Sigmoid ? 0.5 : undefined);
  return { optimizer, loss, metrics: new Map(metrics.map((m) => namedMetric(m, threshold))) };
}

function makeOptimizer(given: CompileOptions["optimizer"], parameters: Tensor[]): Optimizer {
  const example = "write (parameters) => new optim.Adam(parameters)";
  if (typeof given === "function") {
    const optimizer = given(parameters);
    if (optimizer instanceof Optimizer) return optimizer;
    throw new TypeError(`compile: the optimizer function returns no optimizer; ${example}`);
  }
  if (typeof given === "string" && Object.hasOwn(optimizers, given)) {
    return optimizers[given](parameters);
  }
  if ((given as unknown) instanceof Optimizer) {
    throw new TypeError(`compile: give a function that makes the optimizer; ${example}`);
  }
  const known = Object.keys(optimizers).join(", ");
  throw new TypeError(`compile: there is no optimizer ${given}; give ${known} or a function`);
}

function namedMetric(
  metric: "accuracy" | Metric,
  threshold: number | undefined,
): [name: string, metric: Metric] {
  if (metric === "accuracy") return ["accuracy", accuracy(threshold)];
  if (typeof metric === "function" && metric.name !== "") return [metric.name, metric];
  throw new TypeError(
    'compile: a metric is "accuracy", one of metrics, such as metrics.binaryAccuracy(), ' +
      "or a function with a name",
  );
}

/** One output per sample needs a threshold, which depends on whether it is a logit. */
function accuracy(threshold: number | undefined): Metric {
  return (output, target) => {
    const { shape } = output.array;
    if (shape.length === 2 && shape[1] > 1) return categoricalAccuracy(output, target);
    if (threshold !== undefined) return binaryAccuracy({ threshold })(output, target);
    throw new Error(
      `accuracy: the outputs have shape ${showShape(shape)}, and this loss does not say whether ` +
        "they are logits or probabilities; write metrics: [metrics.binaryAccuracy({ threshold: " +
        "0 })] for logits, 0.5 for probabilities",
    );
  };
}

/** The loss as a tensor, to go backward from, and all numbers by name. */
export function measure(
  { loss, metrics }: Compiled,
  output: Tensor,
  target: Tensor,
): { readonly cost: Tensor; readonly logs: Logs } {
  const fitting = asColumn(target, output);
  const cost = loss(output, fitting);
  if (!(cost instanceof Tensor)) {
    throw new TypeError(`loss: it returns ${typeName(cost)}; return a tensor of one number`);
  }
  const logs: { [name: string]: number } = { loss: cost.item() };
  for (const [name, metric] of metrics) {
    const value = metric(output.detach(), fitting);
    if (typeof value !== "number") {
      throw new TypeError(
        `${name}: it returns ${typeName(value)}; return a number, as item() does`,
      );
    }
    logs[name] = value;
  }
  return { cost, logs };
}

const typeName = (x: unknown): string =>
  typeof x === "object" && x !== null ? `a ${x.constructor?.name ?? "object"}` : String(x);

/** Targets [n] beside outputs [n, 1] become a column, as in Keras. */
function asColumn(target: Tensor, output: Tensor): Tensor {
  const isColumn = output.ndim === 2 && output.array.shape[1] === 1;
  return isColumn && target.ndim === 1 ? (target.reshape([target.numel(), 1]) as Tensor) : target;
}
