// The progress of a fit: one line replaced in place in a notebook, a line an epoch elsewhere.

import { liveText } from "../jupyter/display.js";
import type { Logs } from "./logs.js";

const width = 30;
const interval = 100; // ms between two updates: a front end draws each

/** "loss: 0.1234 - accuracy: 0.9500". */
const measured = (logs: Logs): string =>
  Object.entries(logs)
    .map(([name, value]) => `${name}: ${inFour(value)}`)
    .join(" - ");

function inFour(x: number): string {
  const isPlain = x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5) || !Number.isFinite(x);
  return isPlain ? x.toFixed(4) : x.toExponential(4);
}

export interface Progress {
  batch(epoch: number, done: number, logs: Logs): void;
  epoch(epoch: number, logs: Logs): void;
  end(): void;
}

/** Keras's line, without times: an executed notebook is the same on every machine. */
export function progress(epochs: number, batches: number): Progress {
  const write = liveText();
  const total = epochs * batches;
  let last = Number.NEGATIVE_INFINITY;
  let line = "";

  const show = (epoch: number, done: number, logs: Logs): void => {
    const filled = Math.round((width * ((epoch - 1) * batches + done)) / total);
    const bar = "━".repeat(filled) + "─".repeat(width - filled);
    line = `Epoch ${epoch}/${epochs} ${bar} ${measured(logs)}`;
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
      else console.log(`Epoch ${epoch}/${epochs} - ${measured(logs)}`);
    },
    end: () => write?.(line),
  };
}
