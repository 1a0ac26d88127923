// nn.init: initial weights, written in place. PyTorch's names, numbers and order of draws.
import { showShape } from "../numpy/shape.js";
import { generator, kaimingUniformBound } from "../torch/generator.js";
import { noGrad } from "../torch/index.js";
import type { Tensor } from "../torch/tensor.js";

/** Every element becomes 0. */
export function zeros_(x: Tensor): Tensor {
  return noGrad(() => x.fill_(0));
}
/** Every element becomes 1. */
export function ones_(x: Tensor): Tensor {
  return noGrad(() => x.fill_(1));
}
/** Every element becomes `value`. */
export function constant_(x: Tensor, value: number): Tensor {
  return noGrad(() => x.fill_(value));
}
/** Uniform in [from, to). */
export function uniform_(x: Tensor, from: number = 0, to: number = 1): Tensor {
  const draw = () => x.array.data.set(generator.uniform(x.numel(), x.dtype, from, to));
  return noGrad(() => x.write("uniform_", draw));
}
/** Normal with the given mean and standard deviation. */
export function normal_(x: Tensor, mean: number = 0, std: number = 1): Tensor {
  const draw = () => x.array.data.set(generator.normal(x.numel(), x.dtype, mean, std));
  return noGrad(() => x.write("normal_", draw));
}

/** The numbers of inputs and outputs of a weight [out, in]. */
function fans(who: string, { array }: Tensor): { fanIn: number; fanOut: number } {
  const [fanOut, fanIn] = array.shape;
  if (fanOut !== undefined && fanIn !== undefined) return { fanIn, fanOut };
  throw new RangeError(
    `${who}: shape ${showShape(array.shape)} is not that of a weight; give [out, in]`,
  );
}

/** Glorot and Bengio, 2010: uniform in ±gain sqrt(6 / (in + out)). */
export function xavierUniform_(weight: Tensor, gain: number = 1): Tensor {
  const { fanIn, fanOut } = fans("xavierUniform_", weight);
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)));
  return uniform_(weight, -bound, bound);
}
/** Glorot and Bengio, 2010: normal with standard deviation gain sqrt(2 / (in + out)). */
export function xavierNormal_(weight: Tensor, gain: number = 1): Tensor {
  const { fanIn, fanOut } = fans("xavierNormal_", weight);
  return normal_(weight, 0, gain * Math.sqrt(2 / (fanIn + fanOut)));
}
/** He et al., 2015, for leakyRelu of slope a: uniform in ±sqrt(6 / ((1 + a²) in)). */
export function kaimingUniform_(weight: Tensor, a: number = 0): Tensor {
  const bound = kaimingUniformBound(fans("kaimingUniform_", weight).fanIn, a);
  return uniform_(weight, -bound, bound);
}
/** He et al., 2015, for leakyRelu of slope a: normal with standard deviation sqrt(2 / ((1 + a²) in)). */
export function kaimingNormal_(weight: Tensor, a: number = 0): Tensor {
  const { fanIn } = fans("kaimingNormal_", weight);
  return normal_(weight, 0, Math.sqrt(2 / (1 + a * a)) / Math.sqrt(fanIn));
}
