export { type ConfusionMatrixOptions, confusionMatrix } from "./charts/confusionMatrix.js";
export { type ConvexRegionOptions, convexRegion, type HalfPlane } from "./charts/convexRegion.js";
export {
  type DecisionBoundaryOptions,
  decisionBoundary,
  grid,
  type Outputs,
} from "./charts/decisionBoundary.js";
export {
  type GradientHistogramOptions,
  type Gradients,
  gradientHistogram,
} from "./charts/gradientHistogram.js";
export { type HeatMapOptions, heatMap } from "./charts/heatMap.js";
export { type LossSurfaceOptions, lossSurface } from "./charts/lossSurface.js";
export { type ScatterOptions, scatter } from "./charts/scatter.js";
export { type StripOptions, strip } from "./charts/strip.js";
export { type WeightImagesOptions, weightImages } from "./charts/weightImages.js";
export { type FunctionsOptions, functions } from "./curves/functions.js";
export { type LearningRateSweepOptions, learningRateSweep } from "./curves/learningRateSweep.js";
export { type LinesOptions, lines } from "./curves/lines.js";
export {
  type FitHistory,
  type History,
  type TrainingCurvesOptions,
  trainingCurves,
} from "./curves/trainingCurves.js";
export type { Matrix, Vector } from "./figure/input.js";
export { type PanelsOptions, panels } from "./figure/panels.js";
export { type Spec, schema } from "./figure/spec.js";
export { type ComputationGraphOptions, computationGraph } from "./graph/computationGraph.js";
export type { GraphNode } from "./graph/graphNode.js";
export type { TensorNames } from "./graph/tensorGraph.js";
export { biologicalNeuron } from "./network/biologicalNeuron.js";
export { type EdgeLabels, type NetworkOptions, network } from "./network/network.js";
export {
  type ArtificialNeuronOptions,
  artificialNeuron,
  type CompositionOptions,
  composition,
} from "./network/neuron.js";
