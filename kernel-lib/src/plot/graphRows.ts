import { boxHeight, type Frame } from "./graphLayers.js";
import type { GraphNode } from "./graphNode.js";
import { placeLabels, smooth } from "./labels.js";
import { type Box, type Drawing, type Link, layeredLayout, type Point } from "./layout.js";
import type { Part } from "./spec.js";
import { round } from "./text.js";
import { fontSize } from "./theme.js";

/** What one position of the slider shows: at first only the inputs are known. */
export type Step = { node?: GraphNode; pass?: "forward" | "backward"; text: string };

/** What stands out: everything, or a highlighted part. */
export type Lit = {
  some: boolean;
  node: (node: GraphNode) => boolean;
  edge: (from: GraphNode, to: GraphNode) => boolean;
};

type Shown = Pick<Frame, "values" | "local" | "derivatives">;
type Edge = Link & { readonly source: GraphNode; readonly node: GraphNode; derivative: string };

/** The data sets of the picture, and its frame. */
export function graphRows(
  graph: readonly GraphNode[],
  shown: Shown,
  lit: Lit,
  steps: readonly Step[],
): { frame: Frame; datasets: { [name: string]: Part[] } } {
  const edges = edgesOf(graph);
  const { boxes, layout, lines, labels } = place(graph, edges, shown);
  const edgeRows = edges.map((edge, i) => edgeRow(edge, lines[i], labels[i], steps, lit));
  const frame = { ...size(layout, steps), ...shown, output: graph[graph.length - 1].name };
  const kinds = (["input", "operation", "constant"] as const).filter((kind) =>
    graph.some((node) => node.kind === kind),
  );
  const datasets = {
    nodes: graph.map((node, i) => nodeRow(node, layout.centres[i], boxes[i].width, steps, lit)),
    edges: edgeRows,
    lines: edgeRows.flatMap((row, edge) => lineRows(lines[edge], edge, row)),
    steps: steps.map(({ text }, step) => ({ step, text: inLines(text) })),
  };
  return { frame: { ...frame, kinds }, datasets };
}

function edgesOf(graph: readonly GraphNode[]): Edge[] {
  const number = new Map(graph.map((node, i) => [node, i]));
  return graph.flatMap((node, to) =>
    node.edges.map((edge) => {
      const from = number.get(edge.from) ?? graph.length;
      if (from < to) return { source: edge.from, node, from, to, derivative: edge.derivative };
      throw new Error(`plot.computationGraph: ${edge.from.name} must stand before ${node.name}`);
    }),
  );
}

const textWidth = (text: string, size: number = fontSize.label): number =>
  text.length * size * 0.58;

type Placed = { boxes: Box[]; layout: Drawing; lines: Point[][]; labels: Point[] };

function place(graph: readonly GraphNode[], edges: readonly Edge[], shown: Shown): Placed {
  const sizes = edges.map((edge) => ({ width: textWidth(edge.derivative), height: 12 }));
  const boxes = graph.map(({ lines: [large, small] }) => ({
    width: Math.max(46, textWidth(large, fontSize.node) + 20, textWidth(small) + 16),
    height: boxHeight + (shown.values ? 46 : 24),
  }));
  const widest = shown.local ? Math.max(0, ...sizes.map((size) => size.width)) : 0;
  const layout = layeredLayout(boxes, edges, 48 + widest);
  const lines = layout.lines.map(smooth);
  const areas = layout.centres.map((centre, i) => ({ ...centre, ...boxes[i] }));
  return { boxes, layout, lines, labels: placeLabels(lines, sizes, areas) };
}

/** A caption too long for one line goes on with its numbers in a second. */
function inLines(text: string): string[] {
  const numbers = text.indexOf(" = ", text.indexOf(" = ") + 1);
  return text.length > 80 && numbers > 0 ? [text.slice(0, numbers), text.slice(numbers)] : [text];
}

/** The view with a margin, and room for a caption where a step has one. */
function size(layout: Drawing, steps: readonly Step[]) {
  const captions = steps.flatMap(({ text }) => inLines(text));
  const caption = Math.max(...captions.map((text) => textWidth(text, fontSize.value)));
  const [left, top] = [-8, caption > 0 ? -30 - 15 * Number(captions.length > steps.length) : -8];
  const width = Math.ceil(Math.max(layout.width, Math.min(720, caption))) - 2 * left;
  return { left, top, width, height: Math.ceil(layout.height) - top - left };
}

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
  lit: Lit,
): Part {
  const { name, kind, value, derivative, forward, backward } = node;
  const [large, small] = node.lines;
  return {
    ...{ name, kind, value, derivative, forward, backward, large, small },
    ...{ x: round(x, 1), y: round(y, 1), largeY: round(y - (small ? 7 : 0), 1) },
    ...{ left: round(x - width / 2, 1), right: round(x + width / 2, 1) },
    ...{ top: round(y - boxHeight / 2, 1), bottom: round(y + boxHeight / 2, 1) },
    ...{ forth: stepOf(steps, node, "forward"), back: stepOf(steps, node, "backward") },
    opacity: opacity(lit.node(node)),
  };
}

function edgeRow(
  { source, node, derivative }: Edge,
  line: readonly Point[],
  label: Point,
  steps: readonly Step[],
  lit: Lit,
): Part {
  const tip = line[line.length - 1];
  const back = stepOf(steps, source, "backward");
  const bright = lit.edge(source, node);
  return {
    ...{ tip: round(tip.x - 5, 1), tipY: round(tip.y, 1), derivative },
    ...{ labelX: round(label.x, 1), labelY: round(label.y, 1) },
    full: `∂${node.name}/∂${source.name} = ${derivative}`,
    // Without a backward pass to wait for, a local derivative is there from the start.
    ...{ back, since: back === never ? 0 : back },
    ...{ lit: lit.some && bright, opacity: opacity(bright) },
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
