// Activations as modules. PyTorch's names and defaults; the functions are in functional.ts.
import { pythonNumber } from "../numpy/decimal.js";
import type { Shape } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";
import * as F from "./functional.js";
import { Module } from "./module.js";

/** A module that keeps the shape. */
abstract class Elementwise extends Module {
  abstract override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
}

/** x itself. */
export class Identity extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return x;
  }
}

/** 1 / (1 + e^-x). */
export class Sigmoid extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.sigmoid(x);
  }
}

/** (e^x - e^-x) / (e^x + e^-x). */
export class Tanh extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.tanh(x);
  }
}

/** max(0, x). */
export class ReLU extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.relu(x);
  }
}

/**
 * log(1 + e^x).
 * @differs beta is 1; above 20, where PyTorch takes x itself, it stays exact.
 */
export class Softplus extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.softplus(x);
  }
  override extraRepr(): string {
    return "beta=1.0, threshold=20.0";
  }
}

/** log σ(x). */
export class LogSigmoid extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.logSigmoid(x);
  }
}

/**
 * x clamped to -1 … 1.
 * @differs The bounds are fixed.
 */
export class Hardtanh extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.hardtanh(x);
  }
  override extraRepr(): string {
    return "min_val=-1.0, max_val=1.0";
  }
}

/** x clamped to 0 … 6. */
export class ReLU6 extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.relu6(x);
  }
}

/** x if x > 0, else negativeSlope · x. */
export class LeakyReLU extends Elementwise {
  readonly negativeSlope: number;
  constructor(negativeSlope: number = 0.01) {
    super();
    this.negativeSlope = negativeSlope;
  }
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.leakyRelu(x, this.negativeSlope);
  }
  override extraRepr(): string {
    return `negative_slope=${pythonNumber(this.negativeSlope)}`;
  }
}

/** x if x > 0, else α(e^x - 1). */
export class ELU extends Elementwise {
  readonly alpha: number;
  constructor(alpha: number = 1) {
    super();
    this.alpha = alpha;
  }
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.elu(x, this.alpha);
  }
  override extraRepr(): string {
    return `alpha=${pythonNumber(this.alpha)}`;
  }
}

/**
 * LeakyReLU whose slope is drawn for each element in training; see F.rrelu.
 * @differs The bounds are fixed: 1/8 and 1/3.
 */
export class RReLU extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.rrelu(x, { training: this.training });
  }
  override extraRepr(): string {
    return "lower=0.125, upper=0.3333333333333333";
  }
}

/**
 * Each element 0 with probability p while training; see F.dropout.
 * @differs Never in place.
 */
export class Dropout extends Elementwise {
  readonly p: number;
  constructor(p: number = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`Dropout: p is ${p}; give a number from 0 to 1`);
    }
    this.p = p;
  }
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.dropout(x, this.p, this.training);
  }
  override extraRepr(): string {
    return `p=${pythonNumber(this.p)}, inplace=False`;
  }
}

/** e^x over its sum along the dim. */
export class Softmax extends Elementwise {
  readonly dim: number;
  constructor(dim: number) {
    super();
    this.dim = dim;
  }
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.softmax(x, this.dim);
  }
  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
