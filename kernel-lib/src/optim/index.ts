// optim: how parameters move against their gradients, in order of complexity.
import type { Data } from "../numpy/dtype.js";
import { checkOptions } from "../numpy/shape.js";
import { noGrad, randn } from "../torch/index.js";
import type { Tensor } from "../torch/tensor.js";

export * as lrScheduler from "./lrScheduler.js";

/**
 * g ← g + std · ε with a standard normal ε for every element, between `backward` and `step`: noise
 * can shake gradient descent out of a poor minimum. Neelakantan et al., 2015.
 */
export function addGradientNoise(parameters: readonly Tensor[], std: number): void {
  atLeastZero("addGradientNoise", "std", std);
  for (const { grad } of parameters) {
    if (grad === null) continue;
    noGrad(() => grad.add_(randn(grad.shape, { dtype: grad.dtype }).mul(std)));
  }
}

/** What every optimiser does with its parameters. */
export abstract class Optimizer {
  /** The learning rate; may be changed between steps. */
  lr: number;
  readonly weightDecay: number;
  readonly parameters: readonly Tensor[];
  readonly #memories: Memory[] = [];

  constructor(parameters: readonly Tensor[], lr: number, weightDecay: number) {
    const who = this.constructor.name;
    if (!(parameters?.length > 0))
      throw new Error(`${who}: no parameters; give model.parameters()`);
    parameters.forEach((p, i) => {
      if (!p.requiresGrad || !p.isLeaf) {
        throw new Error(`${who}: parameter ${i} is no leaf that requires a gradient`);
      }
    });
    this.parameters = parameters;
    this.lr = atLeastZero(who, "lr", lr);
    this.weightDecay = atLeastZero(who, "weightDecay", weightDecay);
  }

  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.grad = null;
  }
  /** Moves every parameter that has a gradient, in place. */
  step(): void {
    noGrad(() =>
      this.parameters.forEach((parameter, i) => {
        const g = parameter.gradArray;
        if (g === null) return;
        const { data } = parameter.array;
        const decay = this.weightDecay;
        const slopes = decay === 0 ? g.data : g.data.map((slope, k) => slope + decay * data[k]);
        parameter.write("step", () => this.move(data, slopes, i));
      }),
    );
  }
  /** Moves the elements of the i-th parameter against their slopes. */
  protected abstract move(values: Data, slopes: Data, i: number): void;

  protected memory(): Memory {
    const memory = new Memory();
    this.#memories.push(memory);
    return memory;
  }
  /** @internal A copy of the parameters and memories; call it to put them back. */
  snapshot(): () => void {
    const values = this.parameters.map(({ array }) => array.data.slice());
    const memories = this.#memories.map((memory) => memory.snapshot());
    return () => {
      noGrad(() => {
        this.parameters.forEach((parameter, i) => {
          parameter.write("restore", ({ data }) => data.set(values[i]));
        });
      });
      for (const restore of memories) restore();
    };
  }
}

function atLeastZero(who: string, name: string, x: number): number {
  if (x >= 0) return x;
  throw new RangeError(`${who}: ${name} is ${x}; give a number >= 0`);
}

/** Of each parameter, numbers that a step leaves for the next: its own memory of the past. */
class Memory {
  #of: Data[] = [];
  /** The numbers of the i-th parameter; at first `start`, or zeros. */
  at(i: number, like: Data, start?: Data): Data {
    this.#of[i] ??= start?.slice() ?? like.slice().fill(0);
    return this.#of[i];
  }
  has(i: number): boolean {
    return this.#of[i] !== undefined;
  }
  snapshot(): () => void {
    const copy = this.#of.map((data) => data?.slice());
    return () => {
      this.#of = copy;
    };
  }
}

export interface SGDOptions {
  readonly lr?: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
}

