// The progress of a fit: in a notebook one line replaced in place, elsewhere one line per epoch.

import { liveText } from "../jupyter/display.js";
import type { Logs } from "./logs.js";

const width = 30;
const interval = 100; // ms between two updates, because a front end draws each of them

/** "loss: 0.1234 - accuracy: 0.9500". */
const textOf = (logs: Logs): string =>
  Object.entries(logs)
    .map(([name, value]) => `${name}: ${fourDigits(value)}`)
    .join(" - ");

function fourDigits(x: number): string {
  const isPlain = x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5) || !Number.isFinite(x);
  return isPlain ? x.toFixed(4) : x.toExponential(4);
}

export interface Progress {
  batch(epoch: number, done: number, logs: Logs): void;
  epoch(epoch: number, logs: Logs): void;
  end(): void;
}

/** Keras's line without its times, so that an executed notebook is the same on every machine. */
export function progress(epochs: number, batches: number): Progress {
  const write = liveText();
  const total = epochs * batches;
  let last = Number.NEGATIVE_INFINITY;
  let line = "";

  const show = (epoch: number, done: number, logs: Logs): void => {
    const filled = Math.round((width * ((epoch - 1) * batches + done)) / total);
    const bar = "━".repeat(filled) + "─".repeat(width - filled);
    line = `Epoch ${epoch}/${epochs} ${bar} ${textOf(logs)}`;
    const now = performance.now();
    if (now - last < interval) return;
    last = now;
    write?.(line);
  };
  return {
    batch: (epoch, done, logs) => {
      if (write) show(epoch, done, logs);
    },
    epoch: (epoch, logs) => {
      if (write) show(epoch, batches, logs);
      else console.log(`Epoch ${epoch}/${epochs} - ${textOf(logs)}`);
    },
    end: () => write?.(line),
  };
}
