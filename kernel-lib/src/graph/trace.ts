import {
  atom,
  type Edge,
  nameOf,
  printAsText,
  short,
  topologicalOrder,
  type Value,
} from "./value.js";

/**
 * Forward mode: one pass from `input` gives ∂node/∂input for every node of the graph.
 * @throws if `input` is not in the graph of `output`.
 */
export function forwardMode(output: Value, input: Value): Map<Value, number> {
  return accumulate("forwardMode", output, input, (edge) => edge.derivative);
}

/** How many paths lead from `input` to `output`: one step per edge, without listing them. */
export function countPaths(output: Value, input: Value): number {
  return accumulate("countPaths", output, input, () => 1).get(output) ?? 0;
}

/** Dynamic programming: x(input) = 1, x(node) = Σ over the node's edges of weight · x(parent). */
function accumulate(
  who: string,
  output: Value,
  input: Value,
  weight: (edge: Edge) => number,
): Map<Value, number> {
  const order = topologicalOrder(output);
  if (!order.includes(input)) {
    const inputs = order.filter((node) => node.kind === "input").map(nameOf);
    throw new Error(
      `${who}: ${nameOf(input)} is not in the graph of ${nameOf(output)}; ` +
        `give one of its nodes (inputs: ${inputs.join(", ")})`,
    );
  }
  const sums = new Map<Value, number>();
  for (const node of order) {
    const terms = node.edges.map((edge) => weight(edge) * (sums.get(edge.from) ?? 0));
    sums.set(node, node === input ? 1 : terms.reduce((sum, term) => sum + term, 0));
  }
  return sums;
}

/** A path through the graph; the product of its local derivatives is its share of the derivative. */
export class Path {
  readonly edges: readonly Edge[];

  constructor(edges: readonly Edge[]) {
    this.edges = edges;
  }
  get nodes(): Value[] {
    return this.edges.flatMap(({ from, to }, i) => (i === 0 ? [from, to] : [to]));
  }
  get product(): number {
    return this.edges.reduce((product, { derivative }) => product * derivative, 1);
  }
  /** The factors' product, from the output down as the chain rule writes it: "2 · 1 = 2". */
  get computation(): string {
    const factors = this.edges.map(({ derivative }) => atom(derivative)).toReversed();
    return `${factors.join(" · ")} = ${short(this.product)}`;
  }
  /** "b → c → e: 2 · 1 = 2"; nameless nodes go by v1, v2, … as in the trace of its output. */
  toString(): string {
    const output = this.edges.at(-1)?.to;
    const name = namesIn(output ? topologicalOrder(output) : []);
    return `${this.nodes.map(name).join(" → ")}: ${this.computation}`;
  }
}
printAsText(Path);

const mostPaths = 100_000;

/** Every path from `input` to `output`; the sum of their products is ∂output/∂input. */
export function paths(output: Value, input: Value): Path[] {
  const pathsTo = accumulate("paths", output, input, () => 1);
  const count = pathsTo.get(output) ?? 0;
  if (count > mostPaths) {
    throw new Error(
      `paths: ${count} paths from ${nameOf(input)} to ${nameOf(output)} are too many to list ` +
        `(at most ${mostPaths}); count them with countPaths`,
    );
  }
  const found: Path[] = [];
  const unfinished: PartialPath[] = [{ end: output }];
  for (let path = unfinished.pop(); path; path = unfinished.pop()) {
    if (path.end === input) {
      found.push(new Path(edgesOf(path)));
      continue;
    }
    const edges = path.end.edges.filter((edge) => pathsTo.get(edge.from));
    for (const edge of edges.toReversed()) {
      unfinished.push({ end: edge.from, edge, next: path });
    }
  }
  return found;
}

/** A path under construction, from the output down; partial paths share their upper parts. */
type PartialPath = { end: Value; edge?: Edge; next?: PartialPath };

function edgesOf(path: PartialPath): Edge[] {
  const found: Edge[] = [];
  for (let at: PartialPath | undefined = path; at?.edge; at = at.next) found.push(at.edge);
  return found;
}

/** One step of a pass: which node got its value or its derivative, and from what. */
export type Step = {
  readonly pass: "forward" | "backward";
  readonly node: Value;
  readonly name: string;
  readonly text: string;
};

/** Both passes over a graph, step by step; prints one line per step. */
export class Trace {
  readonly steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    this.steps = steps;
  }
  /** The steps as records for `table`. */
  get rows(): { pass: string; step: number; computation: string }[] {
    return this.steps.map(({ pass, text }, i) => ({ pass, step: i + 1, computation: text }));
  }
  toString(): string {
    return this.rows.map((row) => `${row.pass.padEnd(8)}  ${row.computation}`).join("\n");
  }
}
printAsText(Trace);

/**
 * What the two passes do: "e = c · d = 3 · 2 = 6" forward, and backward one sum over the edges
 * that leave a node: "∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 2 · 1 + 3 · 1 = 5".
 * Evaluates and differentiates the graph. A nameless node is called v1, v2, …
 */
export function trace(output: Value): Trace {
  const all = topologicalOrder(output.backward());
  const name = namesIn(all);
  const order = all.filter((node) => node.kind !== "constant");
  const step = (pass: Step["pass"], node: Value, text: string): Step => {
    return { pass, node, name: name(node), text };
  };
  const forward = order.map((node) => step("forward", node, forwardText(node, name)));
  const outgoing = outgoingEdges(order);
  const backward = order
    .toReversed()
    .map((node) =>
      step("backward", node, backwardText(output, node, outgoing.get(node) ?? [], name)),
    );
  return new Trace([...forward, ...backward]);
}

function outgoingEdges(order: readonly Value[]): Map<Value, Edge[]> {
  const outgoing = new Map<Value, Edge[]>();
  for (const edge of order.flatMap((node) => node.edges)) {
    const found = outgoing.get(edge.from);
    if (found) found.push(edge);
    else outgoing.set(edge.from, [edge]);
  }
  return outgoing;
}

/** A graph's names: nameless nodes go by v1, v2, …, constants by their numbers. */
function namesIn(order: readonly Value[]): (node: Value) => string {
  const nameless = order.filter((node) => node.label === "" && node.kind !== "constant");
  const numbered = new Map(nameless.map((node, i) => [node, `v${i + 1}`]));
  return (node) => numbered.get(node) ?? (node.label || atom(node.value));
}

function forwardText(node: Value, name: (node: Value) => string): string {
  const start = `${name(node)} = `;
  if (node.kind === "input") return start + short(node.value);
  const numbers = node.formula((parent) => atom(parent.value));
  return `${start}${node.formula(name)} = ${numbers} = ${short(node.value)}`;
}

function backwardText(
  output: Value,
  node: Value,
  outgoing: readonly Edge[],
  name: (node: Value) => string,
): string {
  const derivative = (of: Value, by: Value) => `∂${name(of)}/∂${name(by)}`;
  const start = `${derivative(output, node)} = `;
  if (node === output) return `${start}1`;
  const symbols = outgoing.map(({ to }) => `${derivative(output, to)} · ${derivative(to, node)}`);
  const numbers = outgoing.map((edge) => `${atom(edge.to.grad)} · ${atom(edge.derivative)}`);
  return `${start}${symbols.join(" + ")} = ${numbers.join(" + ")} = ${short(node.grad)}`;
}
