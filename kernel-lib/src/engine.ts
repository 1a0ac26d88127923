// The engine's door, `kernel-lib/engine`: everything that needs no Node, for pages and other hosts.
export * as data from "./data/index.js";
export * as graph from "./graph/index.js";
export { Path, type Step, Trace } from "./graph/trace.js";
export { type Edge, type Operand, Value } from "./graph/value.js";
export type { Bundle } from "./jupyter/display.js";
export type { Row, Table } from "./jupyter/table.js";
export {
  type Callback,
  type CompileOptions,
  EarlyStopping,
  type FitOptions,
  type History,
  type Logs,
  type Metric,
  type Model,
  metrics,
  sequential,
} from "./keras/index.js";
export * as neurons from "./neurons.js";
export * as F from "./nn/functional.js";
export * as nn from "./nn/index.js";
export { type Answer, type CheckOptions, check, type Hint } from "./notebook/exercise.js";
export type { DType } from "./numpy/dtype.js";
export * as np from "./numpy/index.js";
export { NDArray } from "./numpy/ndarray.js";
export type { Shape } from "./numpy/shape.js";
export * as optim from "./optim/index.js";
export * as plot from "./plot/index.js";
export { gradcheck } from "./torch/gradcheck.js";
export * as torch from "./torch/index.js";
export { Tensor } from "./torch/tensor.js";
