// nn: layers and activations as modules. PyTorch's names, defaults and initial weights.
import { pythonNumber } from "../numpy/decimal.js";
import type { Affine, CheckFeatures, Fit, Shape } from "../numpy/shape.js";
import { checkFeatures, checkOptions } from "../numpy/shape.js";
import { zeros } from "../torch/index.js";
import type { Tensor } from "../torch/tensor.js";
import * as F from "./functional.js";
import * as init from "./init.js";
import { type Layer, Module, Parameter } from "./module.js";

export { type Layer, Module, Parameter, type StateDict, type TensorState } from "./module.js";
export { F as functional, init };

// ---- activations --------------------------------------------------------------------------

/** A module that keeps the shape. */
abstract class Elementwise extends Module {
  abstract override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
}

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

/** log(1 + e^x). */
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

/** x between -1 and 1. */
export class Hardtanh extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.hardtanh(x);
  }
  override extraRepr(): string {
    return "min_val=-1.0, max_val=1.0";
  }
}

/** x between 0 and 6. */
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

/** LeakyReLU whose slope is drawn anew for each element in training. */
export class RReLU extends Elementwise {
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.rrelu(x, { training: this.training });
  }
  override extraRepr(): string {
    return "lower=0.125, upper=0.3333333333333333";
  }
}

/** Each element 0 with probability p while training; see F.dropout. */
export class Dropout extends Elementwise {
  readonly p: number;
  constructor(p: number = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Dropout: p is ${p}; give 0 to 1`);
    this.p = p;
  }
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    return F.dropout(x, this.p, this.training);
  }
  override extraRepr(): string {
    return `p=${pythonNumber(this.p)}, inplace=False`;
  }
}

/** softmax along a dim. */
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

// ---- layers -------------------------------------------------------------------------------

/**
 * x Wᵀ + b, `x: [..., in]`, `weight: [out, in]`, `bias: [out]`; both start uniform in
 * ±1/sqrt(in): the same numbers as PyTorch's for the same `torch.manualSeed`.
 */
export class Linear<In extends number = number, Out extends number = number> extends Module {
  readonly inFeatures: In;
  readonly outFeatures: Out;
  readonly weight: Parameter<[Out, In]>;
  readonly bias: Parameter<[Out]> | null;

  constructor(inFeatures: In, outFeatures: Out, options?: { readonly bias?: true });
  constructor(inFeatures: In, outFeatures: Out, options: { readonly bias?: boolean });
  constructor(inFeatures: In, outFeatures: Out, options: { readonly bias?: boolean } = {}) {
    super();
    checkOptions("Linear", options, ["bias"]);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = new Parameter(zeros(outFeatures, inFeatures) as Tensor as Tensor<[Out, In]>);
    init.kaimingUniform_(this.weight, Math.sqrt(5));
    this.bias = options.bias === false ? null : new Parameter(zeros(outFeatures) as Tensor<[Out]>);
    const bound = 1 / Math.sqrt(inFeatures);
    if (this.bias) init.uniform_(this.bias as Tensor, -bound, bound);
  }
  override forward<S extends Shape>(
    x: Fit<Tensor<S>, CheckFeatures<`Linear(${In}, ${Out})`, S, In>>,
  ): Tensor<Affine<S, Out>> {
    const input = x as Tensor;
    const { inFeatures, outFeatures } = this;
    checkFeatures(`Linear(${inFeatures}, ${outFeatures})`, input.array.shape, inFeatures);
    const weight = this.weight as Tensor as Tensor<[number, number]>;
    const bias = this.bias as Tensor | null as Tensor<[number]> | null;
    const y: Tensor = F.linear<Shape, number, number>(input, weight, bias);
    return y as Tensor<Affine<S, Out>>;
  }
  override extraRepr(): string {
    const { inFeatures, outFeatures, bias } = this;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${bias ? "True" : "False"}`;
  }
}

/** Modules one after the other; they are its properties 0, 1, 2, … */
export class Sequential extends Module {
  readonly [place: number]: Layer;

  constructor(...modules: Layer[]) {
    super();
    const odd = modules.findIndex((module) => !(module instanceof Module));
    if (odd >= 0) throw new TypeError(`Sequential: argument ${odd} is no module; give one or more`);
    Object.assign(this, modules);
  }
  override forward(x: Tensor): Tensor {
    return this.namedChildren().reduce((value, [, module]) => (module as Layer).forward(value), x);
  }
}
