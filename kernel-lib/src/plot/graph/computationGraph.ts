import { Path } from "../../graph/trace.js";
import { topologicalOrder, Value } from "../../graph/value.js";
import { checkOptions } from "../../numpy/shape.js";
import { Tensor } from "../../torch/tensor.js";
import { figure, type Sentence, slider } from "../figure/figure.js";
import type { Part, Spec } from "../figure/spec.js";
import { minus } from "../figure/text.js";
import type { Shown } from "./graphLayers.js";
import { type GraphNode, valueGraph } from "./graphNode.js";
import { graphPicture, type Lit, type Step } from "./graphRows.js";
import { type TensorNames, tensorGraph, tensorsOf } from "./tensorGraph.js";

const shows = ["structure", "values", "local", "all"] as const;

export type ComputationGraphOptions = {
  title?: string;
  /** Nodes and edges alone; with values; with values and local derivatives; with all and steps. */
  show?: Show;
  /** A path, or nodes, to stand out from the rest. */
  highlight?: Path | readonly unknown[];
  /** Constants as nodes of their own; otherwise they are part of the operation: "+ 1". */
  constants?: boolean;
  /** Where the step slider starts; at the last step by default. */
  step?: number;
  /** Names for the tensors of a Tensor's graph: `{ a, b, J }`. */
  names?: TensorNames;
};

const who = "plot.computationGraph";
const known = ["title", "show", "highlight", "constants", "step", "names"];
const mostNodes = 300;

/**
 * The picture of a computation graph, left to right: values above the nodes, derivatives of the
 * output below, local derivatives on the edges, and a slider through forward and backward pass.
 * Of a Value: evaluates and differentiates it. Of a Tensor: as it is, with the `grad` it has.
 * @throws for more than 300 nodes, and unknown options
 */
export function computationGraph(
  output: Value | Tensor | readonly GraphNode[],
  options: ComputationGraphOptions = {},
): Spec {
  const { title = "", highlight } = options;
  checkOptions(who, options, known);
  const graph = graphOf(output, options);
  const isKnown = graph.some(({ derivative }) => derivative !== "");
  const { show = output instanceof Tensor && !isKnown ? "local" : "all" } = options;
  if (!shows.includes(show)) refuse(`show is "${show}"; give one of ${shows.join(", ")}`);
  const lit = highlight && litBy(graph, highlight);
  const named = highlight ? inWords(graph, highlight, show) : "";
  const steps = stepsOf(graph, show, highlight instanceof Path ? named : "");
  const { step = steps.length - 1 } = options;
  if (!steps[step]) refuse(`step is ${step}; give a whole number from 0 to ${steps.length - 1}`);
  const { name } = graph[graph.length - 1];
  const meaning = output instanceof Tensor ? "gradient (grad)" : `derivative ∂${name}/∂node`;
  const shown = {
    values: show !== "structure",
    local:
      (show === "local" || show === "all") &&
      graph.some(({ edges }) => edges.some(({ derivative }) => derivative !== "")),
    derivatives: show === "all" && meaning,
  };
  const gradient = output instanceof Tensor ? "grad" : `derivative of ${name} with respect to it`;
  const words = [...sentences(graph, shown, gradient), named && `Highlighted: ${named}.`];
  return figure(title, words, {
    ...graphPicture(graph, shown, steps, lit),
    params: [stepSlider(steps, step)],
  });
}

function graphOf(
  output: Value | Tensor | readonly GraphNode[],
  { names = {}, constants = false }: ComputationGraphOptions,
): readonly GraphNode[] {
  const isTensor = output instanceof Tensor;
  if (isTensor && !output.requiresGrad) {
    throw new Error(
      `${who}: nothing was recorded of this tensor; compute it from an input made with ` +
        "{ requiresGrad: true }, outside of torch.noGrad",
    );
  }
  const all =
    output instanceof Value ? topologicalOrder(output) : isTensor ? tensorsOf(output) : output;
  if (all.length > mostNodes) {
    const count = `${all.length} nodes are too many to read (at most ${mostNodes})`;
    refuse(`${count}; draw a part of the graph`);
  }
  if (isTensor) return tensorGraph(who, output, names, constants);
  return output instanceof Value ? valueGraph(output, constants) : output;
}

