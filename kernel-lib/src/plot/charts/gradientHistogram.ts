import { Module } from "../../nn/module.js";
import { checkOptions } from "../../numpy/shape.js";
import { Tensor } from "../../torch/tensor.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import { flat, type Matrix, type Vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { minus, superscript } from "../figure/text.js";
import { colour, fontSize } from "../figure/theme.js";
import {
  type Bins,
  binRows,
  binsFor,
  type LayerGradients,
  type Scale,
  summaryOf,
} from "./gradientBins.js";

/** A model after backward, or its gradients by layer, in any shape. */
export type Gradients = Module | { readonly [layer: string]: Vector | Matrix };

/** The options of `plot.gradientHistogram`. */
export type GradientHistogramOptions = {
  title?: string;
  /** The size |∂J/∂w| on a logarithmic axis (if not given), or ∂J/∂w with its sign. */
  scale?: Scale;
  /** The layers to draw, by their names in the picture; all if not given. */
  layers?: readonly string[];
  /** Of a module: biases too, not only weights. */
  biases?: boolean;
  /** The name of the loss in ∂J/∂w; J if not given. */
  loss?: string;
  description?: string;
};

const who = "plot.gradientHistogram";
const known = ["title", "scale", "layers", "biases", "loss", "description"];
const mostLayers = 40;

/**
 * Histograms of the gradients, one panel per layer: of a module after backward, of a record of arrays,
 * or of several models side by side, `{ sigmoid: modelA, ReLU: modelB }`. A menu lets one layer
 * stand out, a check box makes the counts logarithmic.
 */
export function gradientHistogram(
  given: Gradients | { readonly [model: string]: Gradients },
  options: GradientHistogramOptions = {},
): Spec {
  checkOptions(who, options, known);
  const { scale = "log", loss = "J", title = "Gradients by layer" } = options;
  if (scale !== "log" && scale !== "linear") {
    throw new RangeError(`${who}: scale is "${scale}"; give log or linear`);
  }
  const all = chosen(
    modelsOf(given).flatMap((model) => layersOf(model, options)),
    options.layers,
  );
  const layers = [...new Set(all.map(({ layer }) => layer))];
  const models = [...new Set(all.map(({ model }) => model))];
  if (layers.length > mostLayers) {
    const count = `${layers.length} layers are too many to read (at most ${mostLayers})`;
    throw new RangeError(`${who}: ${count}; choose some with layers`);
  }
  const bins = binsFor(all, scale);
  const rows = all.flatMap((one) => [
    ...binRows(one, bins, scale).map((row) => ({ ...row, depth: layers.indexOf(one.layer) })),
    { ...summaryRow(one, bins), ...(one.model === models[0] ? { name: one.layer } : {}) },
  ]);
  const size = {
    width: models.length > 1 ? Math.round(Math.max(220, 640 / models.length)) : 460,
    height: layers.length > 4 ? 44 : 64,
  };
  const subtitle = "height: count, relative to the layer's largest bin";
  return figure({ text: title, subtitle, offset: 12 }, sentences(all, scale, options), {
    params: controls(layers),
    data: { values: rows },
    spacing: { row: 6, column: 24 },
    facet: facets(layers, models),
    spec: {
      ...size,
      view: { stroke: colour.faint },
      layer: panel(bins, scale, loss, layers.length, size),
    },
  });
}

// ---- what is given ------------------------------------------------------------------------

type Model = readonly [name: string, gradients: Gradients];

function modelsOf(given: Gradients | { readonly [model: string]: Gradients }): Model[] {
  if (given instanceof Module) return [["", given]];
  if (typeof given !== "object" || given === null || isArray(given)) {
    throw new TypeError(
      `${who}: gradients are ${String(given)}; give a module after backward, or a record of ` +
        'arrays such as { "layer 1": W.grad }',
    );
  }
  const entries = Object.entries(given);
  if (entries.length === 0) throw new RangeError(`${who}: no layer; give { "layer 1": W.grad }`);
  const areModels = entries.every(([, value]) => value instanceof Object && !isArray(value));
  return areModels ? (entries as unknown as Model[]) : [["", given as Gradients]];
}

const isArray = (x: unknown): boolean =>
  Array.isArray(x) || x instanceof Tensor || (x instanceof Object && "data" in x && "shape" in x);

function layersOf(
  [model, given]: Model,
  { biases = false }: GradientHistogramOptions,
): LayerGradients[] {
  const of = (layer: string): string => (model === "" ? layer : `${layer} of ${model}`);
  if (!(given instanceof Module)) {
    return Object.entries(given).map(([layer, values]) => {
      return { model, layer, gradients: flat(who, of(layer), values) };
    });
  }
  const learned = given
    .namedParameters()
    .filter(([, p]) => p.requiresGrad && (biases || p.ndim > 1));
  if (learned.length === 0)
    throw new RangeError(`${who}: ${model || "the module"} has no weights that learn; give one`);
  return learned.map(([layer, { grad }]) => {
    if (grad === null) {
      throw new Error(`${who}: ${of(layer)} has no gradient; call backward() on a loss first`);
    }
    return { model, layer, gradients: flat(who, of(layer), grad) };
  });
}

function chosen(all: LayerGradients[], layers: readonly string[] | undefined): LayerGradients[] {
  const known = all.map(({ layer }) => layer);
  const unknown = layers?.find((layer) => !known.includes(layer));
  if (unknown !== undefined) {
    const names = [...new Set(known)].join(", ");
    throw new RangeError(`${who}: layers has "${unknown}"; the layers are ${names}`);
  }
  return layers ? all.filter(({ layer }) => layers.includes(layer)) : all;
}

