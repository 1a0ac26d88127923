import type { Data } from "../numpy/dtype.js";
import { checkOptions } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";
import { checkAtLeastZero } from "./checks.js";
import { Optimizer, zerosFor } from "./optimizer.js";

export interface RMSpropOptions {
  /** 0.01 if not given. */
  readonly lr?: number;
  /** How much of the running mean of g² each step keeps; 0.99 if not given. */
  readonly alpha?: number;
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly momentum?: number;
}

/** What RMSprop keeps of one parameter from step to step. */
interface RMSpropState {
  readonly squareAvg: Data;
  readonly momentumBuffer: Data;
}

/**
 * p ← p - lr g / (sqrt(s) + eps) with s ← alpha s + (1 - alpha) g². Hinton's lecture 6e.
 * @differs One learning rate for all parameters (no groups); never centered.
 */
export class RMSprop extends Optimizer {
  readonly alpha: number;
  readonly eps: number;
  readonly momentum: number;
  readonly #states: RMSpropState[] = [];

  constructor(parameters: readonly Tensor[], options: RMSpropOptions = {}) {
    checkOptions("RMSprop", options, ["lr", "alpha", "eps", "weightDecay", "momentum"]);
    super(parameters, options.lr ?? 0.01, options.weightDecay ?? 0);
    this.alpha = checkAtLeastZero("RMSprop", "alpha", options.alpha ?? 0.99);
    this.eps = checkAtLeastZero("RMSprop", "eps", options.eps ?? 1e-8);
    this.momentum = checkAtLeastZero("RMSprop", "momentum", options.momentum ?? 0);
  }
  protected override update(values: Data, gradient: Data, index: number): void {
    const { lr, alpha, eps, momentum } = this;
    this.#states[index] ??= { squareAvg: zerosFor(values), momentumBuffer: zerosFor(values) };
    const { squareAvg: s, momentumBuffer: v } = this.#states[index];
    for (let k = 0; k < values.length; k++) {
      s[k] = alpha * s[k] + (1 - alpha) * (gradient[k] * gradient[k]);
      v[k] = momentum * v[k] + gradient[k] / (Math.sqrt(s[k]) + eps);
      values[k] -= lr * v[k];
    }
  }
}
