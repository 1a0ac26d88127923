// graph: scalar computation graphs, node by node.
export {
  countPaths,
  forwardMode,
  Path,
  paths,
  type Step,
  Trace,
  trace,
} from "./trace.js";
export { type Edge, edges, type Operand, topologicalOrder, Value } from "./value.js";
