import { pow } from "../libm/index.js";
import type { Data } from "../numpy/dtype.js";
import { checkOptions } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";
import { checkAtLeastZero, checkNumber } from "./checks.js";
import { Optimizer, zerosFor } from "./optimizer.js";

export interface AdamOptions {
  /** 0.001 if not given. */
  readonly lr?: number;
  /** How much of the running means of g and g² each step keeps; [0.9, 0.999] if not given. */
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weightDecay?: number;
}

/** What Adam keeps of one parameter from step to step. */
interface AdamState {
  step: number;
  readonly expAvg: Data;
  readonly expAvgSq: Data;
}

/**
 * p ← p - lr m̂ / (sqrt(v̂) + eps) with m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g². m and v
 * start at 0, so m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ) at step t. Kingma and Ba, 2015.
 * @differs One learning rate for all parameters (no groups); no amsgrad.
 */
export class Adam extends Optimizer {
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly #states: AdamState[] = [];

  constructor(parameters: readonly Tensor[], options: AdamOptions = {}) {
    checkOptions("Adam", options, ["lr", "betas", "eps", "weightDecay"]);
    super(parameters, options.lr ?? 1e-3, options.weightDecay ?? 0);
    this.betas = options.betas ?? [0.9, 0.999];
    if (!Array.isArray(this.betas) || this.betas.length !== 2) {
      const given = JSON.stringify(this.betas);
      throw new TypeError(`Adam: betas is ${given}; give two numbers, as in [0.9, 0.999]`);
    }
    this.betas.forEach((beta, i) => {
      checkNumber("Adam", `betas[${i}]`, beta, "0 <= beta < 1", (x) => x >= 0 && x < 1);
    });
    this.eps = checkAtLeastZero("Adam", "eps", options.eps ?? 1e-8);
  }
  protected override update(values: Data, gradient: Data, index: number): void {
    const [beta1, beta2] = this.betas;
    this.#states[index] ??= { step: 0, expAvg: zerosFor(values), expAvgSq: zerosFor(values) };
    const state = this.#states[index];
    state.step += 1;
    const stepSize = this.lr / (1 - pow(beta1, state.step));
    const root = Math.sqrt(1 - pow(beta2, state.step));
    const { expAvg: m, expAvgSq: v } = state;
    for (let k = 0; k < values.length; k++) {
      m[k] += (1 - beta1) * (gradient[k] - m[k]);
      v[k] = beta2 * v[k] + (1 - beta2) * (gradient[k] * gradient[k]);
      values[k] -= (stepSize * m[k]) / (Math.sqrt(v[k]) / root + this.eps);
    }
  }
}
