// What a result remembers of how it was made, and the pass that goes through it backwards.
import type { DType } from "../numpy/dtype.js";
import type { NDArray } from "../numpy/ndarray.js";
import { type Shape, showShape, sizeOf } from "../numpy/shape.js";
import { type Derivative, type Operation, type Read, unbroadcast } from "./operation.js";

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

/** An array that a derivative reads, with its version when it was saved. */
interface Saved {
  readonly what: string;
  readonly array: NDArray;
  readonly version: number;
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
  readonly #readsNothing: boolean;
  #operation: Operation | null;
  #inputs: readonly Input[] | null;
  /** What the derivatives read: the output, the inputs by place, and all of the arrays in a list. */
  #output: NDArray | undefined;
  #arrays: readonly (NDArray | number | undefined)[];
  #saved: readonly Saved[] | null;

  constructor(operation: Operation, inputs: readonly Input[], output: NDArray) {
    const edges: Edge[] = [];
    const reads = new Set<Read>();
    for (let i = 0; i < inputs.length; i++) {
      const x = inputs[i] as Input;
      const derivative = operation.derivatives[i];
      if (typeof x === "number" || !x.requiresGrad || !derivative) continue;
      edges.push({ to: x.gradFn ?? x, input: i, shape: x.array.shape, dtype: x.array.dtype });
      for (const read of derivative.reads) reads.add(read);
    }
    const saved: Saved[] = [];
    const save = (what: string, array: NDArray): NDArray => {
      saved.push({ what, array, version: array.version });
      return array;
    };
    this.name = operation.name;
    this.edges = edges;
    this.#shape = output.shape;
    this.#operation = operation;
    this.#inputs = inputs;
    this.#output = reads.has("output") ? save("its output", output) : undefined;
    this.#arrays = inputs.map((x, i) => {
      if (typeof x === "number") return x;
      return reads.has(i) ? save(`its input ${i}`, x.array) : undefined;
    });
    for (const constant of operation.constants ?? []) save("a mask or an index", constant);
    this.#saved = saved;
    this.#readsNothing = reads.size === 0 && saved.length === 0;
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
    this.#checkSaved();
    const { of } = this.operation.derivatives[input] as Derivative;
    const byInput = unbroadcast(
      of(g, this.#output as NDArray, ...(this.#arrays as never[])),
      shape,
    );
    return byInput.dtype === dtype ? byInput : byInput.astype(dtype);
  }

  /** Lets go of what it saved: a result that somebody keeps must not hold its graph's arrays. */
  free(): void {
    const isLarge = (x: Input): boolean => typeof x === "object" && x.array.size > mostPictured;
    if (sizeOf(this.#shape) > mostPictured || this.#inputs?.some(isLarge)) this.#inputs = null;
    if (this.#readsNothing) return; // It can be differentiated again, as in PyTorch.
    this.#saved = null;
    this.#output = undefined;
    this.#arrays = [];
    if (this.#inputs === null) this.#operation = null;
  }

  #refuseFreed(): never {
    throw new Error(
      `${this.name}: backward freed what it was computed from; look at the graph before ` +
        "backward, or call backward(null, { retainGraph: true })",
    );
  }

  #checkSaved(): void {
    if (this.#saved === null) {
      throw new Error(
        `backward: ${this.name} was differentiated before, and what it saved is freed; compute ` +
          "the result again, or call the first backward with { retainGraph: true }",
      );
    }
    const changed = this.#saved.find(({ array, version }) => array.version !== version);
    if (!changed) return;
    throw new Error(
      `backward: ${this.name} (shape ${showShape(this.#shape)}) saved ${changed.what}, which was ` +
        "changed in place; change it after backward, or change a clone()",
    );
  }
}

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