/** p ← p - lr v with v ← momentum v + (1 - dampening) g; nesterov: g + momentum v for v. */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
  readonly #velocity: Memory = this.memory();

  constructor(parameters: readonly Tensor[], options: SGDOptions = {}) {
    checkOptions("SGD", options, ["lr", "momentum", "dampening", "nesterov", "weightDecay"]);
    super(parameters, options.lr ?? 1e-3, options.weightDecay ?? 0);
    this.momentum = atLeastZero("SGD", "momentum", options.momentum ?? 0);
    this.dampening = options.dampening ?? 0;
    this.nesterov = options.nesterov ?? false;
    if (this.nesterov && (this.momentum === 0 || this.dampening !== 0)) {
      throw new RangeError("SGD: nesterov needs a momentum above 0 and no dampening");
    }
  }
  protected override move(values: Data, slopes: Data, i: number): void {
    const { lr, momentum, dampening, nesterov } = this;
    if (momentum === 0) {
      for (let k = 0; k < values.length; k++) values[k] -= lr * slopes[k];
      return;
    }
    const isFirst = !this.#velocity.has(i);
    const v = this.#velocity.at(i, values, slopes); // PyTorch's first v is g, without dampening
    for (let k = 0; k < values.length; k++) {
      if (!isFirst) v[k] = momentum * v[k] + (1 - dampening) * slopes[k];
      values[k] -= lr * (nesterov ? slopes[k] + momentum * v[k] : v[k]);
    }
  }
}

export interface RMSpropOptions {
  readonly lr?: number;
  readonly alpha?: number;
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly momentum?: number;
}

/** p ← p - lr g / (sqrt(s) + eps) with s ← alpha s + (1 - alpha) g². Hinton's lecture 6e. */
export class RMSprop extends Optimizer {
  readonly alpha: number;
  readonly eps: number;
  readonly momentum: number;
  readonly #squares: Memory = this.memory();
  readonly #velocity: Memory = this.memory();

  constructor(parameters: readonly Tensor[], options: RMSpropOptions = {}) {
    checkOptions("RMSprop", options, ["lr", "alpha", "eps", "weightDecay", "momentum"]);
    super(parameters, options.lr ?? 0.01, options.weightDecay ?? 0);
    this.alpha = atLeastZero("RMSprop", "alpha", options.alpha ?? 0.99);
    this.eps = atLeastZero("RMSprop", "eps", options.eps ?? 1e-8);
    this.momentum = atLeastZero("RMSprop", "momentum", options.momentum ?? 0);
  }
  protected override move(values: Data, slopes: Data, i: number): void {
    const { lr, alpha, eps, momentum } = this;
    const [s, v] = [this.#squares.at(i, values), this.#velocity.at(i, values)];
    for (let k = 0; k < values.length; k++) {
      s[k] = alpha * s[k] + (1 - alpha) * slopes[k] ** 2;
      v[k] = momentum * v[k] + slopes[k] / (Math.sqrt(s[k]) + eps);
      values[k] -= lr * v[k];
    }
  }
}

export interface AdamOptions {
  readonly lr?: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly weightDecay?: number;
}

/**
 * p ← p - lr m̂ / (sqrt(v̂) + eps) with m ← β₁ m + (1 - β₁) g, v ← β₂ v + (1 - β₂) g², both divided
 * by 1 - βᵗ: they start at 0. Kingma and Ba, 2015.
 */
export class Adam extends Optimizer {
  readonly betas: readonly [number, number];
  readonly eps: number;
  readonly #means: Memory = this.memory();
  readonly #squares: Memory = this.memory();
  readonly #steps: Memory = this.memory();

  constructor(parameters: readonly Tensor[], options: AdamOptions = {}) {
    checkOptions("Adam", options, ["lr", "betas", "eps", "weightDecay"]);
    super(parameters, options.lr ?? 1e-3, options.weightDecay ?? 0);
    this.betas = options.betas ?? [0.9, 0.999];
    for (const beta of this.betas) {
      if (!(beta >= 0 && beta < 1)) throw new RangeError(`Adam: beta ${beta}; give 0 <= beta < 1`);
    }
    this.eps = atLeastZero("Adam", "eps", options.eps ?? 1e-8);
  }
  protected override move(values: Data, slopes: Data, i: number): void {
    const [beta1, beta2] = this.betas;
    const steps = this.#steps.at(i, new Float64Array(1));
    const t = ++steps[0];
    const size = this.lr / (1 - beta1 ** t);
    const root = Math.sqrt(1 - beta2 ** t);
    const [m, v] = [this.#means.at(i, values), this.#squares.at(i, values)];
    for (let k = 0; k < values.length; k++) {
      m[k] += (1 - beta1) * (slopes[k] - m[k]);
      v[k] = beta2 * v[k] + (1 - beta2) * slopes[k] ** 2;
      values[k] -= (size * m[k]) / (Math.sqrt(v[k]) / root + this.eps);
    }
  }
}
