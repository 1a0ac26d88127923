import { type Cell, parseCell } from "../cells/cell.js";
import { type Compiled, compile } from "../cells/compile.js";
import type { LoadTypeScript } from "../cells/transpile.js";
import type { Answer, Failure, Report, RunnerRequest } from "../ipc.js";
import type { CommMessage, ErrorContent, RequestContents } from "../protocol/messages.js";
import { CellModules } from "../typescript/cellModules.js";
import type { Compiler } from "../typescript/checker.js";
import type { Host } from "../typescript/host.js";
import type { Death, Runner, StartRunner } from "./runner.js";
import { errorContent, type Source, syntaxErrorContent, typeErrorContent } from "./traceback.js";

type Done = Extract<Report, { type: "done" }>;

/** What came of a cell. */
export interface Outcome {
  readonly error?: ErrorContent;
  /** The error is on iopub already: nobody had caught it. */
  readonly isPublished?: boolean;
  readonly done?: Done;
}

/** Where cells are checked and run. */
export interface Surroundings {
  /** The notebook's folder. */
  readonly folder: string;
  readonly host: Host;
  readonly compiler: Compiler;
  readonly startRunner: StartRunner;
  /** What compiles the rare cell that takes more than leaving out types. */
  readonly loadTypeScript: LoadTypeScript;
}

export interface ExecutorEvents {
  report(report: Report): void;
  output(name: "stdout" | "stderr", text: string): void;
  /** An error nobody could catch, as the given cell's. */
  uncaught(cell: number, error: ErrorContent): void;
  restarted(): void;
}

/** Checks, compiles and runs cells, one at a time. */
export class Executor {
  readonly cellModules: CellModules;
  readonly #startRunner: StartRunner;
  readonly #loadTypeScript: LoadTypeScript;
  readonly #events: ExecutorEvents;
  readonly #sources = new Map<string, Source>();
  #runner: Runner | undefined;
  #isReady = false;
  #pending: { cell: number; settle: (outcome: Outcome) => void } | undefined;
  #uncaught: ErrorContent | undefined;
  #latestCell = 0;

  constructor(
    { folder, host, compiler, startRunner, loadTypeScript }: Surroundings,
    events: ExecutorEvents,
  ) {
    this.cellModules = new CellModules(folder, host, compiler);
    this.#startRunner = startRunner;
    this.#loadTypeScript = loadTypeScript;
    this.#events = events;
    this.#runner = this.#start();
  }

  /** Loads and starts what the first cell would otherwise wait for. */
  warmUp(): void {
    this.cellModules.warmUp();
    compile(parseCell("", ""), this.#loadTypeScript);
  }

  /** Runs one cell; `showsValue` when its last expression is a result. */
  async run(number: number, label: string, code: string, showsValue: boolean): Promise<Outcome> {
    const cell = parseCell(label, code);
    const { body, error } = cell;
    const diagnostics = this.cellModules.check(cell);
    if (diagnostics.length > 0) return { error: typeErrorContent(label, code, diagnostics) };
    if (error) return { error: syntaxErrorContent(label, code, error.message, error.position) };
    let compiled: Compiled;
    try {
      compiled = compile(cell, this.#loadTypeScript);
    } catch (thrown) {
      return { error: syntaxErrorContent(label, code, (thrown as Error).message, 0) };
    }
    this.#keep(cell, compiled);
    const { scripts, isAsync } = compiled;
    return this.#ask(number, {
      type: "run",
      cell: number,
      label,
      scripts,
      isAsync,
      showsValue: showsValue && body.at(-1)?.type === "ExpressionStatement",
    });
  }

  /** Values of expressions over the notebook's names, each a bundle or an error. */
  async evaluate(
    cell: number,
    expressions: RequestContents["execute_request"]["user_expressions"],
  ): Promise<Outcome> {
    return this.#ask(cell, { type: "evaluate", cell, expressions });
  }

  interrupt(): void {
    this.#runner?.interrupt({ cell: this.#pending?.cell });
  }

  answer(answer: Answer): void {
    this.#runner?.answer(answer);
  }

  sendComm(cell: number, message: CommMessage): void {
    this.#runner?.send({ type: "comm", cell, message });
  }

  pause(): void {
    this.#runner?.pause();
  }

  resume(): void {
    this.#runner?.resume();
  }

  close(): void {
    this.#runner?.kill();
    this.cellModules.close();
  }

  #keep(cell: Cell, { original }: Compiled): void {
    this.#sources.set(cell.label, { code: cell.code, original });
    // Also when the cell throws half way: what it declared before is there.
    this.cellModules.commit(cell);
  }

  #ask(cell: number, request: RunnerRequest): Promise<Outcome> {
    return new Promise((settle) => {
      this.#pending = { cell, settle };
      this.#uncaught = undefined;
      this.#latestCell = cell;
      this.#runner ??= this.#start();
      this.#runner.send(request);
    });
  }

  #start(): Runner {
    this.#isReady = false;
    return this.#startRunner({
      report: (report) => this.#receive(report),
      output: (name, text) => this.#events.output(name, text),
      died: (death) => this.#restart(death),
    });
  }

  #receive(report: Report): void {
    if (report.type === "uncaught") this.#receiveUncaught(report.cell, report.failure);
    else if (report.type === "ready") this.#isReady = true;
    else if (report.type === "done") {
      if (report.cell === this.#pending?.cell) this.#settle(this.#outcomeOf(report));
    } else this.#events.report(report);
  }

  #receiveUncaught(cell: number, failure: Failure): void {
    const error = errorContent(failure, this.#sources);
    if (cell === this.#pending?.cell) this.#uncaught = error;
    this.#events.uncaught(cell, error);
  }

  #outcomeOf(done: Done): Outcome {
    if (done.failure) return { error: errorContent(done.failure, this.#sources) };
    return this.#uncaught ? { error: this.#uncaught, isPublished: true, done } : { done };
  }

  #settle(outcome: Outcome): void {
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle(outcome);
  }

  /** The names went with the process: the checker must not go on believing in them. */
  #restart({ name, message }: Death): void {
    this.cellModules.forget();
    this.#sources.clear();
    const error: ErrorContent = {
      ename: name,
      evalue: message,
      traceback: [`${name}: ${message}`],
    };
    // One that cannot even start is tried again with the next cell, not for ever.
    this.#runner = this.#isReady ? this.#start() : undefined;
    this.#events.restarted();
    if (this.#pending) this.#settle({ error });
    else this.#events.uncaught(this.#latestCell, error);
  }
}
