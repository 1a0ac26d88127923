import { Script } from "node:vm";
import type { Request } from "../ipc.js";

type Program = Pick<Extract<Request, { type: "run" }>, "scripts" | "label" | "isAsync">;

/** What came of an evaluation: a value, or what was thrown, which may be undefined too. */
export type Settled = { readonly value: unknown } | { readonly thrown: unknown };

/**
 * Runs a cell's scripts in the global scope, where its names live on. Calls back once and never
 * throws; when an interrupt unwinds the stack it does not call back at all.
 */
export function evaluate(
  { scripts, label, isAsync }: Program,
  settle: (settled: Settled) => void,
): void {
  let value: unknown;
  try {
    for (const { prologue, code, epilogue } of scripts)
      value = new Script(prologue + code + epilogue, {
        filename: label,
        columnOffset: -prologue.length,
      }).runInThisContext({ displayErrors: false });
  } catch (thrown) {
    settle({ thrown });
    return;
  }
  if (isAsync)
    (value as Promise<[unknown] | undefined>).then(
      (boxed) => settle({ value: boxed?.[0] }),
      (thrown) => settle({ thrown }),
    );
  else settle({ value });
}
