// What every optimiser does with its parameters.
import type { Data } from "../numpy/dtype.js";
import { noGrad } from "../torch/index.js";
import { Tensor } from "../torch/tensor.js";
import { checkAtLeastZero } from "./checks.js";

/** Moves parameters against their gradients: `zeroGrad`, `loss.backward`, `step`. */
export abstract class Optimizer {
  /** The learning rate; may be changed between steps. */
  lr: number;
  readonly weightDecay: number;
  readonly parameters: readonly Tensor[];

  constructor(parameters: readonly Tensor[], lr: number, weightDecay: number) {
    const who = this.constructor.name;
    if (!Array.isArray(parameters)) {
      throw new TypeError(`${who}: the parameters are not an array; give model.parameters()`);
    }
    if (parameters.length === 0) {
      const where = "which finds those in public fields";
      throw new RangeError(`${who}: there are no parameters; give model.parameters(), ${where}`);
    }
    parameters.forEach((parameter, index) => {
      if (!(parameter instanceof Tensor)) {
        throw new TypeError(`${who}: parameter ${index} is not a tensor; give model.parameters()`);
      }
      if (!parameter.requiresGrad || !parameter.isLeaf) {
        throw new Error(`${who}: parameter ${index} is not a leaf that requires a gradient`);
      }
    });
    this.parameters = parameters;
    this.lr = checkAtLeastZero(who, "lr", lr);
    this.weightDecay = checkAtLeastZero(who, "weightDecay", weightDecay);
  }

  zeroGrad(): void {
    for (const parameter of this.parameters) parameter.grad = null;
  }
  /** Moves every parameter that has a gradient, in place. */
  step(): void {
    noGrad(() =>
      this.parameters.forEach((parameter, index) => {
        const { array, gradArray } = parameter;
        if (gradArray === null) return;
        const gradient = this.#withDecay(gradArray.data, array.data);
        parameter.write("step", ({ data }) => this.update(data, gradient, index));
      }),
    );
  }
  /** Moves the elements of one parameter in place; `index` is its place among the parameters. */
  protected abstract update(values: Data, gradient: Data, index: number): void;

  /** g + weightDecay · p, the gradient of the loss with the penalty ½ weightDecay p². */
  #withDecay(gradient: Data, values: Data): Data {
    const { weightDecay } = this;
    if (weightDecay === 0) return gradient;
    return gradient.map((g, k) => g + weightDecay * values[k]);
  }
}

/** Zeros for every element of a parameter: what an optimiser's state starts from. */
export const zerosFor = (values: Data): Data => values.slice().fill(0);
