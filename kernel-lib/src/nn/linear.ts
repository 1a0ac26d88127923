import type { Affine, CheckFeatures, Fit, Shape } from "../numpy/shape.js";
import { checkFeatures, checkOptions } from "../numpy/shape.js";
import { zeros } from "../torch/index.js";
import type { Tensor } from "../torch/tensor.js";
import * as F from "./functional.js";
import * as init from "./init.js";
import { Module, Parameter } from "./module.js";

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
