import type { Logs } from "./logs.js";

/** What a fit measured, epoch by epoch; `plot.trainingCurves` takes it as it is. */
export class History {
  /** The finished epochs, counted from 1. */
  readonly epoch: number[] = [];
  readonly #columns: ReadonlyMap<string, number[]>;

  /** @internal The names are known before the first epoch ends. */
  constructor(names: readonly string[] = []) {
    this.#columns = new Map(names.map((name) => [name, []]));
  }

  /** The numbers of every finished epoch by name: loss, accuracy, valLoss, … */
  get history(): { readonly [name: string]: readonly number[] } {
    return Object.fromEntries([...this.#columns].map(([name, column]) => [name, [...column]]));
  }
  /** @internal */
  add(logs: Logs): void {
    for (const [name, column] of this.#columns) column.push(logs[name]);
    this.epoch.push(this.epoch.length + 1);
  }
}
