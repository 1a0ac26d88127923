import { nodes, Value } from "../graph.js";
import { checkOptions } from "../shape.js";
import { Path } from "../trace.js";
import { boxHeight, graphLayers } from "./graphLayers.js";
import { type GraphNode, valueGraph } from "./graphNode.js";
import { placeLabels, smooth } from "./labels.js";
import { layeredLayout } from "./layout.js";
import { type Part, type Spec, schema } from "./spec.js";
import { minus, round } from "./text.js";
import { config, fontSize } from "./theme.js";

const shows = ["structure", "values", "local", "all"] as const;

export type ComputationGraphOptions = {
  title?: string;
  /** Nodes and edges alone; with values; with values and local derivatives; with all and steps. */
  show?: Show;
  /** A path, or nodes, to stand out from the rest. */
  highlight?: Path | readonly unknown[];
  /** Constants as nodes of their own; otherwise they stand in the operation: "+ 1". */
  constants?: boolean;
  /** Where the step slider starts; at the last step by default. */
  step?: number;
};

const mostNodes = 300;

/**
 * The picture of a computation graph, left to right: values above the nodes, derivatives of the
 * output below, local derivatives on the edges, and a slider through forward and backward pass.
 * Evaluates and differentiates the graph. @throws for more than 300 nodes, and unknown options.
 */
export function computationGraph(
  output: Value | readonly GraphNode[],
  options: ComputationGraphOptions = {},
): Spec {
  checkOptions("plot.computationGraph", options, [
    "title",
    "show",
    "highlight",
    "constants",
    "step",
  ]);
  const { title = "", show = "all", constants = false } = options;
  if (!shows.includes(show)) refuse(`show is "${show}"; give one of ${shows.join(", ")}`);
  const count = output instanceof Value ? nodes(output).length : output.length;
  if (count > mostNodes) {
    refuse(`${count} nodes are too many to read (at most ${mostNodes}); draw a part of the graph`);
  }
  const graph = output instanceof Value ? valueGraph(output, constants) : output;
  const { highlight } = options;
  const along = highlight instanceof Path && show !== "structure" ? minus(String(highlight)) : "";
  const steps = stepsOf(graph, show, along);
  const { step = steps.length - 1 } = options;
  if (!steps[step]) refuse(`step is ${step}; give a whole number from 0 to ${steps.length - 1}`);
  const { frame, datasets } = draw(graph, show, highlighted(graph, highlight), steps);
  const stepRows = steps.map(({ text }, i) => ({ step: i, text }));
  return {
    $schema: schema,
    description: describe(graph, show, title),
    ...(title ? { title } : {}),
    width: frame.width,
    height: frame.height,
    params: [slider(steps, step)],
    datasets: { ...datasets, steps: stepRows },
    layer: graphLayers(frame),
    config,
  };
}

function refuse(what: string): never {
  throw new Error(`plot.computationGraph: ${what}`);
}

type Show = (typeof shows)[number];

/** What stands out: everything, or a highlighted part. */
type Lit = {
  some: boolean;
  node: (node: GraphNode) => boolean;
  edge: (from: GraphNode, to: GraphNode) => boolean;
};

function highlighted(
  graph: readonly GraphNode[],
  highlight: ComputationGraphOptions["highlight"],
): Lit {
  if (!highlight) return { some: false, node: () => true, edge: () => true };
  const chosen = highlight instanceof Path ? highlight.nodes : highlight;
  const known = new Set(graph.map((node) => node.of));
  if (chosen.some((node) => !known.has(node))) refuse("a node to highlight is not in the graph");
  const of = new Set(chosen);
  const node = ({ of: it }: GraphNode): boolean => of.has(it);
  const edge = (from: GraphNode, to: GraphNode): boolean => of.has(from.of) && of.has(to.of);
  if (!(highlight instanceof Path)) return { some: true, node, edge };
  const onPath = (from: GraphNode, to: GraphNode): boolean =>
    highlight.edges.some((step) => step.from === from.of && step.to === to.of);
  return { some: true, node, edge: onPath };
}

/** What one position of the slider shows: at first only the inputs are known. */
type Step = { node?: GraphNode; pass?: "forward" | "backward"; text: string };

function stepsOf(graph: readonly GraphNode[], show: Show, caption: string): Step[] {
  const start = { text: show === "all" || show === "values" ? "the inputs are given" : caption };
  const forward = graph
    .filter((node) => node.kind === "operation")
    .map((node): Step => ({ node, pass: "forward", text: `forward: ${node.forward}` }));
  const backward = graph
    .filter((node) => node.kind !== "constant")
    .toReversed()
    .map((node): Step => ({ node, pass: "backward", text: `backward: ${node.backward}` }));
  if (show === "all") return [start, ...forward, ...backward];
  return show === "values" ? [start, ...forward] : [start];
}

const textWidth = (text: string, size: number = fontSize.label): number =>
  text.length * size * 0.58;

