import { KeyboardInterrupt } from "../runner/failure.js";
import type { Interrupt, InterruptRequests } from "../runner/interrupt.js";
import { slots } from "./slots.js";

/** Memory this thread shares with the watcher's, which writes while this one computes. */
export const shared: Int32Array = new Int32Array(
  new SharedArrayBuffer(Object.keys(slots).length * Int32Array.BYTES_PER_ELEMENT),
);

const { load, store, add, sub, compareExchange } = Atomics;
const repairs = new Set<() => void>();
let repaired = 0;

export const interruptRequests: InterruptRequests = {
  isRequested() {
    const cell = load(shared, slots.requested);
    return cell !== 0 && cell === load(shared, slots.running);
  },
  isCancelled: (cell) => load(shared, slots.requested) === cell,
  start(cell) {
    store(shared, slots.running, cell);
  },
  clear() {
    const cell = load(shared, slots.requested);
    if (cell <= load(shared, slots.running)) compareExchange(shared, slots.requested, cell, 0);
  },
  repair() {
    // A terminated `defer` had no `finally`.
    store(shared, slots.deferred, 0);
    const terminations = load(shared, slots.terminations);
    if (terminations === repaired) return [];
    repaired = terminations;
    return [...repairs].flatMap((f) => {
      try {
        f();
        return [];
      } catch (thrown) {
        return [thrown];
      }
    });
  },
};

export const interrupt: Interrupt = Object.freeze({
  get requested(): boolean {
    return interruptRequests.isRequested();
  },
  defer<T>(f: () => T): T {
    add(shared, slots.deferred, 1);
    try {
      return f();
    } catch (thrown) {
      throw interruptRequests.isRequested() ? asInterrupt(thrown) : thrown;
    } finally {
      sub(shared, slots.deferred, 1);
    }
  },
  onTerminate(f: () => void): void {
    if (typeof f !== "function")
      throw new TypeError("onTerminate: give the function to call after code was terminated");
    repairs.add(f);
  },
});

function asInterrupt(thrown: unknown): KeyboardInterrupt {
  if (thrown instanceof KeyboardInterrupt) return thrown;
  const stack = thrown instanceof Error ? String(thrown.stack) : "";
  return new KeyboardInterrupt(/(\n {4}at .*)+$/.exec(stack)?.[0]);
}