function refuse(what: string): never {
  throw new RangeError(`${who}: ${what}`);
}

type Show = (typeof shows)[number];
type Highlight = NonNullable<ComputationGraphOptions["highlight"]>;

function litBy(graph: readonly GraphNode[], highlight: Highlight): Lit {
  const chosen = highlight instanceof Path ? highlight.nodes : highlight;
  const known = graph.map((node) => node.of);
  if (!chosen.every((node) => known.includes(node)))
    refuse("a node to highlight is not in the graph");
  const node = ({ of }: GraphNode): boolean => chosen.some((one) => one === of);
  if (!(highlight instanceof Path)) return { node, edge: (from, to) => node(from) && node(to) };
  const { edges } = highlight;
  return {
    node,
    edge: ({ of: from }, { of: to }) => edges.some((step) => step.from === from && step.to === to),
  };
}

/** The highlighted nodes by the names of the picture; a path with the product of its factors. */
function inWords(graph: readonly GraphNode[], highlight: Highlight, show: Show): string {
  const nameOf = (of: unknown): string => graph.find((node) => node.of === of)?.name ?? "";
  if (!(highlight instanceof Path)) return highlight.map(nameOf).join(", ");
  const way = highlight.nodes.map(nameOf).join(" → ");
  return show === "structure" ? way : `${way}: ${minus(highlight.computation)}`;
}

function stepsOf(graph: readonly GraphNode[], show: Show, caption: string): Step[] {
  const still = show === "local" ? caption : "";
  const start = { text: show === "all" || show === "values" ? "the inputs are given" : still };
  const forward = graph
    .filter((node) => node.kind === "operation")
    .map((node): Step => ({ node, pass: "forward", text: `forward: ${node.forward}` }));
  const backward = graph
    .filter((node) => node.backward !== "")
    .toReversed()
    .map((node): Step => ({ node, pass: "backward", text: `backward: ${node.backward}` }));
  if (show === "all") return [start, ...forward, ...backward];
  return show === "values" ? [start, ...forward] : [start];
}

const mostDescribed = 40;

/** What the picture says, in words: for those who do not see it. */
function sentences(graph: readonly GraphNode[], shown: Shown, gradient: string): Sentence[] {
  const output = graph[graph.length - 1].name;
  const rest = graph.length - mostDescribed;
  const nodes = graph.slice(0, mostDescribed).map((node) => {
    const { kind, name, value, derivative, lines } = node;
    const [large, small] = lines;
    const operation = kind === "operation" && ` (${large === name ? small : large})`;
    const parents = node.edges.map(({ from, derivative }) => {
      return shown.local && derivative
        ? `${from.name} (local derivative ${derivative})`
        : from.name;
    });
    const parts = [
      `${kind} ${name}`,
      operation,
      shown.values && ` = ${value}`,
      parents.length > 0 && `, from ${parents.join(" and ")}`,
      shown.derivatives && derivative && `; ${gradient} ${derivative}`,
    ];
    return `${parts.filter(Boolean).join("")}.`;
  });
  return [
    `Computation graph of ${output} with ${graph.length} nodes.`,
    ...nodes,
    rest > 0 && `And ${rest} more nodes.`,
  ];
}

function stepSlider(steps: readonly Step[], start: number): Part {
  const last = steps.length - 1;
  const forward = steps.filter(({ pass }) => pass === "forward").length;
  const passes =
    forward < last ? `1–${forward} forward, ${forward + 1}–${last} backward` : "forward";
  if (last === 0) return { name: "step", value: 0 };
  return slider("step", `step (${passes}) `, start, [0, last]);
}
