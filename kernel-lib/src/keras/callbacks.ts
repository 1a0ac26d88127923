// Callbacks: what happens around the epochs of a fit. Keras's names.
import type { StateDict } from "../nn/module.js";
import { checkOptions } from "../numpy/shape.js";

/** What was measured, by name: loss, valLoss, accuracy, … */
export type Logs = { readonly [name: string]: number };

/** What a callback may do with the model that is being fitted. */
export interface Fitting {
  /** Set to true, it ends the fit after this epoch. */
  stopTraining: boolean;
  stateDict(): StateDict;
  loadStateDict(state: StateDict): void;
}

/** Functions to be called during a fit; epochs count from 1. */
export interface Callback {
  onTrainBegin?(model: Fitting): void;
  onEpochBegin?(epoch: number, model: Fitting): void;
  onBatchEnd?(batch: number, loss: number, model: Fitting): void;
  onEpochEnd?(epoch: number, logs: Logs, model: Fitting): void;
  onTrainEnd?(model: Fitting): void;
}

export interface EarlyStoppingOptions {
  /** valLoss if not given. */
  readonly monitor?: string;
  /** How many epochs without a better value are borne. */
  readonly patience?: number;
  /** How much better counts. */
  readonly minDelta?: number;
  /** "min" for losses, "max" for accuracies; by the name if not given. */
  readonly mode?: "min" | "max";
  readonly restoreBestWeights?: boolean;
}

/** Ends a fit when `monitor` has not become better for `patience` epochs. */
export class EarlyStopping implements Callback {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
  readonly restoreBestWeights: boolean;
  /** The epoch that ended the fit, if it did; the best epoch and its value. */
  stoppedEpoch: number | undefined;
  bestEpoch: number = 0;
  best: number = Number.NaN;
  readonly #sign: number;
  #bestState: StateDict | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    const known = ["monitor", "patience", "minDelta", "mode", "restoreBestWeights"];
    checkOptions("EarlyStopping", options, known);
    this.monitor = options.monitor ?? "valLoss";
    this.patience = options.patience ?? 0;
    this.minDelta = options.minDelta ?? 0;
    this.restoreBestWeights = options.restoreBestWeights ?? false;
    const mode = options.mode ?? (/loss$/i.test(this.monitor) ? "min" : "max");
    this.#sign = mode === "min" ? 1 : -1;
  }
  onTrainBegin(): void {
    this.stoppedEpoch = undefined;
    this.bestEpoch = 0;
    this.best = Number.NaN;
    this.#bestState = undefined;
  }
  onEpochEnd(epoch: number, logs: Logs, model: Fitting): void {
    const value = logs[this.monitor];
    if (value === undefined) {
      const known = Object.keys(logs).join(", ");
      throw new Error(`EarlyStopping: no ${this.monitor} to monitor; this fit has ${known}`);
    }
    const gain = this.#sign * (this.best - value);
    if (this.bestEpoch === 0 || gain > this.minDelta) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.restoreBestWeights) this.#bestState = model.stateDict();
    } else if (epoch - this.bestEpoch >= this.patience) {
      this.stoppedEpoch = epoch;
      model.stopTraining = true;
    }
  }
  onTrainEnd(model: Fitting): void {
    if (this.#bestState) model.loadStateDict(this.#bestState);
  }
}
