// model: Keras's recipe. Describe, compile, fit, evaluate, predict.

import { Table } from "../jupyter/table.js";
import { type Layer, Linear, Module, Sequential, type StateDict } from "../nn/index.js";
import { NDArray } from "../numpy/ndarray.js";
import { checkOptions, showShape } from "../numpy/shape.js";
import { Adam, type Optimizer, RMSprop, SGD } from "../optim/index.js";
import { fromNumpy, noGrad, randperm, zeros } from "../torch/index.js";
import { Tensor } from "../torch/tensor.js";
import { type Callback, EarlyStopping, type Fitting, type Logs } from "./callbacks.js";
import { type Metric, measure, type NamedMetric, named } from "./metrics.js";
import { progress } from "./progress.js";
import { readJSON, writeJSON } from "./storage.js";

export { type Callback, EarlyStopping, type Logs, type Metric };

export interface CompileOptions {
  /** A name with Keras's rates (sgd 0.01, rmsprop 0.001, adam 0.001), or a function that makes one. */
  readonly optimizer: "sgd" | "rmsprop" | "adam" | ((parameters: Tensor[]) => Optimizer);
  readonly loss: (output: Tensor, target: Tensor) => Tensor;
  readonly metrics?: readonly ("accuracy" | Metric)[];
}

export interface FitOptions {
  readonly epochs?: number;
  /** 32 if not given. */
  readonly batchSize?: number;
  readonly validationData?: readonly [x: NDArray | Tensor, y: NDArray | Tensor];
  /** A new order in every epoch, by torch's generator; true if not given. */
  readonly shuffle?: boolean;
  readonly callbacks?: readonly Callback[];
  /** 0: silent. */
  readonly verbose?: 0 | 1;
}

/** What a fit measured, epoch by epoch; `plot.trainingCurves` takes it as it is. */
export class History {
  readonly epoch: number[] = [];
  readonly #logs: Logs[] = [];

