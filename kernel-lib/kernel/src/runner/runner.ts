import { Socket } from "node:net";
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import {
  type Bundle,
  descriptors,
  type Failure,
  Lines,
  type Request,
  type Stopped,
} from "../ipc.js";
import { comms } from "./comms.js";
import { installConsole } from "./console.js";
import { bundleOf, clearOutput, displayData, prompt } from "./display.js";
import { evaluate } from "./evaluator.js";
import { failureOf, KeyboardInterrupt } from "./failure.js";
import { clearRequest, interrupt, isCancelled, isRequested, repair, shared } from "./interrupt.js";
import { Imports } from "./moduleLoader.js";
import { awaited, each, openCell, setOpenCell } from "./openCell.js";
import { asCell, currentCell, flush, report } from "./output.js";
import { hideKernelFrames } from "./stack.js";

// The process that runs the reader's code on its main thread. It holds nothing the kernel could
// not lose: the supervisor has the sockets, the compiler and the history.

const imports = new Imports(process.cwd());

let watcher: MessagePort | undefined;

function main(): void {
  defineGlobals();
  catchStrays();
  watchForInterrupts();
  const lines = new Lines();
  const requests = new Socket({ fd: descriptors.requests, readable: true, writable: false });
  requests.on("data", (chunk: Buffer) => {
    // Each from a turn of its own: an interrupt unwinds the whole stack, not the socket's too.
    for (const line of lines.read(chunk)) setImmediate(handle, JSON.parse(line) as Request);
  });
  requests.on("end", () => process.kill(process.pid, "SIGKILL"));
  report({ type: "ready" });
}

function handle(request: Request): void {
  const { cell } = request;
  repairAs(cell);
  clearRequest();
  if (request.type === "run") run(request);
  else if (request.type === "evaluate") evaluateAll(cell, request.expressions);
  else asCell(cell, () => comms.receive(request.message, request.content));
}

function run(request: Extract<Request, { type: "run" }>): void {
  const { cell, wanted } = request;
  const cancelled = isCancelled(cell);
  setOpenCell(cell);
  if (cancelled) {
    close(cell, failureOf(new KeyboardInterrupt()));
    return;
  }
  asCell(cell, () =>
    evaluate(request, (settled) => {
      if ("thrown" in settled) close(cell, failureOf(settled.thrown));
      else if (settled.value === undefined || !wanted) close(cell);
      else asCell(cell, () => closeWith(cell, settled.value));
    }),
  );
}

function closeWith(cell: number, value: unknown): void {
  let failure: Failure | undefined;
  let result: Bundle | undefined;
  try {
    result = bundleOf(value);
  } catch (error) {
    failure = failureOf(error);
  }
  close(cell, failure, result);
}

/** Ends a cell once; rejections of its own that nobody awaits are reported before. */
function close(cell: number, failure?: Failure, result?: Bundle): void {
  if (openCell() !== cell) return;
  setOpenCell(undefined);
  // It ended by itself, or swallowed the interrupt: the reader is told all the same.
  const ending = failure ?? (isRequested() ? failureOf(new KeyboardInterrupt()) : undefined);
  setImmediate(() => {
    flush();
    report({
      type: "done",
      cell,
      ...(ending && { failure: ending }),
      ...(result && !ending && { result }),
    });
  });
}

function evaluateAll(cell: number, expressions: { [name: string]: unknown }): void {
  const values: { [name: string]: unknown } = {};
  for (const [name, expression] of Object.entries(expressions)) {
    const scripts = [{ prologue: `"use strict";`, code: String(expression), epilogue: "" }];
    asCell(cell, () =>
      evaluate({ scripts, label: "In[*]", isAsync: false }, (settled) => {
        values[name] =
          "thrown" in settled
            ? asError(settled.thrown)
            : { status: "ok", data: bundleOf(settled.value), metadata: {} };
      }),
    );
  }
  report({ type: "done", cell, values });
}

function asError(thrown: unknown): object {
  const { name, message, text } = failureOf(thrown);
  return { status: "error", ename: name, evalue: message, traceback: text.split("\n") };
}

/** What a cell finds beside Node's own globals. */
function defineGlobals(): void {
  hideKernelFrames();
  installConsole();
  const define = (name: string | symbol, value: unknown): void => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  };
  define("__cell", {
    awaited,
    each,
    import: (specifier: string) => imports.import(specifier),
    meta: imports.meta,
  });
  define("require", imports.require);
  define("__filename", imports.meta.filename);
  define("__dirname", imports.meta.dirname);
  define("prompt", prompt);
  define(Symbol.for("Jupyter.displayData"), displayData);
  define(Symbol.for("Jupyter.clearOutput"), clearOutput);
  define(Symbol.for("Jupyter.comms"), comms);
  define(Symbol.for("Jupyter.interrupt"), interrupt);
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ""}) would end the kernel; it stopped the cell instead. ` +
        "Restart the kernel to start anew.",
    );
  };
}

/** A rejection nobody awaits and a throw in a timer belong to the cell that caused them. */
function catchStrays(): void {
  const stray = (thrown: unknown): void => {
    const open = openCell();
    // A timer's function that was asked to stop: the cell that waits for it is stopped with it.
    if (thrown instanceof KeyboardInterrupt && open !== undefined) close(open, failureOf(thrown));
    else fault(currentCell(), thrown);
  };
  process.on("unhandledRejection", stray);
  process.on("uncaughtException", stray);
  process.on("SIGINT", () => {});
}

function fault(cell: number, thrown: unknown): void {
  report({ type: "fault", cell, failure: failureOf(thrown) });
}

function repairAs(cell: number): void {
  for (const thrown of asCell(cell, repair)) fault(cell, thrown);
}

/** The watcher stops this thread from outside; where the thread still answers, it stops itself. */
function watchForInterrupts(): void {
  const worker = new MessageChannel();
  new Worker(new URL("watcher.js", import.meta.url), {
    workerData: { port: worker.port2, shared },
    transferList: [worker.port2],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  }).unref();
  watcher = worker.port1;
  watcher.on("message", (message: Stopped) => {
    const { stack, cell, question } = latest(message);
    watcher?.postMessage(question);
    repairAs(currentCell());
    const failure = failureOf(new KeyboardInterrupt(stack));
    const open = openCell();
    if (open !== undefined && (open === cell || stack !== "")) close(open, failure);
    else if (stack !== "") report({ type: "fault", cell: currentCell(), failure });
    else clearRequest();
  });
}

/** The message, with what those that wait behind it add: where this thread was stopped. */
function latest(first: Stopped): Stopped {
  let { stack, cell, question } = first;
  for (;;) {
    const next = watcher && receiveMessageOnPort(watcher);
    if (next === undefined) return { stack, cell, question };
    const message = next.message as Stopped;
    stack = message.stack || stack;
    cell = message.cell ?? cell;
    question = message.question;
  }
}

main();
