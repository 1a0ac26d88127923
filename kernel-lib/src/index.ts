export { type Edge, edges, nodes, type Operand, Value } from "./graph.js";
export * as plot from "./plot/index.js";
export { countPaths, forwardMode, Path, paths, type Step, Trace, trace } from "./trace.js";
