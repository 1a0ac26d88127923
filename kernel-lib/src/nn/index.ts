// nn: layers and activations as modules. PyTorch's names, defaults and initial weights.
import * as functional from "./functional.js";
import * as init from "./init.js";

export {
  Dropout,
  ELU,
  Hardtanh,
  Identity,
  LeakyReLU,
  LogSigmoid,
  ReLU,
  ReLU6,
  RReLU,
  Sigmoid,
  Softmax,
  Softplus,
  Tanh,
} from "./activations.js";
export { ModuleList, Sequential } from "./containers.js";
export { Linear } from "./linear.js";
export { type Layer, Module, Parameter, type StateDict, type TensorState } from "./module.js";
export { functional, init };
