import { position } from "../figure/drawing.js";
import { mark, nominal, quantitative } from "../figure/figure.js";
import type { Part } from "../figure/spec.js";
import { colour, fontSize } from "../figure/theme.js";
import type { GraphNode } from "./graphNode.js";

export const boxHeight = 38;

/** What a picture of a graph shows besides its nodes and edges. */
export type Shown = {
  readonly values: boolean;
  readonly local: boolean;
  /** What they are called in the legend, where they are shown. */
  readonly derivatives: string | false;
};
type Kind = GraphNode["kind"];

const fills = { input: colour.input, operation: colour.paper, constant: colour.paper };
// The outline tells the kinds apart as well: round ends, corners, dashes.
const outlines = {
  input: { cornerRadius: boxHeight / 2 },
  operation: { cornerRadius: 4 },
  constant: { cornerRadius: boxHeight / 2, strokeDash: [3, 3], opacity: 0.8 },
};
const legend = { title: null, orient: "bottom", direction: "horizontal", symbolType: "square" };

/** A layer over one of the data sets nodes, edges, lines and steps. */
const layer = (name: string, mark: Part, encoding: Part, ...transform: Part[]): Part => ({
  data: { name },
  transform,
  mark,
  encoding: { opacity: quantitative("opacity", { scale: null }), ...encoding },
});
const text = (fontSize: number, look: Part): Part =>
  mark("text", { fontSize, color: colour.ink, ...look });

/** The layers, from back to front. */
export function graphLayers(graph: readonly GraphNode[], shown: Shown): Part[] {
  const kinds = (["input", "operation", "constant"] as const).filter((kind) =>
    graph.some((node) => node.kind === kind),
  );
  const highlight = { test: "datum.lit", value: colour.localDerivative };
  const passed = { test: "datum.back <= step", value: colour.derivative };
  const condition = shown.derivatives ? [highlight, passed] : highlight;
  const color = { condition, value: colour.line };
  const strokeWidth = quantitative("stroke", { scale: null });
  const line = { detail: nominal("edge"), order: quantitative("k"), color, strokeWidth };
  const tip = mark("point", { shape: "triangle-right", filled: true, size: 60 });
  const bold = { fontWeight: 600 };
  const caption = { x: { value: 0 }, y: { value: 0 }, opacity: { value: 1 } };
  return [
    layer("lines", mark("line", { interpolate: "monotone" }), line),
    layer("edges", tip, { ...position("tip", "tipY"), color }),
    ...kinds.map((kind) => boxes(kind, kinds, shown)),
    layer("nodes", text(fontSize.node, bold), {
      ...position("x", "largeY"),
      text: { field: "large" },
    }),
    layer("nodes", text(fontSize.label, { color: colour.muted, dy: 10 }), {
      text: { field: "small" },
    }),
    ...numbers(shown),
    layer(
      "steps",
      // Where there are no text metrics, a guess at its length must not widen the picture.
      text(fontSize.value, { align: "left", baseline: "top", clip: true }),
      { ...caption, text: { field: "text" } },
      { filter: "datum.step === step" },
    ),
  ];
}

/** The numbers whose step has come, coloured by what they mean. */
function numbers({ values, derivatives, local }: Shown): Part[] {
  const value = { data: "nodes", field: "value", step: "forth", color: colour.value };
  const derivative = { data: "nodes", field: "derivative", step: "back", color: colour.derivative };
  const onEdge = { ...derivative, data: "edges", step: "since", color: colour.localDerivative };
  const above = { fontWeight: 600, dy: -boxHeight / 2 - 8 };
  const below = { dy: boxHeight / 2 + 9 };
  const small = { fontSize: fontSize.label, fontStyle: "italic" };
  const shown = [
    ...(values ? [{ ...value, meaning: "value", look: above }] : []),
    ...(derivatives ? [{ ...derivative, meaning: derivatives, look: below }] : []),
    ...(local ? [{ ...onEdge, meaning: "local derivative", look: small }] : []),
  ];
  const domain = shown.map(({ meaning }) => meaning);
  const scale = { domain, range: shown.map(({ color }) => color) };
  const color = nominal("meaning", { scale, legend: { ...legend, symbolSize: 60 } });
  const tooltip = { tooltip: nominal("full", { title: "local derivative" }) };
  return shown.map(({ data, field, step, meaning, look }) =>
    layer(
      data,
      text(fontSize.value, look),
      { text: { field }, color, ...(data === "edges" ? tooltip : {}) },
      { filter: `datum.${step} <= step` },
      { calculate: `"${meaning}"`, as: "meaning" },
    ),
  );
}

function boxes(kind: Kind, kinds: readonly Kind[], { values, derivatives }: Shown): Part {
  const fields = [
    ...(values ? ["value", "forward"] : []),
    ...(derivatives ? ["derivative", "backward"] : []),
  ];
  const forward = { test: "datum.forth === step && step > 0", value: colour.value };
  const backward = { test: "datum.back === step", value: colour.derivative };
  const current = [forward, backward].map(({ test }) => ({ test, value: 3 }));
  const encoding = {
    ...position("left", "top"),
    x2: { field: "right" },
    y2: { field: "bottom" },
    fill: nominal("kind", {
      scale: { domain: kinds, range: kinds.map((name) => fills[name]) },
      legend: { ...legend, symbolStrokeColor: colour.outline, symbolStrokeWidth: 1 },
    }),
    stroke: { condition: [forward, backward], value: colour.outline },
    strokeWidth: { condition: current, value: 1.3 },
    tooltip: [nominal("name", { title: "node" }), ...fields.map((field) => nominal(field))],
  };
  return layer("nodes", mark("rect", outlines[kind]), encoding, {
    filter: `datum.kind === '${kind}'`,
  });
}
