import { boxHeight, type Frame, type Shown } from "./graphLayers.js";
import type { GraphNode } from "./graphNode.js";
import { placeLabels, smooth } from "./labels.js";
import { layeredLayout, type Point } from "./layout.js";
import type { Part } from "./spec.js";
import { round, wrap } from "./text.js";
import { fontSize } from "./theme.js";

/** What one position of the slider shows: at first only the inputs are known. */
export type Step = { node?: GraphNode; pass?: "forward" | "backward"; text: string };

/** What stands out. */
export type Lit = {
  node: (node: GraphNode) => boolean;
  edge: (from: GraphNode, to: GraphNode) => boolean;
};

type Edge = { from: number; to: number; label: number; source: GraphNode; node: GraphNode } & {
  derivative: string;
};

/** The picture: its frame, its size in pixels, and the data sets of its layers. */
export type Picture = {
  frame: Frame;
  width: number;
  height: number;
  datasets: { [name: string]: Part[] };
};

const margin = 8;
const captionWidth = 480;

export function graphPicture(
  graph: readonly GraphNode[],
  shown: Shown,
  steps: readonly Step[],
  lit: Lit | undefined,
): Picture {
  const edges = edgesOf(graph, shown);
  const boxes = graph.map(({ lines: [large, small] }) => ({
    width: Math.max(46, textWidth(large, fontSize.node) + 20, textWidth(small) + 16),
    height: boxHeight + (shown.values ? 46 : 24),
  }));
  const layout = layeredLayout(boxes, edges);
  const mostCharacters = Math.floor(
    Math.max(layout.width, captionWidth) / textWidth("m", fontSize.value),
  );
  const captions = steps.map(({ text }) => wrap(text, mostCharacters));
  const captionLines = Math.max(...captions.map((lines) => (lines[0] === "" ? 0 : lines.length)));
  const top = captionLines > 0 ? 15 + 15 * captionLines : margin;
  const shift = ({ x, y }: Point): Point => ({ x: round(x + margin, 1), y: round(y + top, 1) });
  const centres = layout.centres.map(shift);
  const lines = layout.lines.map((line) => smooth(line.map(shift)));
  const sizes = edges.map(({ derivative }) => ({ width: textWidth(derivative), height: 12 }));
  const numbers = graph.map(({ value, derivative }) => {
    const texts = [shown.values ? value : "", shown.derivatives ? derivative : ""];
    return Math.max(...texts.map((text) => textWidth(text, fontSize.value)));
  });
  const areas = centres.map((centre, i) => {
    return { ...centre, ...boxes[i], width: Math.max(boxes[i].width, numbers[i]) };
  });
  const labels = placeLabels(lines, sizes, areas);
  const edgeRows = edges.map((edge, i) => edgeRow(edge, lines[i], labels[i], steps, lit));
  const caption = Math.max(...captions.flat().map((line) => textWidth(line, fontSize.value)));
  const below = boxHeight / 2 + (shown.derivatives ? 23 : 2);
  const lowest = [...centres.map(({ y }) => y + below), ...lines.flat().map(({ y }) => y + 2)];
  return {
    frame: {
      ...shown,
      output: graph[graph.length - 1].name,
      kinds: (["input", "operation", "constant"] as const).filter((kind) =>
        graph.some((node) => node.kind === kind),
      ),
    },
    width: Math.ceil(Math.max(layout.width, caption)) + 2 * margin,
    height: Math.ceil(Math.max(...lowest)) + margin,
    datasets: {
      nodes: graph.map((node, i) => nodeRow(node, centres[i], boxes[i].width, steps, lit)),
      edges: edgeRows,
      lines: edgeRows.flatMap((row, edge) => lineRows(lines[edge], edge, row)),
      steps: captions.map((text, step) => ({ step, text })),
    },
  };
}

/** The edges by the numbers of their ends; `label` is the width of what stands on one. */
function edgesOf(graph: readonly GraphNode[], { local }: Shown): Edge[] {
  const number = new Map(graph.map((node, i) => [node, i]));
  return graph.flatMap((node, to) =>
    node.edges.map(({ from: source, derivative }) => {
      const from = number.get(source) ?? graph.length;
      if (from >= to) {
        throw new Error(`plot.computationGraph: ${source.name} must stand before ${node.name}`);
      }
      return { source, node, from, to, derivative, label: local ? textWidth(derivative) : 0 };
    }),
  );
}

const textWidth = (text: string, size: number = fontSize.label): number =>
  text.length * size * 0.58;

const never = 1e9;

/** The step at which a pass reaches a node; an input has its value from the start. */
function stepOf(steps: readonly Step[], node: GraphNode, pass: Step["pass"]): number {
  const step = steps.findIndex((each) => each.node === node && each.pass === pass);
  return step < 0 && pass === "backward" ? never : Math.max(0, step);
}

const opacity = (bright: boolean): number => (bright ? 1 : 0.35);

function nodeRow(
  node: GraphNode,
  { x, y }: Point,
  width: number,
  steps: readonly Step[],
  lit: Lit | undefined,
): Part {
  const { name, kind, value, derivative, forward, backward } = node;
  const [large, small] = node.lines;
  return {
    ...{ name, kind, value, derivative, forward, backward, large, small },
    ...{ x, y, largeY: small ? y - 7 : y },
    ...{ left: round(x - width / 2, 1), right: round(x + width / 2, 1) },
    ...{ top: y - boxHeight / 2, bottom: y + boxHeight / 2 },
    ...{ forth: stepOf(steps, node, "forward"), back: stepOf(steps, node, "backward") },
    opacity: opacity(lit?.node(node) ?? true),
  };
}

function edgeRow(
  { source, node, derivative }: Edge,
  line: readonly Point[],
  label: Point,
  steps: readonly Step[],
  lit: Lit | undefined,
): Part {
  const tip = line[line.length - 1];
  const back = stepOf(steps, source, "backward");
  const bright = lit?.edge(source, node);
  return {
    ...{ x: round(label.x, 1), y: round(label.y, 1), derivative },
    ...{ tip: round(tip.x - 5, 1), tipY: tip.y },
    full: `∂${node.name}/∂${source.name} = ${derivative}`,
    // Without a backward pass to wait for, a local derivative is there from the start.
    ...{ back, since: back === never ? 0 : back },
    ...{ lit: bright ?? false, opacity: opacity(bright ?? true) },
  };
}

/** A line ends behind its arrow's tip. */
function lineRows(line: readonly Point[], edge: number, { back, lit, opacity }: Part): Part[] {
  const end = line[line.length - 1].x - 6;
  return line.map(({ x, y }, k) => {
    const point = { edge, k, x: round(Math.min(x, end), 1), y: round(y, 1) };
    return { ...point, back, lit, opacity, stroke: lit ? 3 : 1.4 };
  });
}
