// Learning-rate schedules: `scheduler.step()` after every epoch. PyTorch's optim.lr_scheduler.
import { cos, pow } from "../libm/index.js";
import { checkOptions } from "../numpy/shape.js";
import { checkAboveZero, checkAtLeastZero, checkNumber } from "./checks.js";
import { Optimizer } from "./optimizer.js";

/** A rate for every epoch, as a factor of the rate the optimiser started with. */
abstract class Scheduler {
  readonly optimizer: Optimizer;
  /** How many times `step` was called. */
  epoch: number = 0;
  readonly initialLr: number;

  constructor(optimizer: Optimizer) {
    this.optimizer = checkOptimizer(this.constructor.name, optimizer);
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

function checkOptimizer(who: string, optimizer: Optimizer): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  throw new TypeError(`${who}: this is not an optimiser; give one such as new optim.SGD(…)`);
}

/** lr · lrLambda(epoch). */
export class LambdaLR extends Scheduler {
  readonly lrLambda: (epoch: number) => number;
  constructor(optimizer: Optimizer, lrLambda: (epoch: number) => number) {
    super(optimizer);
    if (typeof lrLambda !== "function") {
      throw new TypeError("LambdaLR: lrLambda is not a function; give (epoch) => factor");
    }
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
    this.stepSize = checkAboveZero("StepLR", "stepSize", options.stepSize);
    this.gamma = checkAtLeastZero("StepLR", "gamma", options.gamma ?? 0.1);
  }
  protected override factor(epoch: number): number {
    return pow(this.gamma, Math.floor(epoch / this.stepSize));
  }
}

/** lr · gamma^epoch. */
export class ExponentialLR extends Scheduler {
  readonly gamma: number;
  constructor(optimizer: Optimizer, options: { readonly gamma: number }) {
    checkOptions("ExponentialLR", options, ["gamma"]);
    super(optimizer);
    this.gamma = checkAboveZero("ExponentialLR", "gamma", options.gamma);
  }
  protected override factor(epoch: number): number {
    return pow(this.gamma, epoch);
  }
}

/** A warm-up: lr times a factor that goes evenly from startFactor to endFactor in totalIters epochs. */
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
    this.startFactor = checkAboveZero("LinearLR", "startFactor", options.startFactor ?? 1 / 3);
    this.endFactor = checkAtLeastZero("LinearLR", "endFactor", options.endFactor ?? 1);
    this.totalIters = checkAboveZero("LinearLR", "totalIters", options.totalIters ?? 5);
    this.begin();
  }
  protected override factor(epoch: number): number {
    const share = Math.min(1, epoch / this.totalIters);
    return this.startFactor + (this.endFactor - this.startFactor) * share;
  }
}

/** Half a cosine from lr to etaMin in tMax epochs: without warm restarts. Loshchilov and Hutter, 2017. */
export class CosineAnnealingLR extends Scheduler {
  readonly tMax: number;
  readonly etaMin: number;
  constructor(optimizer: Optimizer, options: { readonly tMax: number; readonly etaMin?: number }) {
    checkOptions("CosineAnnealingLR", options, ["tMax", "etaMin"]);
    super(optimizer);
    this.tMax = checkAboveZero("CosineAnnealingLR", "tMax", options.tMax);
    this.etaMin = checkAtLeastZero("CosineAnnealingLR", "etaMin", options.etaMin ?? 0);
  }
  protected override factor(epoch: number): number {
    const low = this.etaMin / this.initialLr;
    return low + ((1 - low) * (1 + cos((Math.PI * epoch) / this.tMax))) / 2;
  }
}

export interface ReduceLROnPlateauOptions {
  /** 0.1 if not given. */
  readonly factor?: number;
  /** How many epochs without a lower loss are tolerated; 10 if not given. */
  readonly patience?: number;
  /** A loss is lower if it is below best · (1 - threshold); 1e-4 if not given. */
  readonly threshold?: number;
  /** A change of the rate by no more than this is not made; 1e-8 if not given. */
  readonly eps?: number;
}

/**
 * lr · factor whenever `step(loss)` has seen no lower loss for more than `patience` epochs.
 * @differs For losses only (mode "min", a relative threshold); no cooldown.
 */
export class ReduceLROnPlateau {
  readonly optimizer: Optimizer;
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly eps: number;
  #best = Number.POSITIVE_INFINITY;
  #badEpochs = 0;

  constructor(optimizer: Optimizer, options: ReduceLROnPlateauOptions = {}) {
    const who = "ReduceLROnPlateau";
    checkOptions(who, options, ["factor", "patience", "threshold", "eps"]);
    const { factor = 0.1, patience = 10, threshold = 1e-4, eps = 1e-8 } = options;
    this.optimizer = checkOptimizer(who, optimizer);
    this.factor = checkNumber(who, "factor", factor, "0 < factor < 1", (x) => x > 0 && x < 1);
    this.patience = checkAtLeastZero(who, "patience", patience);
    this.threshold = checkAtLeastZero(who, "threshold", threshold);
    this.eps = checkAtLeastZero(who, "eps", eps);
  }
  /** Called after every epoch with its loss. */
  step(loss: number): void {
    checkNumber("ReduceLROnPlateau", "the loss", loss, "step(loss), a number", () => true);
    if (loss < this.#best * (1 - this.threshold)) {
      this.#best = loss;
      this.#badEpochs = 0;
    } else if (++this.#badEpochs > this.patience) {
      const lr = this.optimizer.lr * this.factor;
      if (this.optimizer.lr - lr > this.eps) this.optimizer.lr = lr;
      this.#badEpochs = 0;
    }
  }
}
