import { checkOptions } from "../shape.js";
import { canvas, figure } from "./figure.js";
import { type NetworkLayout, networkLayout } from "./networkLayout.js";
import { frameText, networkMarks } from "./networkMarks.js";
import {
  type Frame,
  type NetworkData,
  type NetworkModel,
  networkModel,
  passes,
} from "./networkModel.js";
import type { Part, Spec } from "./spec.js";
import { label } from "./text.js";

/** What stands on the edges. */
export type EdgeLabels = "weight" | "derivative" | "both" | "name" | "none";

/** The options of `plot.network`. */
export type NetworkOptions = NetworkData & {
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

const known = ["weights", "sizes", "values", "gradients", "nodeGradients", "labels", "weightNames"];
const look = ["captions", "title", "description", "edgeLabels", "highlight", "step", "loss"];

/**
 * A network as layers of units and weighted edges, from a model's own numbers: sign as colour and
 * dash, size as width, values blue above the units, derivatives red below.
 * @throws if shapes do not fit one another, or an option is unknown.
 */
export function network(options: NetworkOptions): Spec {
  const who = "plot.network";
  checkOptions(who, options, [...known, ...look]);
  const { highlight, step = false, loss = "J" } = options;
  const model = networkModel(who, options);
  if (highlight) checkHighlight(who, model, highlight);
  const frames = passes(model, loss);
  if (typeof step === "number" && frames[step] === undefined) {
    throw new Error(`${who}: step is ${step}; give one from 0 to ${frames.length - 1}`);
  }
  const layout = networkLayout(model.sizes);
  const rows = [...nodeRows(model, layout, frames), ...edgeRows(model, layout, frames)];
  const crowded = layout.lines.length > 30;
  const labels = options.edgeLabels ?? (crowded ? "none" : model.gradients ? "both" : "weight");
  const height = layout.height + (step === false ? 0 : 24);
  const title = options.title ?? `A ${model.sizes.join("–")} network`;
  return figure(title, sentences(options, model), {
    ...canvas(layout.width, height),
    params: controls(model, options, labels, frames),
    data: { values: rows },
    layer: [
      ...networkMarks(model, { test: lit(options), stepped: step !== false }),
      ...(step === false ? [] : [frameText(frames, height - 14)]),
    ],
  });
}

function checkHighlight(
  who: string,
  { sizes }: NetworkModel,
  at: { layer: number; neuron: number | "slider" },
): void {
  checkOptions(`${who}: highlight`, at, ["layer", "neuron"]);
  const neurons = sizes[at.layer + 1];
  const { neuron } = at;
  if (at.layer < 0 || neurons === undefined) {
    throw new Error(`${who}: highlight.layer is ${at.layer}; give 0 to ${sizes.length - 2}`);
  }
  if (neuron !== "slider" && !(Number.isInteger(neuron) && neuron >= 0 && neuron < neurons)) {
    throw new Error(`${who}: highlight.neuron is ${neuron}; give 0 to ${neurons - 1} or "slider"`);
  }
}

const frameOf = (frames: readonly Frame[], what: string): number =>
  Math.max(
    frames.findIndex(({ shows }) => shows.includes(what)),
    0,
  );

function nodeRows(
  model: NetworkModel,
  { places }: NetworkLayout,
  frames: readonly Frame[],
): Part[] {
  const { sizes, values, nodeGradients, unitNames, captions } = model;
  const units = places.map(({ layer, index, x, y }) => {
    if (index < 0) return { kind: "gap", x, y, text: "⋮" };
    const value = values?.[layer][index];
    const gradient = nodeGradients?.[layer]?.[index];
    return {
      kind: "unit",
      x,
      y,
      to: `${layer}.${index}`,
      name: unitNames[layer][index],
      fill: layer === 0 ? "input" : layer === sizes.length - 1 ? "output" : "hidden",
      ...(value === undefined ? {} : { value, valueText: label(value) }),
      ...(gradient === undefined ? {} : { gradient, gradientText: label(gradient) }),
      valueFrame: frameOf(frames, `value ${layer}.${index}`),
      gradientFrame: frameOf(frames, `gradient ${layer}`),
    };
  });
  const heads = captions.map((text, layer) => {
    const more = sizes[layer] > 8 ? ` (${sizes[layer]} units)` : "";
    return {
      kind: "caption",
      x: places.find((p) => p.layer === layer)?.x,
      y: 14,
      text: text + more,
    };
  });
  return [...units, ...heads];
}

function edgeRows(model: NetworkModel, { lines }: NetworkLayout, frames: readonly Frame[]): Part[] {
  const { weights, gradients, sizes, weightName, unitNames } = model;
  return lines.map(({ from, to, ...place }) => {
    const [matrix, i, j] = [from.layer, from.index, to.index];
    const weight = weights?.[matrix][i][j];
    const gradient = gradients?.[matrix]?.[i][j];
    return {
      kind: "edge",
      ...place,
      matrix,
      neuron: j + 1,
      to: `${to.layer}.${j}`,
      name: weightName(matrix, i, j),
      ends: `${unitNames[from.layer][i]} → ${unitNames[to.layer][j]}`,
      ...(weight === undefined
        ? {}
        : {
            weight,
            size: Math.abs(weight),
            weightText: label(weight),
            sign: weight < 0 ? "negative" : "positive",
          }),
      ...(gradient === undefined ? {} : { gradient, gradientText: label(gradient) }),
      gradientFrame: frameOf(frames, `weights ${matrix}`),
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
  { highlight, step, gradients }: NetworkOptions,
  labels: EdgeLabels,
  frames: readonly Frame[],
): Part[] {
  const options = ["weight", "derivative", "both", "none"];
  const menu = gradients ? { bind: { input: "select", options, name: "edge labels " } } : {};
  const range = (name: string, min: number, max: number) => ({
    bind: { input: "range", min, max, step: 1, name },
  });
  const last = frames.length - 1;
  const params: Part[] = [{ name: "edgeLabels", value: labels, ...menu }];
  if (highlight?.neuron === "slider") {
    const neurons = model.sizes[highlight.layer + 1];
    params.push({ name: "neuron", value: 1, ...range("neuron ", 1, neurons) });
  }
  if (step !== undefined && step !== false) {
    params.push({ name: "step", value: step === true ? last : step, ...range("step ", 0, last) });
  }
  return params;
}

function sentences(o: NetworkOptions, model: NetworkModel): string[] {
  const { sizes, captions, unitNames, weights, gradients, values, nodeGradients } = model;
  const by = `∂${o.loss ?? "J"}/∂`;
  const list = (numbers: readonly number[], all: readonly string[], before = ""): string => {
    const known = numbers.slice(0, 8).map((x, k) => `${before}${all[k]} = ${label(x)}`);
    return `${known.join(", ")}${numbers.length > 8 ? ", …" : ""}.`;
  };
  const layers = sizes.map((n, l) => `${captions[l]}: ${n} ${n === 1 ? "unit" : "units"}`);
  const units = sizes.flatMap((_, l) => {
    const [value, gradient] = [values?.[l], nodeGradients?.[l]];
    const forward = value ? [list(value, unitNames[l])] : [];
    return gradient ? [...forward, list(gradient, unitNames[l], by)] : forward;
  });
  const edges = (matrices: readonly (number[][] | null)[] = [], before = ""): string[] =>
    matrices.map((rows, m) => {
      if (rows === null || rows.length * rows[0].length > 12) return "";
      const name = (i: number, j: number) => before + model.weightName(m, i, j);
      const all = rows.flatMap((row, i) => row.map((x, j) => `${name(i, j)} = ${label(x)}`));
      return `${all.join(", ")}.`;
    });
  return [
    `Network diagram, left to right: ${layers.join("; ")}.`,
    o.description ?? "",
    o.highlight ? `The weights into one neuron of layer ${o.highlight.layer + 1} stand out.` : "",
    ...units,
    ...edges(weights),
    ...edges(gradients, by),
  ];
}
