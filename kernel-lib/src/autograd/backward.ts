// What a result remembers of how it was made, and the pass that walks it backwards.
import type { NDArray } from "../numpy/ndarray.js";
import { showShape } from "../numpy/shape.js";
import { type Operation, unbroadcast } from "./operation.js";

/** What the pass must know of a tensor; tensor.ts has all of it. */
export interface Differentiable {
  readonly array: NDArray;
  readonly requiresGrad: boolean;
  readonly gradFn: GradFn | null;
  accumulateGrad(g: NDArray): void;
}

/** An input of an operation: a tensor, or a plain number. */
export type Input = Differentiable | number;

let created = 0;

/** The node a differentiable result leaves in the graph. Nodes are created after their inputs. */
export class GradFn {
  readonly id: number = created++;
  readonly operation: Operation;
  readonly inputs: readonly Input[];
  /** The result, if it was asked to keep its gradient. */
  retaining: Differentiable | null = null;
  #output: NDArray | null;
  #arrays: readonly (NDArray | number)[];
  #versions: number;

  constructor(operation: Operation, inputs: readonly Input[], output: NDArray) {
    this.operation = operation;
    this.inputs = inputs;
    this.#output = output;
    this.#arrays = inputs.map((x) => (typeof x === "number" ? x : x.array));
    this.#versions = this.#version();
  }

  get name(): string {
    return this.operation.name;
  }
  toString(): string {
    return `<${this.name}>`;
  }

  /** ∂L/∂input for each input that wants it, from g = ∂L/∂output. */
  *derivatives(g: NDArray): Generator<[Differentiable, NDArray]> {
    const y = this.#usable();
    for (let i = 0; i < this.inputs.length; i++) {
      const x = this.inputs[i];
      const derivative = this.operation.derivatives[i];
      if (typeof x === "number" || !x.requiresGrad || !derivative) continue;
      const { shape, dtype } = this.#arrays[i] as NDArray;
      const byX = unbroadcast(derivative(g, y, ...(this.#arrays as never[])), shape);
      yield [x, byX.dtype === dtype ? byX : byX.astype(dtype)];
    }
  }

  /** Lets go of what it saved: a second backward pass must not need it. */
  free(): void {
    if (this.operation.saves === "nothing") return;
    this.#output = null;
    this.#arrays = [];
  }

  #version(): number {
    const { saves } = this.operation;
    let sum = saves.includes("output") ? (this.#output?.version ?? 0) : 0;
    if (!saves.includes("inputs")) return sum;
    for (const x of this.#arrays) sum += typeof x === "number" ? 0 : x.version;
    return sum;
  }

  #usable(): NDArray {
    if (this.#output === null) {
      throw new Error(
        `backward: ${this.name} has already been walked, and what it saved is freed; ` +
          "compute the result anew, or call the first backward with { retainGraph: true }",
      );
    }
    if (this.#version() === this.#versions) return this.#output;
    throw new Error(
      `backward: what ${this.name} (shape ${showShape(this.#output.shape)}) saved of its ` +
        `${this.operation.saves} was changed in place; change it after backward, or change a clone()`,
    );
  }
}

/** The nodes a result was computed from and its own, newest first; no recursion, so no graph is too deep. */
export function topologicalOrder(root: GradFn): GradFn[] {
  const seen = new Set([root]);
  for (const node of seen) {
    for (const input of node.inputs) {
      if (typeof input === "object" && input.gradFn) seen.add(input.gradFn);
    }
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
    for (const [x, byX] of node.derivatives(gradient)) {
      if (x.gradFn === null) x.accumulateGrad(byX);
      else {
        const sum = pending.get(x.gradFn);
        pending.set(x.gradFn, sum === undefined ? byX : (sum.add(byX) as NDArray));
      }
    }
    if (!retainGraph) node.free();
  }
}

// ---- switched off -----------------------------------------------------------------------

let recording = true;
let healing = false;

/**
 * A kernel's stop button ends a function without its `finally`. No scope outlives its synchronous
 * run, so the next microtask finds none open and switches recording on again.
 */
function heal(): void {
  if (healing) return;
  healing = true;
  Promise.resolve().then(() => {
    healing = false;
    recording = true;
  });
}

export const isGradEnabled = (): boolean => recording;

/** Runs f with recording switched on or off; an async f is refused: it would end too early. */
export function withGrad<T>(enabled: boolean, f: () => T): T {
  const before = recording;
  recording = enabled;
  heal();
  try {
    const result = f();
    if (result instanceof Promise) {
      throw new TypeError("noGrad: the function is async; await outside of it");
    }
    return result;
  } finally {
    recording = before;
  }
}
