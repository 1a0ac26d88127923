// Scalar computation graphs: every operation beside its derivative, values forward, derivatives
// backward. A node is created after its parents, so the order of creation is a topological order,
// and every pass is a loop over it.
import { cos, exp, log, pow, sin, tanh } from "../libm/index.js";

type Op = {
  symbol: string;
  text: (x: string[]) => string;
  value: (x: number[]) => number;
  /** The local derivatives ∂y/∂x[i]. */
  derivatives: (x: number[], y: number) => number[];
};

const infix = (symbol: string) => ({ symbol, text: (x: string[]) => x.join(` ${symbol} `) });
const call = (symbol: string) => ({ symbol, text: ([x]: string[]) => `${symbol}(${x})` });

const ops = {
  add: {
    ...infix("+"),
    value: (x) => x.reduce((sum, term) => sum + term),
    derivatives: (x) => x.map(() => 1),
  },
  sub: { ...infix("-"), value: ([a, b]) => a - b, derivatives: () => [1, -1] },
  mul: { ...infix("·"), value: ([a, b]) => a * b, derivatives: ([a, b]) => [b, a] },
  div: { ...infix("/"), value: ([a, b]) => a / b, derivatives: ([a, b]) => [1 / b, -a / (b * b)] },
  neg: {
    symbol: "-",
    text: ([x]) => `-${x}`,
    value: ([x]) => -x,
    derivatives: () => [-1],
  },
  exp: { ...call("exp"), value: ([x]) => exp(x), derivatives: (_, y) => [y] },
  log: { ...call("log"), value: ([x]) => log(x), derivatives: ([x]) => [1 / x] },
  sin: { ...call("sin"), value: ([x]) => sin(x), derivatives: ([x]) => [cos(x)] },
  cos: { ...call("cos"), value: ([x]) => cos(x), derivatives: ([x]) => [-sin(x)] },
  tanh: { ...call("tanh"), value: ([x]) => tanh(x), derivatives: (_, y) => [1 - y * y] },
  sigmoid: {
    ...call("σ"),
    value: ([x]) => 1 / (1 + exp(-x)),
    derivatives: (_, y) => [y * (1 - y)],
  },
  relu: {
    ...call("relu"),
    value: ([x]) => Math.max(0, x),
    derivatives: ([x]) => [x > 0 ? 1 : 0],
  },
} satisfies Record<string, Op>;

const power = (n: number): Op => ({
  symbol: `^${n}`,
  text: ([x]) => `${x}^${atom(n)}`,
  value: ([x]) => pow(x, n),
  derivatives: ([x]) => [n === 0 ? 0 : n * pow(x, n - 1)],
});

export type Operand = Value | number;

/** One edge of a graph with its local derivative ∂to/∂from. */
export type Edge = { readonly from: Value; readonly to: Value; readonly derivative: number };

type Origin = { kind: "constant" | "operation"; rule?: Op; parents?: readonly Value[] };

let created = 0;

/** @internal console.log and a cell's last value print the objects of a class by `toString`. */
export function printAsText(type: { prototype: object }): void {
  const inspect = Symbol.for("nodejs.util.inspect.custom");
  Object.defineProperty(type.prototype, inspect, { value: type.prototype.toString });
}

/**
 * A scalar node: `const a = new Value(2, "a"), b = new Value(1, "b"), c = a.add(b).named("c")`.
 * `value` is there at once; `grad`, ∂output/∂node, after `output.backward()`. Values follow
 * JavaScript's Math: `log` of 0 is -Infinity, of a negative number NaN; relu'(0) is 0.
 */
export class Value {
  label: string;
  grad: number = 0;
  readonly kind: "input" | "constant" | "operation";
  readonly parents: readonly Value[];
  readonly #id: number = created++;
  readonly #rule: Op | undefined;
  #current: number;
  #localDerivatives: number[] = [];
  #isDifferentiated = false;
  #order: readonly Value[] | undefined;

