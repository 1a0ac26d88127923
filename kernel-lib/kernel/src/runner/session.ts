import type { Failure, RunnerRequest, UserValues } from "../ipc.js";
import type { MimeBundle } from "../protocol/messages.js";
import { activeCell, setActiveCell } from "./activeCell.js";
import type { Comms } from "./comms.js";
import { bundleOf } from "./display.js";
import type { Evaluator } from "./evaluator.js";
import { failureOf, KeyboardInterrupt } from "./failure.js";
import type { InterruptRequests } from "./interrupt.js";

interface Evaluation {
  readonly cell: number;
  /** The expression being evaluated. */
  name: string;
  readonly values: { [name: string]: UserValues[string] };
}

/** Runs what the supervisor asks for, and reports what comes of it. */
export class Session {
  readonly #evaluator: Evaluator;
  readonly #interrupts: InterruptRequests;
  readonly #comms: Comms;
  /** The expressions being evaluated; left here when one of them is terminated. */
  #evaluation: Evaluation | undefined;

  constructor(evaluator: Evaluator, interrupts: InterruptRequests, comms: Comms) {
    this.#evaluator = evaluator;
    this.#interrupts = interrupts;
    this.#comms = comms;
  }

  handle(request: RunnerRequest): void {
    const { cell } = request;
    this.repair(cell);
    this.#interrupts.clear();
    if (request.type === "run") this.#run(request);
    else if (request.type === "evaluate") this.#evaluateAll(cell, request.expressions);
    else this.#evaluator.asCell(cell, () => this.#comms.receive(request.message));
  }

  /** A rejection nobody awaits and a throw in a timer belong to the cell that caused them. */
  uncaught(thrown: unknown): void {
    const active = activeCell();
    // A timer's function that was asked to stop: the cell that waits for it is stopped with it.
    if (thrown instanceof KeyboardInterrupt && active !== undefined)
      this.#end(active, this.#failureOf(thrown));
    else this.#report(this.#evaluator.currentCell(), thrown);
  }

  /**
   * The reader asked to stop this cell, or whatever runs; `stack` where code was terminated for
   * it, empty where this thread still answered by itself.
   */
  interrupted(cell: number | undefined, stack: string): void {
    this.repair(this.#evaluator.currentCell());
    const interrupt = new KeyboardInterrupt(stack);
    if (this.#evaluation) {
      this.#evaluation.values[this.#evaluation.name] = this.#error(interrupt);
      this.#endEvaluation();
      return;
    }
    const active = activeCell();
    if (active !== undefined && (active === cell || stack !== ""))
      this.#end(active, this.#failureOf(interrupt));
    else if (stack !== "") this.#report(this.#evaluator.currentCell(), interrupt);
    else this.#interrupts.clear();
  }

  repair(cell: number): void {
    const thrown = this.#evaluator.asCell(cell, () => this.#interrupts.repair());
    for (const one of thrown) this.#report(cell, one);
  }

  #run(request: Extract<RunnerRequest, { type: "run" }>): void {
    const { cell, showsValue } = request;
    const { asCell, evaluate } = this.#evaluator;
    const isCancelled = this.#interrupts.isCancelled(cell);
    setActiveCell(cell);
    this.#interrupts.start(cell);
    if (isCancelled) {
      this.#end(cell, this.#failureOf(new KeyboardInterrupt()));
      return;
    }
    asCell(cell, () =>
      evaluate(request, (settled) => {
        if ("thrown" in settled) this.#end(cell, this.#failureOf(settled.thrown));
        else if (settled.value === undefined || !showsValue) this.#end(cell);
        else asCell(cell, () => this.#endWith(cell, settled.value));
      }),
    );
  }

  #endWith(cell: number, value: unknown): void {
    let failure: Failure | undefined;
    let result: MimeBundle | undefined;
    try {
      result = this.#bundleOf(value);
    } catch (error) {
      failure = this.#failureOf(error);
    }
    this.#end(cell, failure, result);
  }

  /** Ends a cell once; rejections of its own that nobody awaits are reported before. */
  #end(cell: number, failure?: Failure, result?: MimeBundle): void {
    if (activeCell() !== cell) return;
    setActiveCell(undefined);
    // It ended by itself, or swallowed the interrupt: the reader is told all the same.
    const isStopped = failure === undefined && this.#interrupts.isRequested();
    const reason = isStopped ? this.#failureOf(new KeyboardInterrupt()) : failure;
    this.#evaluator.afterRejections(() =>
      this.#evaluator.report({
        type: "done",
        cell,
        ...(reason && { failure: reason }),
        ...(result && !reason && { result }),
      }),
    );
  }

  #evaluateAll(cell: number, expressions: { readonly [name: string]: string }): void {
    const { asCell, evaluate } = this.#evaluator;
    const evaluation: Evaluation = { cell, name: "", values: {} };
    this.#evaluation = evaluation;
    for (const [name, code] of Object.entries(expressions)) {
      evaluation.name = name;
      const scripts = [{ prologue: `"use strict";`, code, epilogue: "" }];
      asCell(cell, () =>
        evaluate({ scripts, label: "In[*]", isAsync: false }, (settled) => {
          evaluation.values[name] =
            "thrown" in settled ? this.#error(settled.thrown) : this.#ok(settled.value);
        }),
      );
    }
    this.#endEvaluation();
  }

  #endEvaluation(): void {
    const evaluation = this.#evaluation;
    this.#evaluation = undefined;
    if (evaluation === undefined) return;
    const { cell, values } = evaluation;
    this.#evaluator.report({ type: "done", cell, values });
  }

  #ok(value: unknown): UserValues[string] {
    try {
      return { status: "ok", data: this.#bundleOf(value), metadata: {} };
    } catch (error) {
      return this.#error(error);
    }
  }

  #error(thrown: unknown): UserValues[string] {
    const { name, message, text } = this.#failureOf(thrown);
    return { status: "error", ename: name, evalue: message, traceback: text.split("\n") };
  }

  #report(cell: number, thrown: unknown): void {
    this.#evaluator.report({ type: "uncaught", cell, failure: this.#failureOf(thrown) });
  }

  #failureOf(thrown: unknown): Failure {
    return failureOf(thrown, this.#evaluator.inspect);
  }

  #bundleOf(value: unknown): MimeBundle {
    return bundleOf(value, this.#evaluator.inspect);
  }
}
