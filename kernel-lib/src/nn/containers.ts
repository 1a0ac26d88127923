// Modules that hold other modules in order.
import type { Tensor } from "../torch/tensor.js";
import { type Layer, Module } from "./module.js";

function checkModules(who: string, modules: readonly unknown[]): void {
  modules.forEach((module, index) => {
    if (module instanceof Module) return;
    const wanted = who === "ModuleList" ? "give an array of modules" : "give one or more";
    throw new TypeError(`${who}: argument ${index} is not a module; ${wanted}`);
  });
}

/** Modules one after the other; they are its properties 0, 1, 2, … */
export class Sequential extends Module {
  readonly [index: number]: Layer;

  constructor(...modules: Layer[]) {
    super();
    checkModules("Sequential", modules);
    Object.assign(this, modules);
  }
  override forward(x: Tensor): Tensor {
    return this.namedChildren().reduce((value, [, module]) => (module as Layer).forward(value), x);
  }
}

/**
 * Modules in a list, so that a module that holds it finds their parameters:
 * `this.layers = new nn.ModuleList(sizes.map((n) => new nn.Linear(n, n)))`. Only their owner knows
 * what to compute with them, so it has no forward of its own.
 */
export class ModuleList<M extends Module = Module> extends Module implements Iterable<M> {
  readonly [index: number]: M;

  constructor(modules: readonly M[] = []) {
    super();
    if (!Array.isArray(modules)) {
      throw new TypeError("ModuleList: the modules are not an array; give an array of modules");
    }
    checkModules("ModuleList", modules);
    Object.assign(this, modules);
  }
  get length(): number {
    return this.namedChildren().length;
  }
  *[Symbol.iterator](): IterableIterator<M> {
    for (const [, module] of this.namedChildren()) yield module as M;
  }
  /** The module at an index; -1 is the last. */
  at(index: number): M | undefined {
    return [...this].at(index);
  }
  append(module: M): this {
    checkModules("ModuleList", [module]);
    return Object.assign(this, { [this.length]: module });
  }
  override forward(): never {
    throw new Error("ModuleList: it has no forward; call those of its modules in your own");
  }
  /** As PyTorch prints it: equal neighbours once, with their number. */
  override toString(): string {
    const groups: { text: string; first: number; last: number }[] = [];
    [...this].forEach((module, index) => {
      const text = module.toString().replaceAll("\n", "\n  ");
      const group = groups.at(-1);
      if (group?.text === text) group.last = index;
      else groups.push({ text, first: index, last: index });
    });
    const lines = groups.map(({ text, first, last }) =>
      first === last
        ? `  (${first}): ${text}\n`
        : `  (${first}-${last}): ${last - first + 1} x ${text}\n`,
    );
    return groups.length === 0 ? "ModuleList()" : `ModuleList(\n${lines.join("")})`;
  }
}
