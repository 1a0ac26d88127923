// model: Keras's recipe. Describe, compile, fit, evaluate, predict.
import { deferInterrupt } from "../jupyter/interrupt.js";
import { Table } from "../jupyter/table.js";
import { type Layer, Linear, type Module, Sequential, type StateDict } from "../nn/index.js";
import { NDArray } from "../numpy/ndarray.js";
import { checkOptions, showShape } from "../numpy/shape.js";
import type { Optimizer } from "../optim/index.js";
import { fromNumpy, noGrad, randperm, zeros } from "../torch/index.js";
import { Tensor } from "../torch/tensor.js";
import { type Compiled, type CompileOptions, compile, measure } from "./compile.js";
import { checkParametersListed } from "./hiddenParameters.js";
import { History } from "./history.js";
import { type Logs, RunningMeans, validationName } from "./logs.js";
import { progress } from "./progress.js";
import { readJSON, writeJSON } from "./storage.js";

/** Functions called during a fit. Epochs and batches count from 1, unlike Keras's. */
export interface Callback {
  /** `model.history.history` already has the names of all numbers that will be measured. */
  onTrainBegin?(model: Model): void;
  onEpochBegin?(epoch: number, model: Model): void;
  /** `logs` are the means over the epoch's batches so far. */
  onBatchEnd?(batch: number, logs: Logs, model: Model): void;
  /** `logs` are the means over the epoch, and the validation data's numbers. */
  onEpochEnd?(epoch: number, logs: Logs, model: Model): void;
  onTrainEnd?(model: Model): void;
}

export interface FitOptions {
  /** 1 if not given. */
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

/** Samples with their targets, `x: [n, …]`, `y: [n]` or [n, outputs]. */
interface Samples {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** Layers one after the other, with what it takes to train them. Made by `sequential`. */
export class Model extends Sequential {
  /** Set to true by a callback, it ends the fit after this epoch. */
  stopTraining: boolean = false;
  /** What the last fit measured in its finished epochs. */
  history: History = new History();
  #compiled: Compiled | undefined;

  constructor(layers: readonly Layer[]) {
    super(...layers);
  }

  /**
   * Chooses optimiser, loss and metrics; the optimiser starts afresh.
   * @differs Losses are functions, not names. "accuracy" of one output knows logits from probabilities by the loss, or asks for metrics.binaryAccuracy({ threshold }).
   */
  compile(options: CompileOptions): this {
    const lastLayer = this.namedChildren().at(-1)?.[1] as Layer | undefined;
    this.#compiled = compile(options, this.parameters(), lastLayer);
    return this;
  }
  get optimizer(): Optimizer {
    return this.#ready("optimizer").optimizer;
  }

  /**
   * Trains on `x: [n, …]`, `y: [n]` or [n, outputs] and returns what it measured. Logs are means over
   * an epoch's batches, while the weights move. The kernel's stop button ends it between two
   * batches; `model.history` then holds the finished epochs.
   * @throws RangeError where shapes do not fit, and where x or y has NaN
   * @differs Epochs and batches count from 1 in callbacks; names are in camelCase: valLoss.
   */
  fit(x: NDArray | Tensor, y: NDArray | Tensor, options: FitOptions = {}): History {
    const known = ["epochs", "batchSize", "validationData", "shuffle", "callbacks", "verbose"];
    checkOptions("fit", options, known);
    const compiled = this.#ready("fit");
    const { epochs = 1, batchSize = 32, shuffle = true, callbacks = [] } = options;
    checkCount("epochs", epochs);
    checkCount("batchSize", batchSize);
    checkArray("callbacks", callbacks, "[callback]");
    checkArray("validationData", options.validationData ?? [], "[x, y]");
    const samples = this.#samples("fit", x, y);
    const validation =
      options.validationData && this.#samples("fit: validationData", ...options.validationData);
    const n = samples.x.array.shape[0];
    const bar = options.verbose === 0 ? undefined : progress(epochs, Math.ceil(n / batchSize));
    const names = ["loss", ...compiled.metrics.keys()];
    this.history = new History([...names, ...(validation ? names.map(validationName) : [])]);
    this.stopTraining = false;
    for (const callback of callbacks) callback.onTrainBegin?.(this);
    deferInterrupt((checkInterrupt) => {
      for (let epoch = 1; epoch <= epochs && !this.stopTraining; epoch++) {
        for (const callback of callbacks) callback.onEpochBegin?.(epoch, this);
        const batches = batchesOf(samples, batchSize, shuffle);
        const means = this.#trainEpoch(compiled, batches, checkInterrupt, (batch, logs) => {
          bar?.batch(epoch, batch, logs);
          for (const callback of callbacks) callback.onBatchEnd?.(batch, logs, this);
        });
        const logs = { ...means, ...(validation && this.#validate(compiled, validation)) };
        this.history.add(logs);
        bar?.epoch(epoch, logs);
        for (const callback of callbacks) callback.onEpochEnd?.(epoch, logs, this);
      }
    });
    bar?.end();
    for (const callback of callbacks) callback.onTrainEnd?.(this);
    return this.history;
  }

