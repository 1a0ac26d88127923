import { radius } from "./networkLayout.js";
import type { Frame, NetworkModel } from "./networkModel.js";
import type { Part } from "./spec.js";
import { colour, fontSize } from "./theme.js";

/** `test`: true of the highlighted edges; `stepped`: a slider leads through the passes. */
export type Look = { test: string | undefined; stepped: boolean };

/** The marks of a network: its edges with their labels, then its units with their numbers. */
export function networkMarks(model: NetworkModel, look: Look): Part[] {
  return [...edgeLayers(model, look), ...edgeTexts(model, look), ...nodeLayers(model, look)];
}

const of = (...tests: string[]): Part => ({ filter: tests.join(" && ") });
const isEdge = "datum.kind == 'edge'";
const isUnit = "datum.kind == 'unit'";

function edgeLayers({ weights, gradients }: NetworkModel, { test }: Look): Part[] {
  const title = "weight (width: its size)";
  const sign = { field: "sign", type: "nominal", title, sort: null };
  const domain = ["positive", "negative"];
  const legend = { orient: "bottom", symbolType: "stroke", symbolSize: 600, symbolStrokeWidth: 3 };
  const signs = [colour.positive, colour.negative];
  const coloured = { ...sign, scale: { domain, range: signs }, legend };
  const dashed = {
    ...sign,
    scale: {
      domain,
      range: [
        [1, 0],
        [6, 4],
      ],
    },
    legend,
  };
  const plain = { value: colour.line };
  const colours = test
    ? { condition: { test, value: colour.class1 }, ...plain }
    : weights
      ? coloured
      : plain;
  const opacity = test
    ? { condition: { test, value: 1 }, value: 0.4 }
    : { condition: { param: "hover", value: 1 }, value: 0.12 };
  const size = {
    field: "size",
    type: "quantitative",
    legend: null,
    scale: { range: [1, 4.5], zero: true },
  };
  const tooltip = [
    { field: "name", title: "weight" },
    { field: "ends", title: "edge" },
    ...(weights ? [{ field: "weight", title: "value" }] : []),
    ...(gradients ? [{ field: "gradient", title: "derivative" }] : []),
  ];
  return [
    {
      transform: [of(isEdge)],
      mark: { type: "rule", aria: false },
      encoding: {
        x2: { field: "x2" },
        y2: { field: "y2" },
        color: colours,
        ...(weights ? { strokeWidth: size, strokeDash: dashed } : { strokeWidth: { value: 1.5 } }),
        opacity,
        tooltip,
      },
    },
    {
      transform: [of(isEdge)],
      mark: { type: "point", shape: "M-1,-0.6L1,0L-1,0.6Z", filled: true, size: 110, aria: false },
      encoding: {
        x: { field: "x2", type: "quantitative", axis: null },
        y: { field: "y2", type: "quantitative", axis: null },
        angle: { field: "tilt", type: "quantitative", scale: null },
        color: colours,
        opacity,
      },
    },
  ];
}

/** Weights above their edges, derivatives below, each first as a white halo. */
function edgeTexts({ gradients }: NetworkModel, { test, stepped }: Look): Part[] {
  const written = (field: string, dy: number, tests: string[], ink: Part): Part[] =>
    [{ stroke: colour.paper, strokeWidth: 4, strokeJoin: "round" }, {}].map((halo) => ({
      transform: [of(isEdge, ...tests, ...(test ? [test] : []))],
      mark: { type: "text", fontSize: fontSize.value, dy, aria: false, ...halo },
      encoding: {
        x: { field: "labelX", type: "quantitative", axis: null },
        y: { field: "labelY", type: "quantitative", axis: null },
        angle: { field: "tilt", type: "quantitative", scale: null },
        text: { field },
        color: ink,
        opacity: test ? { value: 1 } : { condition: { param: "hover", value: 1 }, value: 0 },
      },
    }));
  const orange = { test: "datum.last", value: colour.outputWeights };
  const derivative = { condition: orange, value: colour.localDerivative };
  const shown = stepped ? ["datum.gradientFrame <= step"] : [];
  return [
    ...written(
      "weightText",
      -8,
      ["isValid(datum.weight)", "(edgeLabels == 'weight' || edgeLabels == 'both')"],
      { value: colour.ink },
    ),
    ...written("name", -8, ["edgeLabels == 'name'"], { value: colour.ink }),
    ...(gradients
      ? written(
          "gradientText",
          9,
          ["(edgeLabels == 'derivative' || edgeLabels == 'both')", ...shown],
          derivative,
        )
      : []),
  ];
}

function nodeLayers({ values, nodeGradients }: NetworkModel, { test, stepped }: Look): Part[] {
  const shown = (frame: string) => (stepped ? [`datum.${frame} <= step`] : []);
  const size = Math.round(((2 * radius) ** 2 * Math.PI) / 4);
  const kinds = ["input", "hidden", "output"];
  const select = { type: "point", on: "mouseover", clear: "mouseout", fields: ["to"] };
  const circles = (test: string): Part => ({
    transform: [of(isUnit, test)],
    mark: {
      type: "circle",
      size,
      stroke: colour.outline,
      strokeWidth: 1.5,
      opacity: 1,
      aria: false,
    },
    encoding: {
      fill: {
        field: "fill",
        type: "nominal",
        scale: { domain: kinds, range: [colour.input, colour.hidden, colour.output] },
        legend: null,
      },
      tooltip: [
        { field: "name", title: "unit" },
        ...(values ? [{ field: "value", title: "value" }] : []),
        ...(nodeGradients ? [{ field: "gradient", title: "derivative" }] : []),
      ],
    },
  });
  const text = (field: string, tests: string[], more: Part): Part => ({
    transform: [of(...tests)],
    mark: { type: "text", aria: false, ...more },
    encoding: { text: { field } },
  });
  const inner = { fontSize: fontSize.node, fontStyle: "italic", font: "serif", color: colour.ink };
  return [
    circles("datum.fill == 'input'"),
    {
      ...circles("datum.fill != 'input'"),
      params: test ? [] : [{ name: "hover", select }],
    },
    text("name", [isUnit, "length(datum.name) <= 4"], inner),
    text("name", [isUnit, "length(datum.name) > 4"], { ...inner, fontSize: fontSize.label }),
    text("valueText", [isUnit, "isValid(datum.value)", ...shown("valueFrame")], {
      dy: -radius - 9,
      fontSize: fontSize.value,
      fontWeight: "bold",
      color: colour.value,
    }),
    text("gradientText", [isUnit, "isValid(datum.gradient)", ...shown("gradientFrame")], {
      dy: radius + 11,
      fontSize: fontSize.value,
      color: colour.derivative,
    }),
    text("text", ["datum.kind == 'caption'"], { fontSize: fontSize.value, color: colour.muted }),
    {
      transform: [of("datum.kind == 'gap'")],
      mark: { type: "text", text: "⋮", fontSize: 24, color: colour.muted, aria: false },
    },
  ];
}

/** What the step at hand does, below the picture. */
export function frameText(frames: readonly Frame[], y: number): Part {
  const values = frames.map(({ text }, frame) => ({
    frame,
    x: 4,
    y,
    text: `step ${frame}: ${text}`,
  }));
  return {
    data: { values },
    transform: [{ filter: "datum.frame == step" }],
    mark: {
      type: "text",
      align: "left",
      fontSize: fontSize.value,
      fontWeight: "bold",
      color: colour.ink,
    },
    encoding: { text: { field: "text" } },
  };
}
