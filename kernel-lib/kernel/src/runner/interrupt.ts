import { KeyboardInterrupt } from "./failure.js";
import { slots } from "./slots.js";

/** Memory this thread shares with the watcher's, which writes while this one computes. */
export const shared: Int32Array = new Int32Array(
  new SharedArrayBuffer(Object.keys(slots).length * Int32Array.BYTES_PER_ELEMENT),
);

/** What libraries find at `globalThis[Symbol.for("Jupyter.interrupt")]`. */
export interface Interrupt {
  /** Whether the reader asked to stop the running cell; also true while this thread computes. */
  readonly requested: boolean;
  /**
   * Runs f, which looks at `requested` from time to time and throws when it is true. The kernel
   * gives it 2 s for that, then ends it as any other code. The cell ends as an interrupted one.
   */
  defer<T>(f: () => T): T;
  /** Calls f after code was ended without its `finally` blocks, before the next cell runs. */
  onTerminate(f: () => void): void;
}

const { load, store, add, sub, compareExchange } = Atomics;
const repairs = new Set<() => void>();
let repaired = 0;

export const interrupt: Interrupt = Object.freeze({
  get requested(): boolean {
    return isRequested();
  },
  defer<T>(f: () => T): T {
    add(shared, slots.deferred, 1);
    try {
      return f();
    } catch (thrown) {
      throw isRequested() ? asInterrupt(thrown) : thrown;
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

export function isRequested(): boolean {
  const cell = load(shared, slots.requested);
  return cell !== 0 && cell === load(shared, slots.running);
}

/** Whether the reader stopped a cell before it began. */
export function isCancelled(cell: number): boolean {
  return load(shared, slots.requested) === cell;
}

/** Forgets a request that was dealt with; one for a cell still to come stays. */
export function clearRequest(): void {
  const cell = load(shared, slots.requested);
  if (cell <= load(shared, slots.running)) compareExchange(shared, slots.requested, cell, 0);
}

/**
 * Puts right what terminated code left behind; called where none of the reader's code is on the
 * stack. Gives what the repairs threw.
 */
export function repair(): unknown[] {
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
}

function asInterrupt(thrown: unknown): KeyboardInterrupt {
  if (thrown instanceof KeyboardInterrupt) return thrown;
  const stack = thrown instanceof Error ? String(thrown.stack) : "";
  return new KeyboardInterrupt(/(\n {4}at .*)+$/.exec(stack)?.[0]);
}