  /** Loss and metrics of x and y, without training: `{ loss, accuracy }`. */
  evaluate(x: NDArray | Tensor, y: NDArray | Tensor): Logs {
    return this.#evaluate(this.#ready("evaluate"), this.#samples("evaluate", x, y));
  }
  /** The outputs for `x: [n, …]`, as the last layer gives them. */
  predict(x: NDArray | Tensor): NDArray {
    return this.#withoutTraining(() => this.forward(this.#cast("predict", x)).numpy());
  }

  /** Prints the layers with their output shapes (None: any number of samples) and parameters. */
  summary(): void {
    const layers = this.namedChildren();
    const first = layers.find(([, layer]) => layer instanceof Linear)?.[1];
    let signal =
      first instanceof Linear ? this.#cast("summary", zeros(1, first.inFeatures)) : undefined;
    const rows = this.#withoutTraining(() =>
      layers.map(([name, layer]) => {
        signal = signal && (layer as Layer).forward(signal);
        const shape = signal ? ["None", ...signal.array.shape.slice(1)].join(", ") : "?";
        const layerName = `${name} (${layer.constructor.name})`;
        return { Layer: layerName, "Output shape": `(${shape})`, "Param #": countOf(layer) };
      }),
    );
    console.log(`${new Table(rows, "Model: sequential")}\nTotal params: ${countOf(this)}`);
  }

  /**
   * Writes the parameters to a JSON file.
   * @throws Error where there is no Node
   * @differs JSON with the parameters only; the layers are made by code.
   */
  save(path: string): void {
    writeJSON(path, this.stateDict());
  }
  /**
   * Takes over the parameters that `save` wrote of a model with the same layers.
   * @throws RangeError where a shape differs; then nothing is changed
   */
  load(path: string): this {
    this.loadStateDict(readJSON(path) as StateDict);
    return this;
  }

  #ready(who: string): Compiled {
    if (this.#compiled) return this.#compiled;
    throw new Error(`${who}: compile the model first: model.compile({ optimizer, loss })`);
  }

  /** One step per batch; the logs are means over all samples so far. */
  #trainEpoch(
    compiled: Compiled,
    batches: Iterable<Samples>,
    checkInterrupt: () => void,
    onBatchEnd: (batch: number, logs: Logs) => void,
  ): Logs {
    const means = new RunningMeans();
    let batch = 0;
    this.train();
    for (const { x, y } of batches) {
      checkInterrupt();
      const output = this.forward(x);
      if (batch === 0 && this.history.epoch.length === 0)
        checkParametersListed(output, this.parameters());
      const { cost, logs } = measure(compiled, output, y);
      compiled.optimizer.zeroGrad();
      cost.backward();
      compiled.optimizer.step();
      means.add(logs, x.array.shape[0]);
      onBatchEnd(++batch, means.logs);
    }
    return means.logs;
  }

