// What notebooks import: the engine, and what needs Node beside it.
import * as graph from "./graph/index.js";

export * from "./engine.js";
export { show, table } from "./notebook/show.js";

/** @deprecated Use `graph.topologicalOrder`. */
export const nodes: typeof graph.topologicalOrder = graph.topologicalOrder;
/** @deprecated Use `graph.edges`. */
export const edges: typeof graph.edges = graph.edges;
/** @deprecated Use `graph.trace`. */
export const trace: typeof graph.trace = graph.trace;
/** @deprecated Use `graph.forwardMode`. */
export const forwardMode: typeof graph.forwardMode = graph.forwardMode;
/** @deprecated Use `graph.paths`. */
export const paths: typeof graph.paths = graph.paths;
/** @deprecated Use `graph.countPaths`. */
export const countPaths: typeof graph.countPaths = graph.countPaths;
