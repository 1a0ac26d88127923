import { Socket } from "node:net";
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import type { RunnerRequest, Stopped } from "../ipc.js";
import { awaited, each } from "../runner/activeCell.js";
import { Comms } from "../runner/comms.js";
import { displayFunctions } from "../runner/display.js";
import { Session } from "../runner/session.js";
import { installConsole } from "./console.js";
import { nodeEvaluator } from "./evaluator.js";
import { interrupt, interruptRequests, shared } from "./interrupt.js";
import { Imports } from "./moduleLoader.js";
import { currentCell, report } from "./output.js";
import { descriptors, Lines } from "./pipes.js";
import { prompt } from "./prompt.js";
import { hideKernelFrames } from "./stack.js";

// The process that runs the reader's code on its main thread. It holds nothing the kernel could
// not lose: the supervisor has the sockets, the compiler and the history.

const imports = new Imports(process.cwd());
const comms = new Comms((message) => report({ type: "comm", cell: currentCell(), message }));
const session = new Session(nodeEvaluator, interruptRequests, comms);

function main(): void {
  defineGlobals();
  catchUncaught();
  watchForInterrupts();
  const lines = new Lines();
  const requests = new Socket({ fd: descriptors.requests, readable: true, writable: false });
  requests.on("data", (chunk: Buffer) => {
    // Each from a turn of its own: an interrupt unwinds the whole stack, not the socket's too.
    for (const line of lines.read(chunk)) setImmediate(handle, JSON.parse(line) as RunnerRequest);
  });
  requests.on("end", () => process.kill(process.pid, "SIGKILL"));
  report({ type: "ready" });
}

function handle(request: RunnerRequest): void {
  session.handle(request);
}

/** What a cell finds beside Node's own globals. */
function defineGlobals(): void {
  hideKernelFrames();
  installConsole();
  const { displayData, clearOutput } = displayFunctions(nodeEvaluator);
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

function catchUncaught(): void {
  const uncaught = (thrown: unknown): void => session.uncaught(thrown);
  process.on("unhandledRejection", uncaught);
  process.on("uncaughtException", uncaught);
  process.on("SIGINT", () => {});
}

/** The watcher stops this thread from outside; where the thread still answers, it stops itself. */
function watchForInterrupts(): void {
  const { port1: watcher, port2 } = new MessageChannel();
  new Worker(new URL("watcher.js", import.meta.url), {
    workerData: { port: port2, shared },
    transferList: [port2],
    env: {},
    resourceLimits: { maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
  }).unref();
  watcher.on("message", (message: Stopped) => {
    const { stack, cell, question } = latest(watcher, message);
    watcher.postMessage(question);
    session.interrupted(cell, stack);
  });
}

/** The message, with what those that wait behind it add: where this thread was stopped. */
function latest(watcher: MessagePort, first: Stopped): Stopped {
  let { stack, cell, question } = first;
  for (;;) {
    const next = receiveMessageOnPort(watcher);
    if (next === undefined) return { stack, cell, question };
    const message = next.message as Stopped;
    stack = message.stack || stack;
    cell = message.cell ?? cell;
    question = message.question;
  }
}

main();