  #evaluate(compiled: Compiled, { x, y }: Samples): Logs {
    return this.#withoutTraining(() => measure(compiled, this.forward(x), y).logs);
  }
  #validate(compiled: Compiled, samples: Samples): Logs {
    const logs = Object.entries(this.#evaluate(compiled, samples));
    return Object.fromEntries(logs.map(([name, value]) => [validationName(name), value]));
  }
  /** Without gradients and without what happens only in training, such as Dropout. */
  #withoutTraining<T>(f: () => T): T {
    const before = this.training;
    this.eval();
    try {
      return noGrad(f);
    } finally {
      this.train(before);
    }
  }

  #samples(who: string, x: NDArray | Tensor, y: NDArray | Tensor): Samples {
    const samples = { x: this.#cast(who, x), y: this.#cast(who, y) };
    const [a, b] = [samples.x.array.shape, samples.y.array.shape];
    if (a.length < 2 || a[0] < 1 || a[0] !== b[0]) {
      const shapes = `x ${showShape(a)}, y ${showShape(b)}`;
      throw new RangeError(`${who}: ${shapes}; give x [n, features] and y [n] or [n, outputs]`);
    }
    for (const [name, { array }] of Object.entries(samples)) {
      const row = Math.floor(array.data.findIndex(Number.isNaN) / (array.size / a[0]));
      if (row < 0) continue;
      throw new RangeError(`${who}: row ${row} of ${name} has NaN; leave it out or fill it in`);
    }
    return samples;
  }
  /** A tensor in the dtype of the parameters. */
  #cast(who: string, x: NDArray | Tensor): Tensor {
    const tensor = x instanceof NDArray ? fromNumpy(x) : x;
    if (!(tensor instanceof Tensor)) {
      throw new TypeError(`${who}: the data are neither an NDArray nor a Tensor; use np.array`);
    }
    const dtype = this.parameters()[0]?.dtype ?? "float32";
    return tensor.dtype === dtype ? tensor.detach() : fromNumpy(tensor.array.astype(dtype));
  }
}

/** A model of layers one after the other: `sequential([new nn.Linear(2, 1), new nn.Sigmoid()])`. */
export function sequential(layers: readonly Layer[]): Model {
  if (!Array.isArray(layers)) {
    throw new TypeError("sequential: the layers are not an array; give an array of layers");
  }
  if (layers.length > 0) return new Model(layers);
  throw new RangeError("sequential: there are no layers; give an array of one or more");
}

function checkCount(name: string, x: number): void {
  if (typeof x !== "number") {
    throw new TypeError(`fit: ${name} is ${JSON.stringify(x)}; give a whole number >= 1`);
  }
  if (Number.isInteger(x) && x >= 1) return;
  throw new RangeError(`fit: ${name} is ${x}; give a whole number >= 1`);
}

function checkArray(name: string, x: unknown, example: string): void {
  if (Array.isArray(x)) return;
  throw new TypeError(`fit: ${name} is not an array; write ${name}: ${example}`);
}

const countOf = (module: Module): number =>
  module.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);

/** The samples of one epoch in batches, in a new order if shuffled. */
function* batchesOf({ x, y }: Samples, batchSize: number, shuffle: boolean): Iterable<Samples> {
  const n = x.array.shape[0];
  const order = shuffle ? randperm(n).array : undefined;
  for (let start = 0; start < n; start += batchSize) {
    const end = Math.min(start + batchSize, n);
    yield { x: rowsOf(x, order, start, end), y: rowsOf(y, order, start, end) };
  }
}

/** Rows of a tensor from start to end, in the given order. */
function rowsOf(x: Tensor, order: NDArray | undefined, start: number, end: number): Tensor {
  if (order) return fromNumpy(x.array.at(new NDArray(order.data.slice(start, end), [end - start])));
  return start === 0 && end === x.array.shape[0] ? x : x.at(`${start}:${end}`);
}
