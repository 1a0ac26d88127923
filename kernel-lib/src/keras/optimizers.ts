// The optimisers that compile knows by name, with Keras's rates and formulas: RMSprop and Adam have
// their epsilon elsewhere than PyTorch's, which shows where gradients are small.
import { pow } from "../libm/index.js";
import type { Data } from "../numpy/dtype.js";
import { Optimizer, SGD } from "../optim/index.js";
import { zerosFor } from "../optim/optimizer.js";
import type { Tensor } from "../torch/tensor.js";

const epsilon = 1e-7;

/** p ← p - lr g / sqrt(s + ε) with s ← ρ s + (1 - ρ) g². */
class KerasRMSprop extends Optimizer {
  readonly rho: number = 0.9;
  readonly #velocities: Data[] = [];

  protected override update(values: Data, gradient: Data, index: number): void {
    const { lr, rho } = this;
    this.#velocities[index] ??= zerosFor(values);
    const s = this.#velocities[index];
    for (let k = 0; k < values.length; k++) {
      s[k] = rho * s[k] + (1 - rho) * (gradient[k] * gradient[k]);
      values[k] -= (lr * gradient[k]) / Math.sqrt(s[k] + epsilon);
    }
  }
}

/** p ← p - lr sqrt(1 - β₂ᵗ) / (1 - β₁ᵗ) m / (sqrt(v) + ε), with Adam's m and v at step t. */
class KerasAdam extends Optimizer {
  readonly betas: readonly [number, number] = [0.9, 0.999];
  readonly #states: { step: number; readonly momentum: Data; readonly velocity: Data }[] = [];

  protected override update(values: Data, gradient: Data, index: number): void {
    const [beta1, beta2] = this.betas;
    this.#states[index] ??= { step: 0, momentum: zerosFor(values), velocity: zerosFor(values) };
    const state = this.#states[index];
    state.step += 1;
    const alpha = (this.lr * Math.sqrt(1 - pow(beta2, state.step))) / (1 - pow(beta1, state.step));
    const { momentum: m, velocity: v } = state;
    for (let k = 0; k < values.length; k++) {
      m[k] += (1 - beta1) * (gradient[k] - m[k]);
      v[k] += (1 - beta2) * (gradient[k] * gradient[k] - v[k]);
      values[k] -= (alpha * m[k]) / (Math.sqrt(v[k]) + epsilon);
    }
  }
}

export const optimizers = {
  sgd: (parameters: Tensor[]): Optimizer => new SGD(parameters, { lr: 0.01 }),
  rmsprop: (parameters: Tensor[]): Optimizer => new KerasRMSprop(parameters, 0.001, 0),
  adam: (parameters: Tensor[]): Optimizer => new KerasAdam(parameters, 0.001, 0),
};
