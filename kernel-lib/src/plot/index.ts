export { biologicalNeuron } from "./biologicalNeuron.js";
export { type ComputationGraphOptions, computationGraph } from "./computationGraph.js";
export { type FunctionsOptions, functions } from "./functions.js";
export {
  type GradientHistogramOptions,
  type Gradients,
  gradientHistogram,
} from "./gradientHistogram.js";
export type { GraphNode } from "./graphNode.js";
export { type HeatMapOptions, heatMap } from "./heatMap.js";
export type { Matrix, Vector } from "./input.js";
export { type LinesOptions, lines } from "./lines.js";
export { type EdgeLabels, type NetworkOptions, network } from "./network.js";
export {
  type ArtificialNeuronOptions,
  artificialNeuron,
  type CompositionOptions,
  composition,
} from "./neuron.js";
export { type PanelsOptions, panels } from "./panels.js";
export { type ScatterOptions, scatter } from "./scatter.js";
export { type Spec, schema } from "./spec.js";
export type { TensorNames } from "./tensorGraph.js";
export { type History, type TrainingCurvesOptions, trainingCurves } from "./trainingCurves.js";
