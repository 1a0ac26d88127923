export { biologicalNeuron } from "./biologicalNeuron.js";
export { type ComputationGraphOptions, computationGraph } from "./computationGraph.js";
export { type ConfusionMatrixOptions, confusionMatrix } from "./confusionMatrix.js";
export { type ConvexRegionOptions, convexRegion, type HalfPlane } from "./convexRegion.js";
export {
  type DecisionBoundaryOptions,
  decisionBoundary,
  grid,
  type Outputs,
} from "./decisionBoundary.js";
export { type FunctionsOptions, functions } from "./functions.js";
export {
  type GradientHistogramOptions,
  type Gradients,
  gradientHistogram,
} from "./gradientHistogram.js";
export type { GraphNode } from "./graphNode.js";
export { type HeatMapOptions, heatMap } from "./heatMap.js";
export type { Matrix, Vector } from "./input.js";
export { type LearningRateSweepOptions, learningRateSweep } from "./learningRateSweep.js";
export { type LinesOptions, lines } from "./lines.js";
export { type LossSurfaceOptions, lossSurface } from "./lossSurface.js";
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
export { type StripOptions, strip } from "./strip.js";
export type { TensorNames } from "./tensorGraph.js";
export {
  type FitHistory,
  type History,
  type TrainingCurvesOptions,
  trainingCurves,
} from "./trainingCurves.js";
export { type WeightImagesOptions, weightImages } from "./weightImages.js";
