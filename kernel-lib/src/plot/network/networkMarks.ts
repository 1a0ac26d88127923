import { arrowHead, disc, ends, math, position, tilted, words } from "../figure/drawing.js";
import { mark, nominal, quantitative, tooltip } from "../figure/figure.js";
import type { Part } from "../figure/spec.js";
import { colour, fontSize } from "../figure/theme.js";
import { radius } from "./networkLayout.js";
import type { NetworkModel } from "./networkModel.js";

/** `test`: true of the highlighted edges; `stepped`: a slider leads through the passes. */
export type Look = { test: string | undefined; stepped: boolean };

/** The marks of a network: its edges with their labels, then its units with their numbers. */
export function networkMarks(model: NetworkModel, look: Look): Part[] {
  return [...edgeLayers(model, look), ...edgeTexts(model, look), ...nodeLayers(model, look)];
}

const of = (...tests: string[]): Part[] => [{ filter: tests.join(" && ") }];
const isEdge = "datum.kind == 'edge'";
const isUnit = "datum.kind == 'unit'";

function edgeLayers({ weights, gradients }: NetworkModel, { test }: Look): Part[] {
  const title = "weight (width: its size)";
  const legend = { orient: "bottom", symbolType: "stroke", symbolSize: 600, symbolStrokeWidth: 3 };
  const bySign = (positive: unknown, negative: unknown): Part => {
    const scale = { domain: ["positive", "negative"], range: [positive, negative] };
    return nominal("sign", { title, sort: null, scale, legend });
  };
  const plain = { value: colour.line };
  const signs = weights ? bySign(colour.positive, colour.negative) : plain;
  const color = test ? { condition: { test, value: colour.class1 }, ...plain } : signs;
  const opacity = test
    ? { condition: { test, value: 1 }, value: 0.4 }
    : { condition: { param: "hover", value: 1 }, value: 0.12 };
  const width = weights
    ? quantitative("size", { legend: null, scale: { range: [1, 4.5], zero: true } })
    : { value: 1.5 };
  const dash = weights ? { strokeDash: bySign([1, 0], [6, 4]) } : {};
  const weight = tooltip({
    name: "weight",
    ends: "edge",
    weight: weights && "value",
    gradient: gradients && "derivative",
  });
  return [
    {
      transform: of(isEdge),
      mark: mark("rule"),
      encoding: { ...ends, color, strokeWidth: width, ...dash, opacity, tooltip: weight },
    },
    {
      transform: of(isEdge),
      mark: { ...arrowHead, size: 110 },
      encoding: { ...position("x2", "y2"), ...tilted, color, opacity },
    },
  ];
}

/** Weights above their edges, derivatives below, each first as a white halo. */
function edgeTexts({ gradients }: NetworkModel, { test, stepped }: Look): Part[] {
  const opacity = test ? { value: 1 } : { condition: { param: "hover", value: 1 }, value: 0 };
  const written = (field: string, dy: number, color: Part, ...tests: string[]): Part[] =>
    [{ stroke: colour.paper, strokeWidth: 4, strokeJoin: "round" }, {}].map((halo) => ({
      transform: of(isEdge, ...tests, ...(test ? [test] : [])),
      mark: mark("text", { fontSize: fontSize.value, dy, ...halo }),
      encoding: { ...position("labelX", "labelY"), ...tilted, text: { field }, color, opacity },
    }));
  const orange = { test: "datum.last", value: colour.outputWeights };
  const purple = { condition: orange, value: colour.localDerivative };
  const ink = { value: colour.ink };
  const chosen = (what: string) => `(edgeLabels == '${what}' || edgeLabels == 'both')`;
  const known = ["isValid(datum.gradient)", ...(stepped ? ["datum.gradientFrame <= step"] : [])];
  return [
    ...written("weightText", -8, ink, "isValid(datum.weight)", chosen("weight")),
    ...written("name", -8, ink, "edgeLabels == 'name'"),
    ...(gradients ? written("gradientText", 9, purple, chosen("derivative"), ...known) : []),
  ];
}

function nodeLayers(
  { values, biases, nodeGradients }: NetworkModel,
  { test, stepped }: Look,
): Part[] {
  const kinds = { input: colour.input, hidden: colour.hidden, output: colour.output };
  const scale = { domain: Object.keys(kinds), range: Object.values(kinds) };
  const given = { value: values && "value", gradient: nodeGradients && "derivative" };
  const unit = tooltip({ name: "unit", bias: biases && "bias", ...given });
  const circles = (test: string): Part => ({
    transform: of(isUnit, test),
    mark: disc(Math.round(((2 * radius) ** 2 * Math.PI) / 4)),
    encoding: { fill: nominal("fill", { scale, legend: null }), tooltip: unit },
  });
  const text = (field: string, look: Part, ...tests: string[]): Part => ({
    transform: of(...tests),
    mark: mark("text", { fontSize: fontSize.value, color: colour.ink, ...look }),
    encoding: { text: { field } },
  });
  const number = (field: string, look: Part): Part => {
    const reached = stepped ? [`datum.${field}Frame <= step`] : [];
    return text(`${field}Text`, look, isUnit, `isValid(datum.${field})`, ...reached);
  };
  const select = { type: "point", on: "mouseover", clear: "mouseout", fields: ["to"] };
  const small = { ...math, fontSize: fontSize.label };
  return [
    circles("datum.fill == 'input'"),
    { ...circles("datum.fill != 'input'"), params: test ? [] : [{ name: "hover", select }] },
    text("name", math, isUnit, "length(datum.name) <= 4"),
    text("name", small, isUnit, "length(datum.name) > 4"),
    number("value", { dy: -radius - 9, fontWeight: "bold", color: colour.value }),
    number("gradient", { dy: radius + 11, color: colour.derivative }),
    text("text", { color: colour.muted }, "datum.kind == 'caption'"),
    text("text", { fontSize: 24, color: colour.muted }, "datum.kind == 'gap'"),
  ];
}

/** What the step at hand does, below the picture. */
export function stepText(texts: readonly string[], y: number): Part {
  const values = texts.map((text, step) => ({ step, x: 4, y, text: `step ${step}: ${text}` }));
  const bold = words(values, { align: "left", fontWeight: "bold" });
  return { ...bold, transform: of("datum.step == step") };
}
