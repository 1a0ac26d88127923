/** What the numbers mean that the reader's thread and the watcher share. */
export const slots = {
  /** The cell that was started last. */
  running: 0,
  /** The cell the reader asked to stop; 0 for none. */
  requested: 1,
  /** How many nested functions are to stop themselves. */
  deferred: 2,
  /** How often the watcher terminated the reader's code. */
  terminations: 3,
} as const;
