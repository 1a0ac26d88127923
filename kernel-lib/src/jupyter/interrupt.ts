// The kernel's stop button, for work that must not be ended halfway.

/** What the kernel offers; other programs have none of it. */
interface InterruptHook {
  /** Has the stop button been pressed during this cell? */
  readonly requested: boolean;
  /** Runs f; before it ends the cell by force, the kernel waits a while for f to throw. */
  defer<T>(f: () => T): T;
  /** Calls f after code was ended by force, without its `finally` blocks. */
  onTerminate?(f: () => void): void;
}

/** Ends a cell as an interrupted one. */
class KeyboardInterrupt extends Error {
  override readonly name: string = "KeyboardInterrupt";
}

function interruptHook(): InterruptHook | undefined {
  return (globalThis as { [key: symbol]: unknown })[Symbol.for("Jupyter.interrupt")] as
    | InterruptHook
    | undefined;
}

/**
 * Runs f so that the stop button ends it only where it calls `checkInterrupt`, which then throws.
 * Where there is no such button, `checkInterrupt` does nothing.
 */
export function deferInterrupt<T>(f: (checkInterrupt: () => void) => T): T {
  const hook = interruptHook();
  if (hook === undefined) return f(() => {});
  return hook.defer(() =>
    f(() => {
      if (hook.requested) throw new KeyboardInterrupt("the cell was interrupted");
    }),
  );
}

/** Calls f whenever the kernel has ended code by force, without its `finally` blocks. */
export function onTerminate(f: () => void): void {
  interruptHook()?.onTerminate?.(f);
}
