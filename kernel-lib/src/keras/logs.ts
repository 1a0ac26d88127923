/** What was measured, by name: loss, valLoss, accuracy, … */
export type Logs = { readonly [name: string]: number };

/** The means of logs over the samples that they were measured on. */
export class RunningMeans {
  readonly #sums: { [name: string]: number } = {};
  #samples = 0;

  add(logs: Logs, samples: number): void {
    for (const [name, value] of Object.entries(logs)) {
      this.#sums[name] = (this.#sums[name] ?? 0) + value * samples;
    }
    this.#samples += samples;
  }
  get logs(): Logs {
    const means = Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#samples]);
    return Object.fromEntries(means);
  }
}

/** The name of a number that was measured on validation data: valLoss for loss. */
export const validationName = (name: string): string =>
  `val${name[0].toUpperCase()}${name.slice(1)}`;
