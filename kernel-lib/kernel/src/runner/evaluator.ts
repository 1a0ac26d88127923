import type { Report, RunnerRequest } from "../ipc.js";

export type Program = Pick<
  Extract<RunnerRequest, { type: "run" }>,
  "scripts" | "label" | "isAsync"
>;

/** What came of an evaluation: a value, or what was thrown, which may be undefined too. */
export type Settled = { readonly value: unknown } | { readonly thrown: unknown };

/** The door to the global scope that cells run in; what comes of them goes to `report`. */
export interface Evaluator {
  /**
   * Runs a program's scripts. Calls back once and never throws; when an interrupt unwinds the
   * stack it does not call back at all.
   */
  evaluate(program: Program, settle: (settled: Settled) => void): void;
  /** Runs code as the given cell's: what it prints, now or later, is that cell's. */
  asCell<T>(cell: number, run: () => T): T;
  /** The cell whose code, timer or promise is running. */
  currentCell(): number;
  /** The text the console shows for a value. */
  inspect(value: unknown): string;
  /** Calls f once rejections that nobody handled were reported. */
  afterRejections(f: () => void): void;
  report(report: Report): void;
}
