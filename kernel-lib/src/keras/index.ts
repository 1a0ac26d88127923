// Keras's recipe: describe, compile, fit, evaluate, predict. Keras's names in camelCase.
export type { CompileOptions } from "./compile.js";
export { EarlyStopping, type EarlyStoppingOptions } from "./earlyStopping.js";
export type { History } from "./history.js";
export type { Logs } from "./logs.js";
export type { Metric } from "./metrics.js";
export * as metrics from "./metrics.js";
export { type Callback, type FitOptions, type Model, sequential } from "./model.js";
