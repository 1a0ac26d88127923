import type { StateDict } from "../nn/index.js";
import { checkOptions } from "../numpy/shape.js";
import type { Logs } from "./logs.js";
import type { Callback, Model } from "./model.js";

export interface EarlyStoppingOptions {
  /** valLoss if not given. */
  readonly monitor?: string;
  /** How many epochs without a better value are tolerated; 0 if not given. */
  readonly patience?: number;
  /** A value is better if it is better by more than this. */
  readonly minDelta?: number;
  /** Is a lower or a higher value better? By the name if not given: min for losses, max for accuracies. */
  readonly mode?: "min" | "max";
  readonly restoreBestWeights?: boolean;
}

/** What early stopping needs of the model that is fitted. */
type StoppableModel = Pick<Model, "stopTraining" | "stateDict" | "loadStateDict">;

/**
 * Ends a fit when `monitor` has not become better for `patience` epochs.
 * @throws RangeError before training, where the fit measures no such number
 * @differs `stoppedEpoch` and `bestEpoch` count from 1. A name that is neither a loss nor an accuracy needs a mode.
 */
export class EarlyStopping implements Callback {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly mode: "min" | "max";
  readonly restoreBestWeights: boolean;
  /** The epoch that ended the fit, if one did. */
  stoppedEpoch: number | undefined;
  /** The epoch with the best value; 0 before the first. */
  bestEpoch: number = 0;
  best: number = Number.NaN;
  #bestState: StateDict | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    const known = ["monitor", "patience", "minDelta", "mode", "restoreBestWeights"];
    checkOptions("EarlyStopping", options, known);
    this.monitor = options.monitor ?? "valLoss";
    this.patience = checkNumber("patience", options.patience ?? 0);
    this.minDelta = checkNumber("minDelta", options.minDelta ?? 0);
    this.mode = options.mode ?? modeFor(this.monitor);
    if (this.mode !== "min" && this.mode !== "max") {
      throw new TypeError(`EarlyStopping: mode is ${this.mode}; give "min" or "max"`);
    }
    this.restoreBestWeights = options.restoreBestWeights ?? false;
  }
  onTrainBegin(model?: Pick<Model, "history">): void {
    if (model) this.#checkMonitor(Object.keys(model.history.history));
    this.stoppedEpoch = undefined;
    this.bestEpoch = 0;
    this.best = Number.NaN;
    this.#bestState = undefined;
  }
  onEpochEnd(epoch: number, logs: Logs, model: StoppableModel): void {
    this.#checkMonitor(Object.keys(logs));
    const value = logs[this.monitor];
    if (this.bestEpoch === 0 || this.#isBetter(value)) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.restoreBestWeights) this.#bestState = model.stateDict();
    } else if (epoch - this.bestEpoch >= this.patience) {
      this.stoppedEpoch = epoch;
      model.stopTraining = true;
    }
  }
  onTrainEnd(model: Pick<Model, "loadStateDict">): void {
    if (this.#bestState) model.loadStateDict(this.#bestState);
  }

  /** Keras compares in float32: there 0.8 - 0.1 is not better than 0.7 at a minDelta of 0.1. */
  #isBetter(value: number): boolean {
    const best = Math.fround(this.best);
    return this.mode === "min"
      ? Math.fround(value + this.minDelta) < best
      : Math.fround(value - this.minDelta) > best;
  }
  #checkMonitor(names: readonly string[]): void {
    if (names.includes(this.monitor)) return;
    throw new RangeError(
      `EarlyStopping: there is no ${this.monitor} to monitor; this fit has ${names.join(", ")}`,
    );
  }
}

function modeFor(monitor: string): "min" | "max" {
  if (/loss$/i.test(monitor)) return "min";
  if (/accuracy$/i.test(monitor)) return "max";
  throw new TypeError(
    `EarlyStopping: is a lower or a higher ${monitor} better? give mode: "min" or mode: "max"`,
  );
}

function checkNumber(name: string, x: number): number {
  if (typeof x !== "number") {
    throw new TypeError(`EarlyStopping: ${name} is ${JSON.stringify(x)}; give a number >= 0`);
  }
  if (x >= 0) return x;
  throw new RangeError(`EarlyStopping: ${name} is ${x}; give a number >= 0`);
}
