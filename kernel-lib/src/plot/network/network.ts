import { checkOptions } from "../../numpy/shape.js";
import { canvas } from "../figure/drawing.js";
import { figure, type Sentence, slider } from "../figure/figure.js";
import type { Part, Spec } from "../figure/spec.js";
import { label } from "../figure/text.js";
import { mostUnits, type NetworkLayout, networkLayout } from "./networkLayout.js";
import { networkMarks, stepText } from "./networkMarks.js";
import { type NetworkData, type NetworkModel, networkModel, passes } from "./networkModel.js";
import { moduleData, type NetworkModule } from "./networkModule.js";

/** What is written on the edges. */
export type EdgeLabels = "weight" | "derivative" | "both" | "name" | "none";

/** The options of `plot.network`. */
export type NetworkOptions = NetworkData &
  NetworkModule & {
    title?: string;
    description?: string;
    /** Both where there are derivatives, with a menu; none for more than 30 edges. */
    edgeLabels?: EdgeLabels;
    /** Colours the weights into one neuron, `weights[layer]` column `neuron`, or one by slider. */
    highlight?: { layer: number; neuron: number | "slider" };
    /** A slider through the passes: true starts with everything shown, a number at that step. */
    step?: boolean | number;
    /** The name of the loss in ∂J/∂w; J if not given. */
    loss?: string;
  };

const ofModule = ["module", "input", "criterion"];
const data = [
  "biases",
  "weights",
  "sizes",
  "values",
  "gradients",
  "nodeGradients",
  "labels",
  "weightNames",
];
const look = ["captions", "title", "description", "edgeLabels", "highlight", "step", "loss"];

/**
 * A network as layers of units and weighted edges, from a model's own numbers: sign as colour and
 * dash, size as width, values blue above the units, derivatives red below. The model: an
 * nn.Sequential with an input, `{ module, input, criterion: (y) => F.mseLoss(y, t) }`, or matrices.
 * @throws if shapes do not fit one another, or an option is unknown.
 */
export function network(given: NetworkOptions): Spec {
  const who = "plot.network";
  checkOptions(who, given, [...ofModule, ...data, ...look]);
  const options = withModule(who, given);
  const { highlight, step = false, loss = "J" } = options;
  const model = networkModel(who, options);
  if (highlight) checkHighlight(who, model, highlight);
  const { texts, stepOf } = passes(model, loss);
  const last = texts.length - 1;
  if (typeof step === "number" && texts[step] === undefined) {
    throw new RangeError(`${who}: step is ${step}; give one from 0 to ${last}`);
  }
  const layout = networkLayout(model.sizes);
  const stepAt = (number: string): number => stepOf.get(number) ?? 0;
  const rows = [...nodeRows(model, layout, stepAt), ...edgeRows(model, layout, stepAt)];
  const crowded = layout.lines.length > 30;
  const labels = options.edgeLabels ?? (crowded ? "none" : model.gradients ? "both" : "weight");
  const height = layout.height + (step === false ? 0 : 24);
  const title = options.title ?? `A ${model.sizes.join("–")} network`;
  return figure(title, sentences(options, model), {
    ...canvas(layout.width, height),
    params: controls(model, options, labels, last),
    data: { values: rows },
    layer: [
      ...networkMarks(model, { test: lit(options), stepped: step !== false }),
      ...(step === false ? [] : [stepText(texts, height - 14)]),
    ],
  });
}

/** The options with what they leave open of the module's own numbers. */
function withModule(who: string, given: NetworkOptions): NetworkOptions {
  const { module, input, criterion, weights, sizes } = given;
  if (module !== undefined && (weights ?? sizes) === undefined) {
    return { ...moduleData(who, given), ...given };
  }
  if (module !== undefined)
    throw new TypeError(`${who}: give either a module, or weights or sizes`);
  if (input === undefined && criterion === undefined) return given;
  throw new TypeError(`${who}: input and criterion belong to a module; give it, or values`);
}

type Highlight = Required<NetworkOptions>["highlight"];

function checkHighlight(who: string, { sizes }: NetworkModel, at: Highlight): void {
  checkOptions(`${who}: highlight`, at, ["layer", "neuron"]);
  const neurons = sizes[at.layer + 1];
  const { neuron } = at;
  if (at.layer < 0 || neurons === undefined) {
    throw new RangeError(`${who}: highlight.layer is ${at.layer}; give 0 to ${sizes.length - 2}`);
  }
  if (neuron !== "slider" && !(Number.isInteger(neuron) && neuron >= 0 && neuron < neurons)) {
    throw new RangeError(
      `${who}: highlight.neuron is ${neuron}; give 0 to ${neurons - 1} or "slider"`,
    );
  }
}

type StepAt = (number: string) => number;

/** A number and its text, where it is known. */
const known = (name: string, value: number | undefined): Part =>
  value === undefined ? {} : { [name]: value, [`${name}Text`]: label(value) };

