import { canvas, type Point } from "../figure/drawing.js";
import { max } from "../figure/extent.js";
import type { Part } from "../figure/spec.js";
import { round, textWidth, wrap } from "../figure/text.js";
import { fontSize } from "../figure/theme.js";
import { boxHeight, graphLayers, type Shown } from "./graphLayers.js";
import type { GraphNode } from "./graphNode.js";
import { type Area, placeLabels, smooth } from "./labels.js";
import { type Link, layeredLayout } from "./layout.js";

/** What one position of the slider shows: at first only the inputs are known. */
export type Step = { node?: GraphNode; pass?: "forward" | "backward"; text: string };

/** What stands out. */
export type Lit = {
  node: (node: GraphNode) => boolean;
  edge: (from: GraphNode, to: GraphNode) => boolean;
};

type Edge = Link & { source: GraphNode; node: GraphNode; derivative: string };

/** The picture: its canvas, and the layers over its data sets. */
export function graphPicture(
  graph: readonly GraphNode[],
  shown: Shown,
  steps: readonly Step[],
  lit: Lit | undefined,
): Part {
  const edges = edgesOf(graph, shown);
  const { width, height, boxes, lines, labels, captions } = arrange(graph, edges, shown, steps);
  const stepOf = (node: GraphNode, pass: Step["pass"]): number | undefined => {
    const step = steps.findIndex((each) => each.node === node && each.pass === pass);
    return step < 0 ? undefined : step;
  };
  const opacity = (bright: boolean): number => (bright ? 1 : 0.35);
  const nodeRows = graph.map((node, i) => {
    const { name, kind, value, derivative, forward, backward } = node;
    const [large, small] = node.lines;
    const { x, y, width } = boxes[i];
    return {
      name,
      kind,
      value,
      derivative,
      forward,
      backward,
      large,
      small,
      x,
      y,
      largeY: small ? y - 7 : y,
      left: round(x - width / 2, 1),
      right: round(x + width / 2, 1),
      top: y - boxHeight / 2,
      bottom: y + boxHeight / 2,
      forth: stepOf(node, "forward") ?? 0,
      back: stepOf(node, "backward"),
      opacity: opacity(lit?.node(node) ?? true),
    };
  });
  const edgeRows = edges.map(({ source, node, derivative }, i) => {
    const tip = lines[i][lines[i].length - 1];
    const back = stepOf(source, "backward");
    const bright = lit?.edge(source, node);
    return {
      x: round(labels[i].x, 1),
      y: round(labels[i].y, 1),
      derivative,
      tip: round(tip.x - 5, 1),
      tipY: tip.y,
      full: `∂${node.name}/∂${source.name} = ${derivative}`,
      // Without a backward pass to wait for, a local derivative is there from the start.
      back,
      since: back ?? 0,
      lit: bright ?? false,
      opacity: opacity(bright ?? true),
    };
  });
  const lineRows = edgeRows.flatMap(({ back, lit, opacity, tip }, edge) =>
    lines[edge].map(({ x, y }, k) => {
      // A line ends behind its arrow's tip.
      const point = { edge, k, x: round(Math.min(x, tip - 1), 1), y: round(y, 1) };
      return { ...point, back, lit, opacity, stroke: lit ? 3 : 1.4 };
    }),
  );
  const stepRows = captions.map((text, step) => ({ step, text }));
  return {
    ...canvas(width, height),
    datasets: { nodes: nodeRows, edges: edgeRows, lines: lineRows, steps: stepRows },
    layer: graphLayers(graph, shown),
  };
}

/** The edges by the numbers of their ends; `label` is the width of the text on one. */
function edgesOf(graph: readonly GraphNode[], { local }: Shown): Edge[] {
  const number = new Map(graph.map((node, i) => [node, i]));
  return graph.flatMap((node, to) =>
    node.edges.map(({ from: source, derivative }) => {
      const from = number.get(source) ?? graph.length;
      if (from >= to) {
        throw new RangeError(`plot.computationGraph: ${source.name} must come before ${node.name}`);
      }
      return { source, node, from, to, derivative, label: local ? textWidth(derivative) : 0 };
    }),
  );
}

const margin = 8;
const captionWidth = 480;

/** Where everything is in the picture, in pixels, under the captions of the steps. */
function arrange(
  graph: readonly GraphNode[],
  edges: readonly Edge[],
  shown: Shown,
  steps: readonly Step[],
): Places {
  const numbers = graph.map(({ value, derivative }) => {
    const texts = [shown.values ? value : "", shown.derivatives ? derivative : ""];
    return max(texts.map((text) => textWidth(text, fontSize.value)));
  });
  const boxes = graph.map(({ lines: [large, small] }, i) => {
    const words = [textWidth(large, fontSize.node) + 20, textWidth(small) + 16];
    // An array above its box may stick out a little on both sides.
    return {
      width: Math.max(46, ...words, numbers[i] - 30),
      height: boxHeight + (shown.values ? 46 : 24),
    };
  });
  const layout = layeredLayout(boxes, edges);
  const room = Math.max(layout.width, captionWidth);
  const captions = steps.map(({ text }) =>
    wrap(text, Math.floor(room / textWidth("m", fontSize.value))),
  );
  const captionLines = max(captions.map((lines) => (lines[0] === "" ? 0 : lines.length)));
  const top = captionLines > 0 ? 15 + 15 * captionLines : margin;
  const shift = ({ x, y }: Point): Point => ({ x: round(x + margin, 1), y: round(y + top, 1) });
  const placed = boxes.map((box, i) => ({ ...box, ...shift(layout.centres[i]) }));
  const lines = layout.lines.map((line) => smooth(line.map(shift)));
  const sizes = edges.map(({ derivative }) => ({ width: textWidth(derivative), height: 12 }));
  const areas = placed.map((box, i) => ({ ...box, width: Math.max(box.width, numbers[i]) }));
  const caption = max(captions.flat().map((line) => textWidth(line, fontSize.value)));
  const below = boxHeight / 2 + (shown.derivatives ? 23 : 2);
  const lowest = [...placed.map(({ y }) => y + below), ...lines.flat().map(({ y }) => y + 2)];
  return {
    width: Math.ceil(Math.max(layout.width, caption)) + 2 * margin,
    height: Math.ceil(max(lowest)) + margin,
    boxes: placed,
    lines,
    labels: placeLabels(lines, sizes, areas),
    captions,
  };
}

type Places = {
  width: number;
  height: number;
  boxes: Area[];
  lines: Point[][];
  labels: Point[];
  /** The lines of each step's caption. */
  captions: string[][];
};