  /** The numbers of every epoch by name. */
  get history(): { readonly [name: string]: readonly number[] } {
    const names = Object.keys(this.#logs[0] ?? {});
    return Object.fromEntries(names.map((name) => [name, this.#logs.map((logs) => logs[name])]));
  }
  /** @internal */
  add(logs: Logs): void {
    this.#logs.push(logs);
    this.epoch.push(this.#logs.length);
  }
}

const optimizers = {
  sgd: (parameters: Tensor[]) => new SGD(parameters, { lr: 0.01 }),
  rmsprop: (parameters: Tensor[]) => new RMSprop(parameters, { lr: 0.001, alpha: 0.9, eps: 1e-7 }),
  adam: (parameters: Tensor[]) => new Adam(parameters, { lr: 0.001, eps: 1e-7 }),
};

type Compiled = {
  readonly optimizer: Optimizer;
  readonly loss: CompileOptions["loss"];
  readonly metrics: readonly NamedMetric[];
};

/** Layers one after the other, with what it takes to train them. Made by `sequential`. */
export class Model extends Sequential implements Fitting {
  stopTraining: boolean = false;
  history: History = new History();
  #compiled: Compiled | undefined;
  #undo: (() => void) | undefined;

  constructor(layers: readonly Layer[]) {
    super(...layers);
    // A stop button can end the program in the middle of a step, parameters half moved: whoever
    // asks for a layer next finds them as they were after the last finished batch.
    for (const [name, layer] of Object.entries(this)) {
      if (!(layer instanceof Module)) continue;
      const get = (): Module => {
        this.#undo?.();
        this.#undo = undefined;
        return layer;
      };
      Object.defineProperty(this, name, { get, enumerable: true });
    }
  }

  /** Chooses optimiser, loss and metrics; starts the optimiser anew. */
  compile(options: CompileOptions): this {
    checkOptions("compile", options, ["optimizer", "loss", "metrics"]);
    const { optimizer, loss, metrics = [] } = options;
    const make = typeof optimizer === "function" ? optimizer : optimizers[optimizer];
    if (make === undefined) {
      const known = Object.keys(optimizers).join(", ");
      throw new TypeError(`compile: no optimizer ${optimizer}; give ${known} or a function`);
    }
    if (typeof loss !== "function") {
      throw new TypeError("compile: the loss is no function; give one such as F.mseLoss");
    }
    this.#compiled = {
      optimizer: make(this.parameters()),
      loss,
      metrics: metrics.map((metric) => named(metric, loss)),
    };
    return this;
  }
  get optimizer(): Optimizer {
    return this.#ready("optimizer").optimizer;
  }

  /**
   * Trains on `x: [n, …]`, `y: [n]` or [n, outputs] and returns what it measured. Logs are means over
   * an epoch's batches, while the weights move. Stopped by hand, the model stays as it was after the
   * last finished batch, and `model.history` holds the finished epochs.
   */
  fit(x: NDArray | Tensor, y: NDArray | Tensor, options: FitOptions = {}): History {
    const known = ["epochs", "batchSize", "validationData", "shuffle", "callbacks", "verbose"];
    checkOptions("fit", options, known);
    const compiled = this.#ready("fit");
    const { epochs = 1, batchSize = 32, validationData, shuffle = true, callbacks = [] } = options;
    const [inputs, targets] = this.#pair("fit", x, y);
    const validation = validationData && this.#pair("fit: validationData", ...validationData);
    const n = inputs.array.shape[0];
    for (const [name, value] of Object.entries({ epochs, batchSize })) {
      if (Number.isInteger(value) && value >= 1) continue;
      throw new RangeError(`fit: ${name} is ${value}; give a whole number >= 1`);
    }
    const batches = Math.ceil(n / batchSize);
    const bar = options.verbose === 0 ? undefined : progress(epochs, batches);
    this.history = new History();
    this.stopTraining = false;
    for (const callback of callbacks) callback.onTrainBegin?.(this);
    for (let epoch = 1; epoch <= epochs && !this.stopTraining; epoch++) {
      for (const callback of callbacks) callback.onEpochBegin?.(epoch, this);
      const order = shuffle ? randperm(n).array : undefined;
      const logs = this.#epoch(compiled, inputs, targets, { order, batchSize }, (batch, soFar) => {
        bar?.batch(epoch, batch, soFar);
        for (const callback of callbacks) callback.onBatchEnd?.(batch, soFar.loss, this);
      });
      const all = { ...logs, ...(validation && inValidation(this.#measure(compiled, validation))) };
      this.history.add(all);
      bar?.epoch(epoch, all);
      for (const callback of callbacks) callback.onEpochEnd?.(epoch, all, this);
    }
    bar?.end();
    for (const callback of callbacks) callback.onTrainEnd?.(this);
    return this.history;
  }

  /** Loss and metrics of x and y, without training: `{ loss, accuracy }`. */
  evaluate(x: NDArray | Tensor, y: NDArray | Tensor): Logs {
    return this.#measure(this.#ready("evaluate"), this.#pair("evaluate", x, y));
  }
  /** The outputs for `x: [n, …]`, as the last layer gives them. */
  predict(x: NDArray | Tensor): NDArray {
    return this.#asleep(() => this.forward(this.#cast(x)).numpy());
  }

  /** Prints the layers with their output shapes (None: any number of samples) and parameters. */
  summary(): void {
    const layers = this.namedChildren();
    const first = layers.find(([, layer]) => layer instanceof Linear)?.[1];
    let signal = first instanceof Linear ? this.#cast(zeros(1, first.inFeatures)) : undefined;
    const rows = this.#asleep(() =>
      layers.map(([name, layer]) => {
        signal = signal && (layer as Layer).forward(signal);
        const shape = signal ? ["None", ...signal.array.shape.slice(1)].join(", ") : "?";
        const layerName = `${name} (${layer.constructor.name})`;
        return { Layer: layerName, "Output shape": `(${shape})`, "Param #": countOf(layer) };
      }),
    );
    console.log(`${new Table(rows, "Model: sequential")}\nTotal params: ${countOf(this)}`);
  }

  /** Writes the parameters to a JSON file. */
  save(path: string): void {
    writeJSON(path, this.stateDict());
  }
  /** Takes over the parameters that `save` wrote of a model with the same layers. */
  load(path: string): this {
    this.loadStateDict(readJSON(path) as StateDict);
    return this;
  }

  #ready(who: string): Compiled {
    if (this.#compiled) return this.#compiled;
    throw new Error(`${who}: compile the model first: model.compile({ optimizer, loss })`);
  }

  #epoch(
    { optimizer, loss, metrics }: Compiled,
    inputs: Tensor,
    targets: Tensor,
    { order, batchSize }: { order: NDArray | undefined; batchSize: number },
    onBatch: (batch: number, logs: Logs) => void,
  ): Logs {
    const n = inputs.array.shape[0];
    const sums: { [name: string]: number } = {};
    let logs: Logs = {};
    this.train();
    for (let start = 0, batch = 1; start < n; start += batchSize, batch++) {
      const end = Math.min(start + batchSize, n);
      const [x, y] = [rows(inputs, order, start, end), rows(targets, order, start, end)];
      const output = this.forward(x);
      const target = alike(y, output);
      const cost = loss(output, target);
      optimizer.zeroGrad();
      cost.backward();
      this.#undo = optimizer.snapshot();
      optimizer.step();
      this.#undo = undefined;
      const measured = { loss: cost.item(), ...measure(metrics, output, target) };
      for (const [name, value] of Object.entries(measured)) {
        sums[name] = (sums[name] ?? 0) + value * (end - start);
      }
      logs = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / end]));
      onBatch(batch, logs);
    }
    return logs;
  }

