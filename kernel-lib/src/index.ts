export * as data from "./data.js";
export { type Bundle, show, table } from "./display.js";
export type { DType } from "./dtype.js";
export { type Answer, type CheckOptions, check, type Hint } from "./exercise.js";
export * as F from "./functional.js";
export { gradcheck } from "./gradcheck.js";
export { type Edge, edges, nodes, type Operand, Value } from "./graph.js";
export {
  type Callback,
  type CompileOptions,
  EarlyStopping,
  type FitOptions,
  type History,
  type Logs,
  type Metric,
  type Model,
  sequential,
} from "./model.js";
export { NDArray } from "./ndarray.js";
export * as neurons from "./neurons.js";
export * as nn from "./nn.js";
export * as np from "./numpy.js";
export * as optim from "./optim.js";
export * as plot from "./plot/index.js";
export type { Shape } from "./shape.js";
export type { Row, Table } from "./table.js";
export { Tensor } from "./tensor.js";
export * as torch from "./torch.js";
export { countPaths, forwardMode, Path, paths, type Step, Trace, trace } from "./trace.js";