  constructor(value: number, label?: string);
  /** @internal */
  constructor(value: number, label: string, origin: Origin);
  constructor(value: number, label: string = "", origin?: Origin) {
    this.label = label;
    this.kind = origin?.kind ?? "input";
    this.parents = origin?.parents ?? [];
    this.#rule = origin?.rule;
    if (this.#rule === undefined) refuseNaN(`Value: the value of ${label || "a node"}`, value);
    this.#current = value;
    this.#evaluate();
  }

  /** a + b + …, any number of terms. */
  add(...terms: Operand[]): Value {
    return this.#apply("add", terms);
  }
  /** this - other. */
  sub(other: Operand): Value {
    return this.#apply("sub", [other]);
  }
  /** this · other. */
  mul(other: Operand): Value {
    return this.#apply("mul", [other]);
  }
  /** this / other. */
  div(other: Operand): Value {
    return this.#apply("div", [other]);
  }
  /** -x. */
  neg(): Value {
    return this.#apply("neg");
  }
  /** x^n for a constant n. */
  pow(n: number): Value {
    refuseNaN("pow: the exponent", n);
    return new Value(0, "", { kind: "operation", rule: power(n), parents: [this] });
  }
  /** e^x. */
  exp(): Value {
    return this.#apply("exp");
  }
  /** The natural logarithm. */
  log(): Value {
    return this.#apply("log");
  }
  /** The sine of x, in radians. */
  sin(): Value {
    return this.#apply("sin");
  }
  /** The cosine of x, in radians. */
  cos(): Value {
    return this.#apply("cos");
  }
  /** (e^x - e^-x) / (e^x + e^-x). */
  tanh(): Value {
    return this.#apply("tanh");
  }
  /** σ(x) = 1 / (1 + e^-x). */
  sigmoid(): Value {
    return this.#apply("sigmoid");
  }
  /** max(0, x); its slope at 0 is 0. */
  relu(): Value {
    return this.#apply("relu");
  }

  /** Gives the node a name and returns it. */
  named(label: string): this {
    this.label = label;
    return this;
  }

  /** The number it holds. */
  get value(): number {
    return this.#current;
  }
  /** A new value for an input; `output.forward()` then carries it through the graph. */
  set value(value: number) {
    if (this.#rule) {
      throw new Error(
        `${nameOf(this)}: its value is computed; set the value of an input, then call forward()`,
      );
    }
    refuseNaN(`Value: the value of ${nameOf(this)}`, value);
    this.#current = value;
  }

  /** The operation's symbol ("+", "·", "σ"); "" for an input or a constant. */
  get op(): string {
    return this.#rule?.symbol ?? "";
  }

  /** The operation with its parents' names in place: "a + b"; "" for an input or a constant. */
  formula(name: (parent: Value) => string = nameOf): string {
    return this.#rule?.text(this.parents.map(name)) ?? "";
  }

  /** The edges from the parents to this node, in the operation's order. */
  get edges(): Edge[] {
    return this.parents.map((from, i) => ({
      from,
      to: this,
      derivative: this.#localDerivatives[i],
    }));
  }

  /** Evaluates the graph anew, from its inputs to this node; derivatives start again from 0. */
  forward(): this {
    for (const node of topologicalOrder(this)) {
      node.#evaluate();
      node.grad = 0;
      node.#isDifferentiated = false;
    }
    return this;
  }

  /**
   * Reverse mode: one pass sets `grad` = ∂this/∂node in every node, from zero. Evaluates first.
   * Graphs that share inputs share their `grad`: a second graph's pass starts them anew.
   */
  backward(): this {
    const order = topologicalOrder(this.forward());
    this.grad = 1;
    for (const node of order.toReversed()) {
      node.#isDifferentiated = true;
      node.parents.forEach((parent, i) => {
        parent.grad += node.grad * node.#localDerivatives[i];
      });
    }
    return this;
  }

  toString(): string {
    if (this.kind === "constant") return nameOf(this);
    const grad = this.#isDifferentiated ? ` (grad ${short(this.grad)})` : "";
    return `${nameOf(this)} = ${short(this.value)}${grad}`;
  }

  #apply(name: keyof typeof ops, others: readonly Operand[] = []): Value {
    const parents = [this, ...others.map((other) => asValue(name, other))];
    return new Value(0, "", { kind: "operation", rule: ops[name], parents });
  }

  #evaluate(): void {
    if (!this.#rule) return;
    const x = this.parents.map((parent) => parent.#current);
    this.#current = this.#rule.value(x);
    this.#localDerivatives = this.#rule.derivatives(x, this.#current);
  }

  /** @internal A graph never changes its edges, so its order is found once. */
  topologicalOrder(): readonly Value[] {
    if (this.#order) return this.#order;
    const seen = new Set<Value>([this]);
    // A set may grow while it is iterated: without recursion, no graph is too deep.
    for (const node of seen) for (const parent of node.parents) seen.add(parent);
    this.#order = [...seen].sort((a, b) => a.#id - b.#id);
    return this.#order;
  }
}
printAsText(Value);

/** Every node `output` is computed from, and itself, in topological (creation) order. */
export function topologicalOrder(output: Value): readonly Value[] {
  return output.topologicalOrder();
}

/** Every edge of the graph of `output`. */
export function edges(output: Value): Edge[] {
  return topologicalOrder(output).flatMap((node) => node.edges);
}

function asValue(who: string, operand: Operand): Value {
  if (operand instanceof Value) return operand;
  refuseNaN(`${who}: an operand`, operand, "a Value or a number");
  return new Value(operand, "", { kind: "constant" });
}

function refuseNaN(who: string, value: number, wanted: string = "a number"): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`${who} is ${String(value)} (${typeof value}); give ${wanted}`);
  }
}

/** @internal A node's name; a nameless one goes by its formula, a constant by its number. */
export function nameOf(node: Value): string {
  if (node.label !== "") return node.label;
  return node.formula((parent) => parent.label || atom(parent.value)) || short(node.value);
}

/** @internal Six digits: enough to follow a computation. */
export function short(x: number): string {
  return String(Number(x.toPrecision(6)));
}

/** @internal A number as an operand: a negative one in brackets. */
export function atom(x: number): string {
  return x < 0 ? `(${short(x)})` : short(x);
}
