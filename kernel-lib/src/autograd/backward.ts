// What a result remembers of how it was made, and the pass that goes through it backwards.
import type { DType } from "../numpy/dtype.js";
import type { NDArray } from "../numpy/ndarray.js";
import { type Shape, showShape } from "../numpy/shape.js";
import { type Derivative, type Operation, unbroadcast } from "./operation.js";

/** What differentiation must know of a tensor; torch/tensor.ts has all of it. */
export interface Differentiable {
  readonly array: NDArray;
  readonly requiresGrad: boolean;
  readonly gradFn: GradFn | null;
  accumulateGrad(g: NDArray): void;
}

/** An input of an operation: a tensor, or a plain number. */
export type Input = Differentiable | number;

/** Where the derivative by an input goes, in its shape and dtype: to a node, or to a leaf. */
interface Edge {
  readonly to: GradFn | Differentiable;
  readonly input: number;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Arrays up to this size outlive `free`: a picture of the graph writes them out. */
const mostPictured = 16;

let created = 0;

/** The node a differentiable result leaves in the graph. Nodes are created after their inputs. */
export class GradFn {
  readonly id: number = created++;
  /** As PyTorch prints it: `MulBackward0`. */
  readonly name: string;
  /** To those inputs that required a gradient when the result was computed. */
  readonly edges: readonly Edge[];
  /** The result, if it was asked to keep its gradient. */
  retaining: Differentiable | null = null;
  readonly #shape: Shape;
  /** Is the output or an input too large for a picture? */
  readonly #isLarge: boolean;
  #operation: Operation | null;
  #inputs: readonly Input[] | null;
  /** What the derivatives read, the inputs by their places, with versions; null once freed. */
  #saved: readonly (NDArray | number | undefined)[] | null;
  #output: NDArray | undefined;
  readonly #versions: readonly number[];
  readonly #outputVersion: number;

  constructor(operation: Operation, inputs: readonly Input[], output: NDArray) {
    const edges: Edge[] = [];
    const saved: (NDArray | number | undefined)[] = [];
    let isLarge = output.size > mostPictured;
    for (const x of inputs) {
      saved.push(undefined);
      if (typeof x === "object" && x.array.size > mostPictured) isLarge = true;
    }
    for (let i = 0; i < inputs.length; i++) {
      const x = inputs[i] as Input;
      const derivative = operation.derivatives[i];
      if (typeof x === "number" || !x.requiresGrad || !derivative) continue;
      edges.push({ to: x.gradFn ?? x, input: i, shape: x.array.shape, dtype: x.array.dtype });
      for (const read of derivative.reads) {
        if (read === "output") this.#output = output;
        else saved[read] = arrayOf(inputs[read] as Input);
      }
    }
    if (operation.constants) saved.push(...operation.constants);
    this.name = operation.name;
    this.edges = edges;
    this.#shape = output.shape;
    this.#isLarge = isLarge;
    this.#operation = operation;
    this.#inputs = inputs;
    this.#saved = saved;
    this.#versions = saved.map(versionOf);
    this.#outputVersion = output.version;
  }

  toString(): string {
    return `<${this.name}>`;
  }

  /** What it was computed from. @throws once backward let go of large arrays */
  get inputs(): readonly Input[] {
    return this.#inputs ?? this.#refuseFreed();
  }
  /** @internal What it was computed by. */
  get operation(): Operation {
    return this.#operation ?? this.#refuseFreed();
  }

  /** ∂L/∂input along an edge, from g = ∂L/∂output. */
  derivative({ input, shape, dtype }: Edge, g: NDArray): NDArray {
    const saved = this.#unchanged();
    const { of } = this.operation.derivatives[input] as Derivative;
    const byInput = unbroadcast(of(g, this.#output as NDArray, ...(saved as never[])), shape);
    return byInput.dtype === dtype ? byInput : byInput.astype(dtype);
  }

  /** Lets go of what it saved: a result that somebody keeps must not hold its graph's arrays. */
  free(): void {
    if (this.#isLarge) this.#inputs = null;
    // What reads nothing can be differentiated again, as in PyTorch.
    if (this.#saved?.every((x) => x === undefined) && !this.#output) return;
    this.#saved = null;
    this.#output = undefined;
    if (this.#isLarge) this.#operation = null;
  }

  #refuseFreed(): never {
    throw new Error(
      `${this.name}: backward freed what it was computed from; look at the graph before ` +
        "backward, or call backward(null, { retainGraph: true })",
    );
  }

  #unchanged(): readonly (NDArray | number | undefined)[] {
    if (this.#saved === null) {
      throw new Error(
        `backward: ${this.name} was differentiated before, and what it saved is freed; compute ` +
          "the result again, or call the first backward with { retainGraph: true }",
      );
    }
    if (this.#output && this.#output.version !== this.#outputVersion) {
      this.#refuseChanged("its output");
    }
    for (let i = 0; i < this.#saved.length; i++) {
      if (versionOf(this.#saved[i]) === this.#versions[i]) continue;
      const isInput = i < this.operation.derivatives.length;
      this.#refuseChanged(isInput ? `its input ${i}` : "a mask or an index");
    }
    return this.#saved;
  }

  #refuseChanged(what: string): never {
    throw new Error(
      `backward: ${this.name} (shape ${showShape(this.#shape)}) saved ${what}, which was ` +
        "changed in place; change it after backward, or change a clone()",
    );
  }
}

const arrayOf = (x: Input): NDArray | number => (typeof x === "number" ? x : x.array);
const versionOf = (x: NDArray | number | undefined): number =>
  typeof x === "object" ? x.version : 0;

/**
 * The nodes a result was computed from and its own, newest first, so that each comes before those
 * it was computed from; without recursion, so that no graph is too deep.
 */
export function topologicalOrder(root: GradFn): GradFn[] {
  const seen = new Set([root]);
  for (const node of seen) {
    for (const { to } of node.edges) if (to instanceof GradFn) seen.add(to);
  }
  return [...seen].sort((a, b) => b.id - a.id);
}

/** Carries g = ∂L/∂root's result back to every leaf that wants a gradient, and adds it there. */
export function backward(root: GradFn, g: NDArray, retainGraph: boolean): void {
  const pending = new Map([[root, g]]);
  for (const node of topologicalOrder(root)) {
    const gradient = pending.get(node);
    if (gradient === undefined) continue;
    pending.delete(node);
    node.retaining?.accumulateGrad(gradient);
    for (const edge of node.edges) {
      const byInput = node.derivative(edge, gradient);
      const { to } = edge;
      if (to instanceof GradFn) {
        const sum = pending.get(to);
        pending.set(to, sum === undefined ? byInput : (sum.add(byInput) as NDArray));
      } else if (to.requiresGrad) to.accumulateGrad(byInput);
    }
    if (!retainGraph) node.free();
  }
}