function nodeRows(model: NetworkModel, { positions }: NetworkLayout, stepAt: StepAt): Part[] {
  const { sizes, values, biases, nodeGradients, unitNames } = model;
  const units = positions.map(({ layer, index, x, y }) => {
    if (index < 0) return { kind: "gap", x, y, text: "⋮" };
    return {
      kind: "unit",
      x,
      y,
      to: `${layer}.${index}`,
      name: unitNames[layer][index],
      fill: layer === 0 ? "input" : layer === sizes.length - 1 ? "output" : "hidden",
      ...known("bias", biases?.[layer - 1]?.[index]),
      ...known("value", values?.[layer][index]),
      ...known("gradient", nodeGradients?.[layer]?.[index]),
      valueFrame: stepAt(`value ${layer}.${index}`),
      gradientFrame: stepAt(`gradient ${layer}`),
    };
  });
  const captions = model.captions.map((caption, layer) => {
    const text = sizes[layer] > mostUnits ? `${caption} (${sizes[layer]} units)` : caption;
    return {
      kind: "caption",
      x: positions.find((position) => position.layer === layer)?.x,
      y: 14,
      text,
    };
  });
  return [...units, ...captions];
}

function edgeRows(model: NetworkModel, { lines }: NetworkLayout, stepAt: StepAt): Part[] {
  const { weights, gradients, sizes, weightName, unitNames } = model;
  return lines.map(({ from, to, ...line }) => {
    const [matrix, i, j] = [from.layer, from.index, to.index];
    const weight = weights?.[matrix][i][j];
    const sign = (w: number) => ({ size: Math.abs(w), sign: w < 0 ? "negative" : "positive" });
    return {
      kind: "edge",
      ...line,
      matrix,
      neuron: j + 1,
      to: `${to.layer}.${j}`,
      name: weightName(matrix, i, j),
      ends: `${unitNames[from.layer][i]} → ${unitNames[to.layer][j]}`,
      ...known("weight", weight),
      ...(weight === undefined ? {} : sign(weight)),
      ...known("gradient", gradients?.[matrix]?.[i][j]),
      gradientFrame: stepAt(`weights ${matrix}`),
      last: matrix === sizes.length - 2,
    };
  });
}

/** True of the edges that are highlighted. */
function lit({ highlight }: NetworkOptions): string | undefined {
  if (highlight === undefined) return undefined;
  const neuron = highlight.neuron === "slider" ? "neuron" : highlight.neuron + 1;
  return `datum.matrix == ${highlight.layer} && datum.neuron == ${neuron}`;
}

function controls(
  model: NetworkModel,
  { highlight, step = false, gradients }: NetworkOptions,
  labels: EdgeLabels,
  last: number,
): Part[] {
  const options = ["weight", "derivative", "both", "none"];
  const menu = gradients ? { bind: { input: "select", options, name: "edge labels " } } : {};
  return [
    { name: "edgeLabels", value: labels, ...menu },
    ...(highlight?.neuron === "slider"
      ? [slider("neuron", "neuron ", 1, [1, model.sizes[highlight.layer + 1]])]
      : []),
    ...(step === false ? [] : [slider("step", "step ", step === true ? last : step, [0, last])]),
  ];
}

function sentences(o: NetworkOptions, model: NetworkModel): Sentence[] {
  const { sizes, captions, unitNames, weights, biases, gradients, values, nodeGradients } = model;
  const by = `∂${o.loss ?? "J"}/∂`;
  const list = (x: readonly number[], name: (k: number) => string, most: number): string => {
    const first = x.slice(0, most).map((value, k) => `${name(k)} = ${label(value)}`);
    return `${first.join(", ")}${x.length > most ? ", …" : ""}.`;
  };
  const layers = sizes.map((n, l) => `${captions[l]}: ${n} ${n === 1 ? "unit" : "units"}`);
  const units = sizes.flatMap((_, l) => [
    values && list(values[l], (k) => unitNames[l][k], 8),
    nodeGradients?.[l] && list(nodeGradients[l], (k) => by + unitNames[l][k], 8),
  ]);
  const edges = (matrices: NetworkModel["gradients"], before: string): Sentence[] =>
    (matrices ?? []).map((rows, m) => {
      const name = (k: number, columns: number) =>
        model.weightName(m, Math.floor(k / columns), k % columns);
      return rows && list(rows.flat(), (k) => before + name(k, rows[0].length), 12);
    });
  return [
    `Network diagram, left to right: ${layers.join("; ")}.`,
    o.description,
    o.highlight && `The weights into one neuron of layer ${o.highlight.layer + 1} stand out.`,
    ...units,
    ...edges(weights, ""),
    ...(biases ?? []).map((b, l) => b && list(b, (k) => `bias of ${unitNames[l + 1][k]}`, 8)),
    ...edges(gradients, by),
  ];
}
