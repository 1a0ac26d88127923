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

/** The requests to stop, as a runner sees them. */
export interface InterruptRequests {
  /** Whether the running cell is to stop. */
  isRequested(): boolean;
  /** Whether this cell was stopped before it began. */
  isCancelled(cell: number): boolean;
  /** A cell starts: requests for those before it mean nothing any more. */
  start(cell: number): void;
  /** Forgets a request that was dealt with; one for a cell still to come stays. */
  clear(): void;
  /**
   * Puts right what terminated code left behind; called where none of the reader's code is on
   * the stack. Gives what the repairs threw.
   */
  repair(): readonly unknown[];
}
