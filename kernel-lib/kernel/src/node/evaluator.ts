import { inspect } from "node:util";
import { Script } from "node:vm";
import type { Evaluator } from "../runner/evaluator.js";
import { asCell, currentCell, report } from "./output.js";

/** Runs scripts in V8's global scope, where a cell's names live on. */
export const nodeEvaluator: Evaluator = {
  evaluate({ scripts, label, isAsync }, settle) {
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
  },
  asCell,
  currentCell,
  inspect: (value) => inspect(value),
  afterRejections: (f) => void setImmediate(f),
  report,
};
