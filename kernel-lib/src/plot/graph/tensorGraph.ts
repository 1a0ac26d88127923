import type { GradFn } from "../../autograd/backward.js";
import { topologicalOrder } from "../../autograd/backward.js";
import type { Tensor } from "../../torch/tensor.js";
import { label, minus } from "../figure/text.js";
import { boxLines, type GraphNode } from "./graphNode.js";
import * as operation from "./tensorOperation.js";
import { inputsOf, isSingle, localDerivative, type TensorInput } from "./tensorOperation.js";

/** Names for the tensors of a graph, which have none of their own: `{ a, b, J }`. */
export type TensorNames = { readonly [name: string]: Tensor };

/** Every tensor that `output` was computed from, and itself; inputs come before results. */
export function tensorsOf(output: Tensor): Tensor[] {
  const nodes = output.gradFn ? topologicalOrder(output.gradFn).toReversed() : [];
  const all = [output, ...nodes.flatMap(({ inputs }) => inputs as readonly TensorInput[])];
  const results = new Map<GradFn, Tensor>();
  for (const x of all) if (typeof x === "object" && x.gradFn) results.set(x.gradFn, x);
  const leaves = all.filter((x): x is Tensor => typeof x === "object" && x.gradFn === null);
  return [...new Set(leaves), ...nodes.flatMap((node) => results.get(node) ?? [])];
}

/** How many characters of a tensor are written at a box, and in a caption. */
const most = { box: 16, caption: 70 } as const;

type Use = { result: Tensor; input: number };

/**
 * The nodes of a tensor's graph for the picture: values, gradients where `grad` keeps them, local
 * derivatives between single numbers. @throws where an input was changed after it was used
 */
export function tensorGraph(
  who: string,
  output: Tensor,
  names: TensorNames,
  constants: boolean,
): GraphNode[] {
  const tensors = tensorsOf(output);
  const nameOf = naming(who, tensors, names);
  const isNamed = (x: TensorInput): boolean => Object.values(names).includes(x as Tensor);
  const uses = tensors.flatMap((result) =>
    inputsOf(result).map((of, input) => ({ of, use: { result, input } })),
  );
  const drawn = new Map<Tensor, GraphNode>();
  const nodes: GraphNode[] = [];
  const draw = (of: TensorInput, more: Pick<GraphNode, "kind" | "lines" | "edges" | "forward">) => {
    const isTensor = typeof of === "object";
    const usesOf = uses.filter((each) => each.of === of).map(({ use }) => use);
    const node: GraphNode = {
      of,
      name: nameOf(of),
      ...more,
      value: isTensor ? operation.textOf(of, most.box) : label(of),
      derivative: isTensor && of.grad ? operation.gradientText(of.grad, most.box) : "",
      backward: isTensor && of.requiresGrad ? backwardText(of, output, usesOf, nameOf) : "",
    };
    nodes.push(node);
    if (isTensor) drawn.set(of, node);
    return node;
  };
  const leaf = (of: TensorInput, kind: "input" | "constant", forward: string): GraphNode =>
    draw(of, {
      kind,
      forward,
      edges: [],
      lines: [typeof of === "number" ? label(of) : nameOf(of), ""],
    });

  for (const tensor of tensors) {
    const { gradFn } = tensor;
    const name = nameOf(tensor);
    const value = operation.textOf(tensor, most.caption);
    if (gradFn === null) {
      leaf(tensor, "input", `${name} = ${value}`);
      continue;
    }
    if (operation.isOutdated(tensor)) refuseOutdated(who, name, tensor, nameOf);
    const inputs = inputsOf(tensor);
    const edges = inputs.flatMap((x, input) => {
      if (typeof x === "number" && !constants) return [];
      const from = typeof x === "number" ? leaf(x, "constant", "") : (drawn.get(x) as GraphNode);
      const slope = localDerivative(tensor, input);
      return [{ from, derivative: slope === undefined ? "" : label(slope) }];
    });
    const write = (text: (x: TensorInput) => string): string =>
      operation.formulaOf(gradFn.name, inputs.map(text));
    const isFolded = !constants && inputs.some((x) => typeof x === "number");
    const symbol = isFolded
      ? write((x) => (typeof x === "number" ? nameOf(x) : "")).trim()
      : operation.symbolOf(gradFn.name);
    const isReadable = inputs.every((x) => typeof x === "number" || x.isLeaf || isNamed(x));
    const numbers = inputs.every(isSingle) ? [write((x) => atom(operation.numberOf(x)))] : [];
    draw(tensor, {
      kind: "operation",
      lines: boxLines(name, isNamed(tensor), symbol, isReadable ? write(nameOf) : ""),
      edges,
      forward: minus([name, write(nameOf), ...numbers, value].join(" = ")),
    });
  }
  return nodes;
}

