import type { Part } from "./spec.js";
import { colour, fontSize } from "./theme.js";

export const boxHeight = 38;

/** What a picture of a graph shows besides its nodes and edges. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  /** The data point at the view's upper left corner. */
  readonly left: number;
  readonly top: number;
  readonly output: string;
  readonly kinds: readonly Kind[];
  readonly values: boolean;
  readonly local: boolean;
  readonly derivatives: boolean;
};
export type Kind = "input" | "operation" | "constant";

const none = { aria: false };
const fills = { input: colour.input, operation: colour.paper, constant: colour.paper };
// The outline tells the kinds apart as well: round ends, corners, dashes.
const outlines = {
  input: { cornerRadius: boxHeight / 2 },
  operation: { cornerRadius: 4 },
  constant: { cornerRadius: boxHeight / 2, strokeDash: [3, 3], opacity: 0.8 },
};
const legend = { title: null, orient: "bottom", direction: "horizontal", symbolType: "square" };
const text = (size: number, more: Part): Part => ({
  type: "text",
  fontSize: size,
  ...none,
  ...more,
});
const from = (name: string, filter?: string): Part => ({
  data: { name },
  ...(filter ? { transform: [{ filter }] } : {}),
});

/** The layers, from back to front, over the data sets nodes, edges, lines and steps. */
export function graphLayers(frame: Frame): Part[] {
  const { place, numbers, meaning } = encodings(frame);
  const highlight = { test: "datum.lit", value: colour.localDerivative };
  const passed = { test: "datum.back <= step", value: colour.derivative };
  const edgeColour = {
    condition: frame.derivatives ? [highlight, passed] : highlight,
    value: colour.line,
  };
  const layers: (Part | false)[] = [
    {
      ...from("lines"),
      mark: { type: "line", interpolate: "monotone", ...none },
      encoding: {
        ...place(),
        detail: { field: "edge", type: "nominal" },
        order: { field: "k", type: "quantitative" },
        color: edgeColour,
        strokeWidth: { field: "stroke", type: "quantitative", scale: null },
      },
    },
    {
      ...from("edges"),
      mark: { type: "point", shape: "triangle-right", filled: true, size: 60, ...none },
      encoding: { ...place("tip", "tipY"), color: edgeColour },
    },
    ...frame.kinds.map((kind) => boxes(kind, frame)),
    {
      ...from("nodes"),
      mark: text(fontSize.node, { fontWeight: 600, color: colour.ink }),
      encoding: { ...place("x", "largeY"), text: { field: "large" } },
    },
    {
      ...from("nodes", "datum.small !== ''"),
      mark: text(fontSize.label, { color: colour.muted, dy: 10 }),
      encoding: { ...place(), text: { field: "small" } },
    },
    frame.values && {
      ...numbers("nodes", "datum.forth <= step", "value"),
      mark: text(fontSize.value, { fontWeight: 600, dy: -boxHeight / 2 - 8 }),
      encoding: { ...place(), text: { field: "value" }, color: meaning },
    },
    frame.derivatives && {
      ...numbers("nodes", "datum.back <= step", "derivative"),
      mark: text(fontSize.value, { dy: boxHeight / 2 + 9 }),
      encoding: { ...place(), text: { field: "derivative" }, color: meaning },
    },
    frame.local && {
      ...numbers("edges", "datum.since <= step", "localDerivative"),
      mark: text(fontSize.label, { fontStyle: "italic" }),
      encoding: {
        ...place("labelX", "labelY"),
        text: { field: "derivative" },
        color: meaning,
        tooltip: { field: "full", title: "local derivative", type: "nominal" },
      },
    },
    {
      ...from("steps", "datum.step === step"),
      mark: text(fontSize.value, {
        align: "left",
        baseline: "top",
        color: colour.ink,
        // A long caption is cut at the edge; it must not widen the picture as the steps go by.
        clip: true,
      }),
      encoding: { x: { value: 0 }, y: { value: 0 }, text: { field: "text" } },
    },
  ];
  return layers.filter((layer) => layer !== false);
}

type Encodings = {
  /** Where a mark stands, from two fields. */
  place: (x?: string, y?: string) => Part;
  /** The rows whose step has come, with what their numbers mean, which gives their colour. */
  numbers: (name: string, filter: string, what: "value" | "derivative" | "localDerivative") => Part;
  meaning: Part;
};

function encodings({ width, height, left, top, output, ...shown }: Frame): Encodings {
  const scaled = (start: number, length: number): Part => ({
    type: "quantitative",
    axis: null,
    scale: { domain: [start, start + length], range: [0, length], nice: false, zero: false },
  });
  const place = (x = "x", y = "y"): Part => ({
    x: { field: x, ...scaled(left, width) },
    y: { field: y, ...scaled(top, height) },
    opacity: { field: "opacity", type: "quantitative", scale: null },
  });
  const meanings = {
    value: "value",
    derivative: `derivative ∂${output}/∂node`,
    localDerivative: "local derivative",
  };
  const visible = [
    ...(shown.values ? (["value"] as const) : []),
    ...(shown.derivatives ? (["derivative"] as const) : []),
    ...(shown.local ? (["localDerivative"] as const) : []),
  ];
  const numbers: Encodings["numbers"] = (name, filter, what) => ({
    data: { name },
    transform: [{ filter }, { calculate: `"${meanings[what]}"`, as: "meaning" }],
  });
  const meaning = {
    field: "meaning",
    type: "nominal",
    scale: {
      domain: visible.map((key) => meanings[key]),
      range: visible.map((key) => colour[key]),
    },
    legend: { ...legend, symbolSize: 60 },
  };
  return { place, numbers, meaning };
}

function boxes(kind: Kind, frame: Frame): Part {
  const { place } = encodings(frame);
  const [left, right] = [place("left", "top"), place("right", "bottom")] as { x: Part; y: Part }[];
  const fields = [
    { field: "name", title: "node" },
    ...(frame.values ? [{ field: "value" }, { field: "forward" }] : []),
    ...(frame.derivatives ? [{ field: "derivative" }, { field: "backward" }] : []),
  ];
  const forward = { test: "datum.forth === step && step > 0", value: colour.value };
  const backward = { test: "datum.back === step", value: colour.derivative };
  return {
    ...from("nodes", `datum.kind === '${kind}'`),
    mark: { type: "rect", ...none, ...outlines[kind] },
    encoding: {
      ...left,
      x2: { field: (right.x as { field: string }).field },
      y2: { field: (right.y as { field: string }).field },
      fill: {
        field: "kind",
        type: "nominal",
        scale: { domain: frame.kinds, range: frame.kinds.map((name) => fills[name]) },
        legend: { ...legend, symbolStrokeColor: colour.outline, symbolStrokeWidth: 1 },
      },
      stroke: { condition: [forward, backward], value: colour.outline },
      strokeWidth: {
        condition: [forward, backward].map(({ test }) => ({ test, value: 3 })),
        value: 1.3,
      },
      tooltip: fields.map((field) => ({ ...field, type: "nominal" })),
    },
  };
}
