import { withGrad } from "../../autograd/gradMode.js";
import { type Layer, Linear, Sequential } from "../../nn/index.js";
import { NDArray } from "../../numpy/ndarray.js";
import { Tensor } from "../../torch/tensor.js";
import { type Vector, vector } from "../figure/input.js";
import type { NetworkData } from "./networkModel.js";

/** A model whose own numbers are drawn. */
export type NetworkModule = {
  /** Linear layers and activations one after the other; gradients are its parameters' `grad`. */
  module?: Sequential;
  /** One sample, whose activations are drawn. */
  input?: Vector;
  /** The loss of the output for that sample: draws its derivatives; the model's `grad` stays. */
  criterion?: (output: Tensor) => Tensor;
};

/** The weights, biases, activations and derivatives of a model; nothing of it changes. */
export function moduleData(who: string, given: NetworkModule): NetworkData {
  const { module, input, criterion } = given;
  if (!(module instanceof Sequential)) {
    throw new TypeError(
      `${who}: module is ${String(module)}; give an nn.Sequential of Linear layers and ` +
        "activations, or weights",
    );
  }
  const layers = layersOf(module);
  const linear = layers.filter((layer): layer is Linear => layer instanceof Linear);
  if (linear.length === 0) throw new RangeError(`${who}: module has no Linear layer; give one`);
  if (criterion && input === undefined) {
    throw new TypeError(
      `${who}: criterion needs a sample; give input, ${linear[0].inFeatures} numbers`,
    );
  }
  const weights = linear.map(({ weight }) => weight.array.T);
  const biases = linear.map(({ bias }) => bias?.array ?? null);
  const kept = linear.map(({ weight }) => weight.gradArray?.T ?? null);
  const gradients = kept.some((g) => g !== null) ? { gradients: kept } : {};
  if (input === undefined) return { weights, biases, ...gradients };
  const passed = pass(layers, linear, sampleOf(who, input, linear[0]), criterion);
  return { weights, biases, ...gradients, ...passed };
}

/** The modules inside, those of a Sequential in a Sequential too. */
const layersOf = (module: Sequential): Layer[] =>
  module
    .namedChildren()
    .flatMap(([, child]) => (child instanceof Sequential ? layersOf(child) : [child as Layer]));

function sampleOf(who: string, input: Vector, { inFeatures, weight }: Linear): Tensor {
  const numbers = vector(who, "input", input, inFeatures);
  const shape = input instanceof Tensor ? input.array.shape : [inFeatures];
  return new Tensor(new NDArray(Float64Array.from(numbers), shape).astype(weight.dtype), true);
}

/** The sample's activations, layer by layer, and with a criterion the derivatives by all. */
function pass(
  layers: readonly Layer[],
  linear: readonly Linear[],
  sample: Tensor,
  criterion: NetworkModule["criterion"],
): NetworkData {
  const parameters = layers.flatMap((layer) => layer.parameters());
  const before = parameters.map(({ gradArray }) => gradArray);
  const training = layers.map((layer) => layer.training);
  try {
    for (const layer of layers) layer.training = false;
    const units = withGrad(true, () => run(layers, sample));
    const values = units.map((unit) => unit.array);
    if (!criterion) return { values };
    for (const parameter of parameters) parameter.grad = null;
    for (const unit of units) unit.retainGrad();
    criterion(units[units.length - 1]).backward();
    return {
      values,
      gradients: linear.map(({ weight }) => weight.gradArray?.T ?? null),
      nodeGradients: units.map((unit) => unit.gradArray),
    };
  } finally {
    for (const [i, parameter] of parameters.entries()) parameter.gradArray = before[i];
    for (const [i, layer] of layers.entries()) layer.training = training[i];
  }
}

/** The sample, and what leaves the last module before each further Linear, and the last of all. */
function run(layers: readonly Layer[], sample: Tensor): Tensor[] {
  const units = [sample];
  let x = sample;
  for (const layer of layers) {
    x = layer.forward(x);
    if (layer instanceof Linear) units.push(x);
    else units[units.length - 1] = x;
  }
  return units;
}
