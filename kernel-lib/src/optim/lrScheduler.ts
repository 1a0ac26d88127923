// Learning-rate schedules: `scheduler.step()` after every epoch. PyTorch's optim.lr_scheduler.
import { checkOptions } from "../numpy/shape.js";

/** What a schedule moves: an optimiser's learning rate. */
export interface Optimizer {
  lr: number;
}

/** A rate for every epoch, as a factor of the optimiser's first rate. */
abstract class Scheduler {
  readonly optimizer: Optimizer;
  /** How many times `step` was called. */
  epoch: number = 0;
  readonly initialLr: number;

  constructor(optimizer: Optimizer) {
    this.optimizer = optimizer;
    this.initialLr = optimizer.lr;
  }
  protected abstract factor(epoch: number): number;

  /** Sets the optimiser's learning rate for the next epoch. */
  step(): void {
    this.epoch++;
    this.#set();
  }
  /** For constructors: the rate of epoch 0. */
  protected begin(): void {
    this.#set();
  }
  #set(): void {
    this.optimizer.lr = this.initialLr * this.factor(this.epoch);
  }
}

function checkAbove(who: string, name: string, x: number): number {
  if (x > 0) return x;
  throw new RangeError(`${who}: ${name} is ${x}; give a number above 0`);
}

/** lr · f(epoch). */
export class LambdaLR extends Scheduler {
  readonly lrLambda: (epoch: number) => number;
  constructor(optimizer: Optimizer, lrLambda: (epoch: number) => number) {
    super(optimizer);
    this.lrLambda = lrLambda;
    this.begin();
  }
  protected override factor(epoch: number): number {
    return this.lrLambda(epoch);
  }
}

/** lr · gamma^floor(epoch / stepSize). */
export class StepLR extends Scheduler {
  readonly stepSize: number;
  readonly gamma: number;
  constructor(
    optimizer: Optimizer,
    options: { readonly stepSize: number; readonly gamma?: number },
  ) {
    checkOptions("StepLR", options, ["stepSize", "gamma"]);
    super(optimizer);
    this.stepSize = checkAbove("StepLR", "stepSize", options.stepSize);
    this.gamma = options.gamma ?? 0.1;
  }
  protected override factor(epoch: number): number {
    return this.gamma ** Math.floor(epoch / this.stepSize);
  }
}

/** lr · gamma^epoch. */
export class ExponentialLR extends Scheduler {
  readonly gamma: number;
  constructor(optimizer: Optimizer, options: { readonly gamma: number }) {
    checkOptions("ExponentialLR", options, ["gamma"]);
    super(optimizer);
    this.gamma = checkAbove("ExponentialLR", "gamma", options.gamma);
  }
  protected override factor(epoch: number): number {
    return this.gamma ** epoch;
  }
}

/** A warm-up: the factor goes evenly from startFactor to endFactor in totalIters epochs. */
export class LinearLR extends Scheduler {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;
  constructor(
    optimizer: Optimizer,
    options: {
      readonly startFactor?: number;
      readonly endFactor?: number;
      readonly totalIters?: number;
    } = {},
  ) {
    checkOptions("LinearLR", options, ["startFactor", "endFactor", "totalIters"]);
    super(optimizer);
    this.startFactor = checkAbove("LinearLR", "startFactor", options.startFactor ?? 1 / 3);
    this.endFactor = options.endFactor ?? 1;
    this.totalIters = checkAbove("LinearLR", "totalIters", options.totalIters ?? 5);
    this.begin();
  }
  protected override factor(epoch: number): number {
    const share = Math.min(1, epoch / this.totalIters);
    return this.startFactor + (this.endFactor - this.startFactor) * share;
  }
}

/** Half a cosine from lr to etaMin in tMax epochs. Loshchilov and Hutter, 2017. */
export class CosineAnnealingLR extends Scheduler {
  readonly tMax: number;
  readonly etaMin: number;
  constructor(optimizer: Optimizer, options: { readonly tMax: number; readonly etaMin?: number }) {
    checkOptions("CosineAnnealingLR", options, ["tMax", "etaMin"]);
    super(optimizer);
    this.tMax = checkAbove("CosineAnnealingLR", "tMax", options.tMax);
    this.etaMin = options.etaMin ?? 0;
  }
  protected override factor(epoch: number): number {
    const low = this.etaMin / this.initialLr;
    return low + ((1 - low) * (1 + Math.cos((Math.PI * epoch) / this.tMax))) / 2;
  }
}

/** lr · factor whenever `step(loss)` has seen no better loss for more than `patience` epochs. */
export class ReduceLROnPlateau {
  readonly optimizer: Optimizer;
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  #best = Number.POSITIVE_INFINITY;
  #badEpochs = 0;

  constructor(
    optimizer: Optimizer,
    options: {
      readonly factor?: number;
      readonly patience?: number;
      readonly threshold?: number;
    } = {},
  ) {
    checkOptions("ReduceLROnPlateau", options, ["factor", "patience", "threshold"]);
    this.optimizer = optimizer;
    this.factor = checkAbove("ReduceLROnPlateau", "factor", options.factor ?? 0.1);
    if (this.factor >= 1) throw new RangeError("ReduceLROnPlateau: give a factor below 1");
    this.patience = options.patience ?? 10;
    this.threshold = options.threshold ?? 1e-4;
  }
  step(loss: number): void {
    if (loss < this.#best * (1 - this.threshold)) {
      this.#best = loss;
      this.#badEpochs = 0;
    } else if (++this.#badEpochs > this.patience) {
      this.optimizer.lr *= this.factor;
      this.#badEpochs = 0;
    }
  }
}
