// What every tensor has for differentiation: its elements, its gradient, and where it came from.

import { type GradFn, isGradEnabled, walkBack } from "../autograd/backward.js";
import { cast, type DType, isFloat } from "../numpy/dtype.js";
import type { Selector } from "../numpy/indexing.js";
import { NDArray } from "../numpy/ndarray.js";
import { checkOptions, sameShape, showShape } from "../numpy/shape.js";

export function arrayOf(x: number | Variable): NDArray | number {
  if (typeof x === "number") return x;
  if (x instanceof Variable) return x.array;
  throw new TypeError(`${String(x)} is neither a tensor nor a number; use torch.tensor`);
}

/** Refuses what cannot stand for the elements of `like`, or for their gradient. */
export function checkShape(who: string, { shape }: NDArray, like: NDArray): void {
  if (sameShape(shape, like.shape)) return;
  const shapes = `${showShape(shape)} is not ${showShape(like.shape)}`;
  throw new RangeError(`${who}: shape ${shapes}, the tensor's; reshape what you give`);
}

export const places = (selectors: readonly (Selector | Variable)[]): Selector[] =>
  selectors.map((selector) => (selector instanceof Variable ? selector.array : selector));

export class Variable {
  /** @internal The elements; `detach` and `data` share them. */
  array: NDArray;
  /** @internal */
  gradArray: NDArray | null = null;
  /** How it was computed; null for a leaf. */
  readonly gradFn: GradFn | null;
  #requiresGrad: boolean;

  constructor(array: NDArray, requiresGrad: boolean, gradFn: GradFn | null) {
    this.array = array;
    this.gradFn = gradFn;
    this.#requiresGrad = false;
    if (requiresGrad) this.requiresGrad = true;
  }

  get dtype(): DType {
    return this.array.dtype;
  }
  get ndim(): number {
    return this.array.ndim;
  }
  numel(): number {
    return this.array.size;
  }
  /** The one element as a number, or the element at `indices`. */
  item(...indices: number[]): number {
    return this.array.item(...indices);
  }

  /** True for what was not computed by a recorded operation. */
  get isLeaf(): boolean {
    return this.gradFn === null;
  }
  get requiresGrad(): boolean {
    return this.#requiresGrad;
  }
  set requiresGrad(value: boolean) {
    if (value && !isFloat(this.array.dtype)) {
      throw new TypeError(
        `requiresGrad: ${this.array.dtype} has no derivatives; use float32 or float64`,
      );
    }
    if (!value && this.gradFn) {
      throw new Error("requiresGrad: a computed tensor keeps it; use detach()");
    }
    this.#requiresGrad = value;
  }

  /**
   * Adds ∂this/∂leaf to the `grad` of every leaf it was computed from. `gradient` is ∂L/∂this, in
   * the shape of this; it may be left out for a single number. Frees what the graph saved.
   * @throws on a second pass without `retainGraph`
   */
  backward(gradient?: Variable | null, options: { readonly retainGraph?: boolean } = {}): void {
    checkOptions("backward", options, ["retainGraph"]);
    if (!this.requiresGrad) {
      throw new Error(
        "backward: nothing it was computed from requires a gradient; " +
          "make an input with { requiresGrad: true }",
      );
    }
    if (gradient && !(gradient instanceof Variable)) {
      throw new TypeError("backward: the gradient is no tensor; options come after it, or null");
    }
    const g = gradient ? this.#fitting(gradient.array) : this.#one();
    if (this.gradFn) walkBack(this.gradFn, g, options.retainGraph ?? false);
    else this.accumulateGrad(g);
  }
  /** Keeps `grad` for a computed tensor too. */
  retainGrad(): void {
    if (!this.requiresGrad) throw new Error("retainGrad: this tensor requires no gradient");
    if (this.gradFn) this.gradFn.retaining = this;
  }
  /** @internal */
  accumulateGrad(g: NDArray): void {
    const sum = this.gradArray;
    // In place at a leaf, as in PyTorch: a grad that somebody holds follows.
    if (sum && this.isLeaf) sum.set(["..."], sum.add(g) as NDArray);
    else this.gradArray = sum ? (sum.add(g) as NDArray) : g.copy();
  }

  // ---- in place: of what requires a gradient, inside torch.noGrad -----------------------------
  declare readonly add_: (other: number | Variable) => this;
  declare readonly sub_: (other: number | Variable) => this;
  declare readonly mul_: (other: number | Variable) => this;
  declare readonly div_: (other: number | Variable) => this;
  /** Every element becomes `value`. */
  fill_(value: number): this {
    const [fitting = 0] = cast("fill_", [value], this.dtype);
    return this.write("fill_", ({ data }) => data.fill(fitting));
  }
  zero_(): this {
    return this.write("zero_", ({ data }) => data.fill(0));
  }
  /** Takes over the elements of `other`, of the same shape. */
  copy_(other: Variable): this {
    return this.replace("copy_", other.array);
  }
  /** Writes to what the selectors of `at` select. */
  set(selectors: readonly (Selector | Variable)[], value: number | Variable): void {
    this.write("set", (array) => array.set(places(selectors), arrayOf(value)));
  }
  /** @internal */
  replace(who: string, values: NDArray): this {
    checkShape(who, values, this.array);
    return this.write(who, ({ data, dtype }) => data.set(cast(who, values.data, dtype)));
  }
  /** @internal Refuses what would make the graph lie, and lets a later backward know. */
  write(who: string, change: (array: NDArray) => void): this {
    if (this.requiresGrad && isGradEnabled()) {
      throw new Error(`${who}: this tensor requires a gradient; write torch.noGrad(() => …)`);
    }
    change(this.array);
    this.array.version += 1;
    return this;
  }

  static {
    for (const name of ["add", "sub", "mul", "div"] as const) {
      const value = function (this: Variable, other: number | Variable): Variable {
        return this.replace(`${name}_`, this.array[name](arrayOf(other)) as NDArray);
      };
      Object.defineProperty(Variable.prototype, `${name}_`, { value });
    }
  }

  #one(): NDArray {
    const { data, shape, size } = this.array;
    if (size === 1) return new NDArray(data.slice().fill(1), shape);
    throw new Error(
      `backward: shape ${showShape(shape)} is not a single number; ` +
        "give the gradient of a loss by it, or take its sum() or mean() first",
    );
  }

  #fitting(g: NDArray): NDArray {
    const { shape, dtype } = this.array;
    if (sameShape(g.shape, shape) && g.dtype === dtype) return g;
    const given = `${g.dtype} of shape ${showShape(g.shape)}`;
    const wanted = `${dtype} of shape ${showShape(shape)}`;
    throw new RangeError(`backward: the gradient is ${given}, the tensor ${wanted}; make it so`);
  }
}