const atom = (x: number): string => (x < 0 ? `(${label(x)})` : label(x));

/** Names as given; nameless results and leaves are v1, v2, …, numbers themselves. */
function naming(
  who: string,
  tensors: readonly Tensor[],
  names: TensorNames,
): (x: TensorInput) => string {
  const named = new Map<TensorInput, string>();
  for (const [name, tensor] of Object.entries(names)) {
    if (!tensors.includes(tensor)) {
      throw new RangeError(
        `${who}: names.${name} is not in the graph; name the tensors that the output was ` +
          "computed from, not copies or detached ones",
      );
    }
    named.set(tensor, name);
  }
  for (const [i, tensor] of tensors.filter((x) => !named.has(x)).entries()) {
    named.set(tensor, `v${i + 1}`);
  }
  return (x) => named.get(x) ?? atom(x as number);
}

function refuseOutdated(
  who: string,
  name: string,
  tensor: Tensor,
  nameOf: (x: TensorInput) => string,
): never {
  const inputs = inputsOf(tensor).filter((x) => typeof x === "object");
  throw new Error(
    `${who}: ${name} is no longer what its inputs ${inputs.map(nameOf).join(", ")} give: one was ` +
      "changed since; draw before the optimiser's step, or compute the output again",
  );
}

/** What the backward pass does here; the chain rule with its numbers where these are its sum. */
function backwardText(
  tensor: Tensor,
  output: Tensor,
  uses: readonly Use[],
  nameOf: (x: TensorInput) => string,
): string {
  const name = nameOf(tensor);
  if (tensor.grad === null) {
    if (tensor === output) return `starts at ${name} with ∂${name}/∂${name} = 1`;
    const kept = tensor.isLeaf
      ? "has no grad yet"
      : "passes its gradient on, unkept (retainGrad keeps it)";
    return `${name} ${kept}`;
  }
  const result = operation.gradientText(tensor.grad, most.caption);
  const terms = uses.map(({ result: y, input }) => {
    const slope = localDerivative(y, input) ?? NaN;
    const by = `∂${nameOf(y)}/∂${name}`;
    if (y.grad) return { symbols: `${nameOf(y)}.grad · ${by}`, factors: [singleOf(y.grad), slope] };
    return { symbols: by, factors: [y === output ? slope : NaN] };
  });
  const sum = terms.reduce((total, { factors }) => total + factors.reduce((p, f) => p * f), 0);
  const grad = singleOf(tensor.grad);
  // It is more than this sum where several backward passes were added up, and less before the last.
  const isSum = terms.length > 0 && Math.abs(sum - grad) <= 1e-4 * Math.abs(grad);
  const symbols = terms.map((term) => term.symbols).join(" + ");
  const numbers = terms.map(({ factors }) => factors.map(atom).join(" · ")).join(" + ");
  const rule = isSum ? [symbols, ...(/[·+]/.test(numbers) ? [numbers] : [])] : [];
  return [`${name}.grad`, ...rule, result].join(" = ");
}

const singleOf = (x: Tensor): number => (isSingle(x) ? x.item() : NaN);
