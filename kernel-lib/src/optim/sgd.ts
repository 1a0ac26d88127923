import type { Data } from "../numpy/dtype.js";
import { checkOptions } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";
import { checkAtLeastZero, checkNumber } from "./checks.js";
import { Optimizer } from "./optimizer.js";

export interface SGDOptions {
  /** 0.001 if not given. */
  readonly lr?: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent: p ← p - lr v with v ← momentum v + (1 - dampening) g; with
 * `nesterov`, g + momentum v in place of v.
 * @differs One learning rate for all parameters (no groups).
 */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  /** v of each parameter, once it has moved. */
  readonly #momentumBuffers: Data[] = [];

  constructor(parameters: readonly Tensor[], options: SGDOptions = {}) {
    checkOptions("SGD", options, ["lr", "momentum", "dampening", "nesterov", "weightDecay"]);
    super(parameters, options.lr ?? 1e-3, options.weightDecay ?? 0);
    this.momentum = checkAtLeastZero("SGD", "momentum", options.momentum ?? 0);
    this.dampening = checkNumber(
      "SGD",
      "dampening",
      options.dampening ?? 0,
      "a finite number",
      Number.isFinite,
    );
    this.nesterov = options.nesterov ?? false;
    if (this.nesterov && (this.momentum === 0 || this.dampening !== 0)) {
      throw new RangeError("SGD: nesterov needs a momentum above 0 and no dampening");
    }
  }
  protected override update(values: Data, gradient: Data, index: number): void {
    const { lr, momentum, dampening, nesterov } = this;
    if (momentum === 0) {
      for (let k = 0; k < values.length; k++) values[k] -= lr * gradient[k];
      return;
    }
    const isFirst = this.#momentumBuffers[index] === undefined;
    this.#momentumBuffers[index] ??= gradient.slice(); // PyTorch's first v is g, without dampening
    const v = this.#momentumBuffers[index];
    for (let k = 0; k < values.length; k++) {
      if (!isFirst) v[k] = momentum * v[k] + (1 - dampening) * gradient[k];
      values[k] -= lr * (nesterov ? gradient[k] + momentum * v[k] : v[k]);
    }
  }
}