  #measure({ loss, metrics }: Compiled, [x, y]: readonly [Tensor, Tensor]): Logs {
    return this.#asleep(() => {
      const output = this.forward(x);
      const target = alike(y, output);
      return { loss: loss(output, target).item(), ...measure(metrics, output, target) };
    });
  }
  /** Without gradients and without what happens only in training, such as Dropout. */
  #asleep<T>(f: () => T): T {
    const before = this.training;
    this.eval();
    try {
      return noGrad(f);
    } finally {
      this.train(before);
    }
  }

  #pair(who: string, x: NDArray | Tensor, y: NDArray | Tensor): [Tensor, Tensor] {
    const [inputs, targets] = [this.#cast(x), this.#cast(y)];
    const [a, b] = [inputs.array.shape, targets.array.shape];
    if (a.length >= 2 && a[0] >= 1 && a[0] === b[0]) return [inputs, targets];
    const shapes = `x ${showShape(a)}, y ${showShape(b)}`;
    throw new RangeError(`${who}: ${shapes}; give x [n, features] and y [n] or [n, outputs]`);
  }
  #cast(x: NDArray | Tensor): Tensor {
    const tensor = x instanceof NDArray ? fromNumpy(x) : x;
    if (!(tensor instanceof Tensor)) throw new TypeError("Model: give an NDArray or a Tensor");
    const dtype = this.parameters()[0]?.dtype ?? "float32";
    return tensor.dtype === dtype ? tensor.detach() : fromNumpy(tensor.array.astype(dtype));
  }
}

/** A model of layers one after the other: `sequential([new nn.Linear(2, 1), new nn.Sigmoid()])`. */
export function sequential(layers: readonly Layer[]): Model {
  if (Array.isArray(layers) && layers.length > 0) return new Model(layers);
  throw new TypeError("sequential: give an array of one or more layers");
}

const countOf = (module: Module): number =>
  module.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);

/** Rows of a tensor from start to end, in the given order. */
function rows(x: Tensor, order: NDArray | undefined, start: number, end: number): Tensor {
  if (order) return fromNumpy(x.array.at(new NDArray(order.data.slice(start, end), [end - start])));
  return start === 0 && end === x.array.shape[0] ? x : x.at(`${start}:${end}`);
}

/** Targets [m] beside outputs [m, 1] become a column, as in Keras. */
function alike(y: Tensor, output: Tensor): Tensor {
  const isColumn = output.ndim === 2 && output.array.shape[1] === 1;
  return isColumn && y.ndim === 1 ? (y.reshape([y.numel(), 1]) as Tensor) : y;
}

const inValidation = (logs: Logs): Logs =>
  Object.fromEntries(
    Object.entries(logs).map(([name, value]) => [
      `val${name[0].toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
