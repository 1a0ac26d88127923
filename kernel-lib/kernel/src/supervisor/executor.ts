import { type Cell, parseCell } from "../cells/cell.js";
import { type Compiled, compile } from "../cells/compile.js";
import type { Failure, Report, Request } from "../ipc.js";
import { Chain } from "../typescript/cellModules.js";
import type { OpenChecker } from "../typescript/checker.js";
import { type Death, RunnerProcess } from "./runnerProcess.js";
import {
  type ErrorContent,
  errorContent,
  type Source,
  syntaxErrorContent,
  typeErrorContent,
} from "./traceback.js";

type Done = Extract<Report, { type: "done" }>;

/** What came of a cell. */
export interface Outcome {
  readonly error?: ErrorContent;
  /** The error is on iopub already: it was a stray one. */
  readonly published?: boolean;
  readonly done?: Done;
}

export interface ExecutorEvents {
  report(report: Report): void;
  output(name: "stdout" | "stderr", text: string): void;
  /** An error nobody could catch, as the given cell's. */
  stray(cell: number, error: ErrorContent): void;
  restarted(): void;
}

/** Checks, compiles and runs cells, one at a time. */
export class Executor {
  readonly chain: Chain;
  private readonly events: ExecutorEvents;
  private runner: RunnerProcess | undefined;
  private isReady = false;
  private readonly sources = new Map<string, Source>();
  private waiting: { cell: number; settle: (outcome: Outcome) => void } | undefined;
  private strayed: ErrorContent | undefined;
  private latest = 0;

  constructor(folder: string, open: OpenChecker, events: ExecutorEvents) {
    this.chain = new Chain(folder, open);
    this.events = events;
    this.runner = this.start();
  }

  /** Loads and starts what the first cell would otherwise wait for. */
  warmUp(): void {
    this.chain.warmUp();
    compile(parseCell("", ""));
  }

  /** Runs one cell; `wanted` when its last expression is to be shown. */
  async run(number: number, label: string, code: string, wanted: boolean): Promise<Outcome> {
    const cell = parseCell(label, code);
    const { body, error } = cell;
    const diagnostics = this.chain.check(cell);
    if (diagnostics.length > 0) return { error: typeErrorContent(label, code, diagnostics) };
    if (error) return { error: syntaxErrorContent(label, code, error.message, error.position) };
    let compiled: Compiled;
    try {
      compiled = compile(cell);
    } catch (thrown) {
      return { error: syntaxErrorContent(label, code, (thrown as Error).message, 0) };
    }
    this.keep(cell, compiled);
    const shown = wanted && body.at(-1)?.type === "ExpressionStatement";
    const { scripts, isAsync } = compiled;
    return this.ask(number, { type: "run", cell: number, label, scripts, isAsync, wanted: shown });
  }

  /** Values of expressions over the notebook's names, each a bundle or an error. */
  async evaluate(cell: number, expressions: { [name: string]: unknown }): Promise<Outcome> {
    return this.ask(cell, { type: "evaluate", cell, expressions });
  }

  interrupt(): void {
    this.runner?.interrupt({ cell: this.waiting?.cell });
  }

  answer(answer: { value?: string; error?: string }): void {
    this.runner?.answer(answer);
  }

  comm(cell: number, message: string, content: { [key: string]: unknown }): void {
    this.runner?.send({ type: "comm", cell, message, content });
  }

  hold(): void {
    this.runner?.hold();
  }

  goOn(): void {
    this.runner?.goOn();
  }

  close(): void {
    this.runner?.kill();
    this.chain.close();
  }

  private keep(cell: Cell, { original }: Compiled): void {
    this.sources.set(cell.label, { code: cell.code, original });
    // Also when the cell throws half way: what it declared before is there.
    this.chain.commit(cell);
  }

  private ask(cell: number, request: Request): Promise<Outcome> {
    return new Promise((settle) => {
      this.waiting = { cell, settle };
      this.strayed = undefined;
      this.latest = cell;
      this.runner ??= this.start();
      this.runner.send(request);
    });
  }

  private start(): RunnerProcess {
    this.isReady = false;
    return new RunnerProcess({
      report: (report) => this.receive(report),
      output: (name, text) => this.events.output(name, text),
      died: (death) => this.restart(death),
    });
  }

  private receive(report: Report): void {
    if (report.type === "fault") this.stray(report.cell, report.failure);
    else if (report.type === "ready") this.isReady = true;
    else if (report.type === "done") {
      if (report.cell === this.waiting?.cell) this.settle(this.outcome(report));
    } else this.events.report(report);
  }

  private stray(cell: number, failure: Failure): void {
    const error = errorContent(failure, this.sources);
    if (cell === this.waiting?.cell) this.strayed = error;
    this.events.stray(cell, error);
  }

  private outcome(done: Done): Outcome {
    if (done.failure) return { error: errorContent(done.failure, this.sources) };
    return this.strayed ? { error: this.strayed, published: true } : { done };
  }

  private settle(outcome: Outcome): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.settle(outcome);
  }

  /** The names went with the process: the checker must not go on believing in them. */
  private restart({ name, message }: Death): void {
    this.chain.forget();
    this.sources.clear();
    const traceback = [`${name}: ${message}`];
    const error: ErrorContent = { ename: name, evalue: message, traceback };
    // One that cannot even start is tried again with the next cell, not for ever.
    this.runner = this.isReady ? this.start() : undefined;
    this.events.restarted();
    if (this.waiting) this.settle({ error });
    else this.events.stray(this.latest, error);
  }
}