// ---- the picture --------------------------------------------------------------------------

type Size = { width: number; height: number };

/** The words of a panel are in the half where its median is not. */
function summaryRow(one: LayerGradients, { from, to }: Bins): Part {
  const { median, text } = summaryOf(one);
  const logMedian = Math.log10(median);
  const side = logMedian > (from + to) / 2 ? "left" : "right";
  const known = Number.isFinite(logMedian) ? { median: logMedian } : {};
  return { kind: "summary", model: one.model, layer: one.layer, text, side, ...known };
}

/** The layers' names are marks: a header's place would hang on its text's estimated width. */
function facets(layers: readonly string[], models: readonly string[]): Part {
  const header = { title: null, labelFontSize: fontSize.value, labelColor: colour.ink };
  const row = nominal("layer", { sort: layers, header: { title: null, labels: false } });
  return models.length > 1 ? { row, column: nominal("model", { sort: models, header }) } : { row };
}

function panel(bins: Bins, scale: Scale, loss: string, layers: number, size: Size): Part[] {
  const { from, to } = bins;
  const isLog = scale === "log";
  const title = isLog ? `|∂${loss}/∂w|, logarithmic` : `∂${loss}/∂w`;
  const axis = {
    title,
    grid: false,
    labelFlush: false,
    labelOverlap: false,
    ...(isLog ? decades(from, to) : { tickCount: 6 }),
  };
  const x = (field: string): Part =>
    quantitative(field, { title, axis, scale: { domain: [from, to], nice: false, zero: false } });
  const deep = [colour.localDerivative, colour.derivative, colour.class1];
  const picked = "pickedLayer == 'all' || datum.layer == pickedLayer";
  const ends = [0, (layers - 1) / 2, Math.max(layers - 1, 1)];
  const bars = {
    transform: [
      { filter: "datum.kind == 'bin'" },
      { calculate: "logCounts ? datum.logHeight : datum.height", as: "shown" },
    ],
    mark: mark("rect", { xOffset: 0.5, x2Offset: -0.5 }),
    encoding: {
      x: x("left"),
      x2: { field: "right" },
      y: quantitative("shown", { axis: null, scale: { domain: [0, 1.08] } }),
      y2: { datum: 0 },
      color: quantitative("depth", {
        scale: { domain: ends, range: deep, interpolate: "rgb" },
        legend: null,
      }),
      opacity: { condition: { test: picked, value: 1 }, value: 0.15 },
      tooltip: [
        nominal("layer"),
        nominal("range", { title: isLog ? "size" : "gradient" }),
        quantitative("count"),
      ],
    },
  };
  const median = {
    transform: [{ filter: "datum.kind == 'summary' && isValid(datum.median)" }],
    mark: mark("rule", { color: colour.ink, strokeDash: [3, 2] }),
    encoding: { x: x("median") },
  };
  const name = {
    transform: [{ filter: "isValid(datum.name)" }],
    mark: mark("text", { align: "right", fontSize: fontSize.value, color: colour.ink }),
    encoding: { x: { value: -8 }, y: { value: size.height / 2 }, text: { field: "name" } },
  };
  return [
    bars,
    name,
    ...(isLog ? [median] : []),
    ...["left", "right"].flatMap((side) => summaryText(side, size.width)),
  ];
}

/** The summary at one side, first as a white halo. */
function summaryText(side: string, width: number): Part[] {
  const look = { align: side, fontSize: fontSize.label, color: colour.muted };
  const halo = { stroke: colour.paper, strokeWidth: 4, strokeJoin: "round" };
  const x = { value: side === "left" ? 6 : width - 6 };
  return [halo, {}].map((more) => ({
    transform: [{ filter: `datum.kind == 'summary' && datum.side == '${side}'` }],
    mark: mark("text", { ...look, ...more }),
    encoding: { x, y: { value: 10 }, text: { field: "text" } },
  }));
}

/** At most about seven labels 10⁻³, 10⁻², …: the axis counts decades. */
function decades(from: number, to: number): Part {
  const step = Math.ceil((to - from) / 7);
  const values = Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, i) => from + i * step,
  );
  const texts = Object.fromEntries(values.map((k) => [k, superscript("10", k)]));
  return { values, labelExpr: `${JSON.stringify(texts)}[datum.value]` };
}

function controls(layers: readonly string[]): Part[] {
  const menu = { input: "select", options: ["all", ...layers], name: "layer " };
  const checkbox = { input: "checkbox", name: "logarithmic counts " };
  return [
    { name: "pickedLayer", value: "all", ...(layers.length > 1 ? { bind: menu } : {}) },
    { name: "logCounts", value: false, bind: checkbox },
  ];
}

function sentences(
  all: readonly LayerGradients[],
  scale: Scale,
  { loss = "J", description }: GradientHistogramOptions,
): (string | undefined)[] {
  const what = scale === "log" ? `the sizes |∂${loss}/∂w| on a logarithmic axis` : `∂${loss}/∂w`;
  return [
    `Histograms of ${what}, a panel a layer; g is one of them, and medians leave out what is 0.`,
    description,
    ...all.map((one) => {
      const name = one.model === "" ? one.layer : `${one.model}, ${one.layer}`;
      return minus(`${name}: ${one.gradients.length} gradients, ${summaryOf(one).text}.`);
    }),
  ];
}