/** The data sets of the picture, and its frame. */
function draw(graph: readonly GraphNode[], show: Show, lit: Lit, steps: readonly Step[]) {
  const number = new Map(graph.map((node, i) => [node, i]));
  const links = graph.flatMap((node, to) =>
    node.edges.map((edge) => ({
      edge,
      node,
      to,
      from: number.get(edge.from) ?? refuse(unordered),
    })),
  );
  const shown = {
    values: show !== "structure",
    local: show === "local" || show === "all",
    derivatives: show === "all",
  };
  const sizes = links.map(({ edge }) => ({ width: textWidth(edge.derivative), height: 12 }));
  const boxes = graph.map(({ lines: [large, small] }) => ({
    width: Math.max(46, textWidth(large, fontSize.node) + 20, textWidth(small) + 16),
    height: boxHeight + (shown.values ? 46 : 24),
  }));
  const widest = shown.local ? Math.max(0, ...sizes.map((size) => size.width)) : 0;
  const layout = layeredLayout(boxes, links, 48 + widest);
  const lines = layout.lines.map(smooth);
  const labels = placeLabels(
    lines,
    sizes,
    layout.centres.map((centre, i) => ({ ...centre, ...boxes[i] })),
  );
  const stepOf = (node: GraphNode, pass: Step["pass"]): number => {
    const step = steps.findIndex((each) => each.node === node && each.pass === pass);
    return step < 0 && pass === "backward" ? never : Math.max(0, step);
  };
  const faded = (bright: boolean): number => (bright ? 1 : 0.35);
  const nodeRows = graph.map((node, i) => {
    const { x, y } = layout.centres[i];
    const [large, small] = node.lines;
    const { name, kind, value, derivative, forward, backward } = node;
    return {
      ...{ name, kind, value, derivative, forward, backward, large, small },
      ...{ x: round(x, 1), y: round(y, 1), largeY: round(y - (small ? 7 : 0), 1) },
      ...{ left: round(x - boxes[i].width / 2, 1), right: round(x + boxes[i].width / 2, 1) },
      ...{ top: round(y - boxHeight / 2, 1), bottom: round(y + boxHeight / 2, 1) },
      ...{ forth: stepOf(node, "forward"), back: stepOf(node, "backward") },
      opacity: faded(lit.node(node)),
    };
  });
  const edgeRows = links.map(({ edge, node }, i) => {
    const tip = lines[i][lines[i].length - 1];
    const back = stepOf(edge.from, "backward");
    return {
      ...{ tip: round(tip.x - 5, 1), tipY: round(tip.y, 1), derivative: edge.derivative },
      ...{ labelX: round(labels[i].x, 1), labelY: round(labels[i].y, 1) },
      full: `∂${node.name}/∂${edge.from.name} = ${edge.derivative}`,
      ...{ back, since: shown.derivatives ? back : 0 },
      lit: lit.some && lit.edge(edge.from, node),
      opacity: faded(lit.edge(edge.from, node)),
    };
  });
  const lineRows = lines.flatMap((line, edge) =>
    line.map(({ x, y }, k) => ({
      ...{ edge, k, x: round(Math.min(x, line[line.length - 1].x - 6), 1), y: round(y, 1) },
      ...{ back: edgeRows[edge].back, opacity: edgeRows[edge].opacity },
      lit: edgeRows[edge].lit,
      stroke: edgeRows[edge].lit ? 3 : 1.4,
    })),
  );
  const captions = steps.map(({ text }) => textWidth(text, fontSize.value));
  const captioned = captions.some((width) => width > 0);
  const [left, top] = [-8, captioned ? -30 : -8];
  const frame = {
    left,
    top,
    width: Math.ceil(Math.max(layout.width, Math.min(720, Math.max(...captions)))) - 2 * left,
    height: Math.ceil(layout.height) - top - left,
    output: graph[graph.length - 1].name,
    kinds: kinds.filter((kind) => graph.some((node) => node.kind === kind)),
    ...shown,
  };
  return { frame, datasets: { nodes: nodeRows, edges: edgeRows, lines: lineRows } };
}

const kinds = ["input", "operation", "constant"] as const;
const never = 1e9;
const unordered = "an edge comes from a node that does not stand before its child";
const mostDescribed = 40;

/** What the picture says, in words: for those who do not see it. */
function describe(graph: readonly GraphNode[], show: Show, title: string): string {
  const output = graph[graph.length - 1].name;
  const sentences = graph.slice(0, mostDescribed).map((node) => {
    const [large, small] = node.lines;
    const operation = node.kind === "operation" ? ` (${large === node.name ? small : large})` : "";
    const parents = node.edges.map(({ from, derivative }) => {
      const local = show === "local" || show === "all" ? ` (local derivative ${derivative})` : "";
      return from.name + local;
    });
    return [
      `${node.kind} ${node.name}${operation}`,
      show === "structure" ? "" : ` = ${node.value}`,
      parents.length > 0 ? `, from ${parents.join(" and ")}` : "",
      show === "all" ? `; derivative of ${output} with respect to it ${node.derivative}` : "",
      ".",
    ].join("");
  });
  const rest = graph.length - sentences.length;
  return [
    `${title ? `${title}. ` : ""}Computation graph of ${output} with ${graph.length} nodes.`,
    ...sentences,
    ...(rest > 0 ? [`And ${rest} more nodes.`] : []),
  ].join(" ");
}

function slider(steps: readonly Step[], start: number): Part {
  const last = steps.length - 1;
  const forward = steps.filter(({ pass }) => pass === "forward").length;
  const passes =
    forward < last ? `1–${forward} forward, ${forward + 1}–${last} backward` : "forward";
  const bind = { input: "range", min: 0, max: last, step: 1, name: `step (${passes}) ` };
  return { name: "step", value: start, ...(last > 0 ? { bind } : {}) };
}
