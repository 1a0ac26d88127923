import { noGrad, randn } from "../torch/index.js";
import type { Tensor } from "../torch/tensor.js";
import { checkAtLeastZero } from "./checks.js";

/**
 * g ← g + std · ε with a standard normal ε for every element, between `backward` and `step`: noise
 * can shake gradient descent out of a poor minimum. Neelakantan et al., 2015.
 */
export function addGradientNoise(parameters: readonly Tensor[], std: number): void {
  checkAtLeastZero("addGradientNoise", "std", std);
  for (const { grad } of parameters) {
    if (grad === null) continue;
    noGrad(() => grad.add_(randn(grad.shape, { dtype: grad.dtype }).mul(std)));
  }
}
