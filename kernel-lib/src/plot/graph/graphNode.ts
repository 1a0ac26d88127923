import { trace } from "../../graph/trace.js";
import { topologicalOrder, type Value } from "../../graph/value.js";
import { label, minus, superscript } from "../figure/text.js";

/**
 * What the picture of a graph needs to know of a node; parents come before children.
 * Values and derivatives are texts, so that a node may as well hold an array.
 */
export type GraphNode = {
  /** The object the node stands for, as `highlight` names it. */
  readonly of: unknown;
  readonly kind: "input" | "constant" | "operation";
  readonly name: string;
  /** What a box shows: a name or an operation's symbol, and a smaller second line. */
  readonly lines: readonly [string, string];
  readonly value: string;
  readonly derivative: string;
  readonly edges: readonly { readonly from: GraphNode; readonly derivative: string }[];
  /** What the forward and the backward pass compute here. */
  readonly forward: string;
  readonly backward: string;
};

/** The nodes of a scalar graph for the picture; evaluates and differentiates it. */
export function valueGraph(output: Value, constants: boolean): GraphNode[] {
  const { steps } = trace(output);
  const found = new Map<Value, GraphNode>();
  for (const node of topologicalOrder(output)) {
    if (node.kind === "constant" && !constants) continue;
    const ofNode = steps.filter((step) => step.node === node);
    const text = (pass: string): string => {
      return minus(ofNode.find((step) => step.pass === pass)?.text ?? "");
    };
    const name = ofNode[0]?.name ?? label(node.value);
    found.set(node, {
      of: node,
      kind: node.kind,
      name,
      lines: linesOf(node, name, constants),
      value: label(node.value),
      derivative: label(node.grad),
      edges: node.edges.flatMap(({ from, derivative }) => {
        const parent = found.get(from);
        return parent ? [{ from: parent, derivative: label(derivative) }] : [];
      }),
      forward: text("forward"),
      backward: text("backward"),
    });
  }
  return [...found.values()];
}

/** A named node shows its name above its formula, another its operation above its number. */
function linesOf(node: Value, name: string, constants: boolean): [string, string] {
  if (node.kind !== "operation") return [name, ""];
  const operands = node.parents.filter((parent) => parent.kind === "operation" && !parent.label);
  const folded = !constants && node.parents.some((parent) => parent.kind === "constant");
  const bare = ({ kind, value }: Value): string => {
    if (kind !== "constant") return "";
    return value < 0 ? `(${label(value)})` : label(value);
  };
  const symbol = folded ? node.formula(bare).trim() : node.op;
  return boxLines(name, node.label !== "", symbol, operands.length > 0 ? "" : node.formula());
}

/** What an operation's box shows; a formula that is short and of named operands, if there is one. */
export function boxLines(
  name: string,
  isNamed: boolean,
  symbol: string,
  formula: string,
): [string, string] {
  const sign = pretty(symbol.replace("·", "×"));
  if (!isNamed) return [sign, name];
  return [name, formula === "" || formula.length > 16 ? sign : pretty(formula)];
}

/** A formula as printed: real minus signs, powers raised. */
function pretty(formula: string): string {
  const raised = formula.replace(/\^\(?(-?\d+)\)?$/, (_, n: string) => superscript("", Number(n)));
  return minus(raised).replace(/^(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹^])/, "( )");
}
