import { type Debugger, Session } from "node:inspector";
import { Socket } from "node:net";
import { type MessagePort, workerData } from "node:worker_threads";
import type { Stop, Stopped } from "../ipc.js";
import { descriptors, Lines } from "./pipes.js";
import { slots } from "./slots.js";

// A thread beside the reader's code. It reads the control pipe and stops the main thread: by a
// message where that still answers, else by the debugger, which pauses it in the reader's code
// and ends the pause by terminating. That holds for a loop in a cell, after an await, in a timer
// and in a storm of microtasks alike, and never strikes the kernel's own code.

/** How long the main thread may take to answer before it is stopped, in ms. */
const grace = 40;
/** How long a function may take that promised to stop itself, in ms. */
const patience = 2000;

const { port, shared } = workerData as { port: MessagePort; shared: Int32Array };
const session = new Session();
const urls = new Map<string, string>();
const kernel = new URL("../", import.meta.url).href;
const awaiting = new URL("../runner/activeCell.js", import.meta.url).href;
let asking: NodeJS.Timeout | undefined;
let cell: number | undefined;
let question = 0;
let deadline = 0;

session.connectToMainThread();
session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url));
session.on("Debugger.paused", ({ params }) => paused(params.callFrames));

const lines = new Lines();
const control = new Socket({ fd: descriptors.control, readable: true, writable: false });
control.on("data", (chunk) => {
  // Without an encoding, what arrives are bytes.
  for (const line of lines.read(chunk as Buffer)) ask(JSON.parse(line) as Stop);
});
control.on("end", end).on("error", end);
process.on("uncaughtException", end);
port.on("message", answered);

/** Without a supervisor, or without this thread, nothing could stop the reader's code any more. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

function ask(stop: Stop): void {
  cell = stop.cell;
  Atomics.store(shared, slots.requested, cell ?? runningCell());
  // Always a new question: the answer to the one before may be on its way, and not mean this stop.
  question++;
  tell("");
  if (asking !== undefined) return;
  deadline = performance.now() + patience;
  asking = setTimeout(pause, grace);
}

function tell(stack: string): void {
  const message: Stopped = { cell, stack, question };
  port.postMessage(message);
}

function pause(): void {
  if (isOver() || isDeferred()) {
    asking = setTimeout(pause, grace);
    return;
  }
  session.post("Debugger.enable");
  session.post("Debugger.pause");
  asking = setTimeout(terminate, 5 * grace);
}

/** Native loops, such as a regular expression's, never come to a statement to pause at. */
function terminate(): void {
  if (!isOver() && !isDeferred()) {
    Atomics.add(shared, slots.terminations, 1);
    session.post("Runtime.terminateExecution");
  }
  asking = setTimeout(askAgain, grace);
}

/** A termination that met no code strikes the next there is, which may be the answer's. */
function askAgain(): void {
  tell("");
  asking = setTimeout(pause, 5 * grace);
}

function paused(frames: readonly Debugger.CallFrame[]): void {
  const readers = frames.filter((frame) => isReaders(urls.get(frame.location.scriptId) ?? ""));
  // Between two microtasks of a storm none of the reader's frames is on the stack.
  const inStorm = frames[0]?.functionName === "processTicksAndRejections";
  const isStoppable = readers.length > 0 || inStorm;
  const terminateOnResume = !isOver() && !isDeferred() && isStoppable;
  if (terminateOnResume) {
    Atomics.add(shared, slots.terminations, 1);
    tell(readers.map(stackLine).join(""));
  }
  session.post("Debugger.resume", { terminateOnResume });
}

/** A later cell runs already: it is not the one to stop. */
function isOver(): boolean {
  return cell !== undefined && runningCell() > cell;
}

function runningCell(): number {
  return Atomics.load(shared, slots.running);
}

/** The reader's thread is in a function that stops itself, and there is still time for that. */
function isDeferred(): boolean {
  return Atomics.load(shared, slots.deferred) > 0 && performance.now() < deadline;
}

function answered(number: number): void {
  if (number !== question) return;
  clearTimeout(asking);
  asking = undefined;
  session.post("Debugger.disable");
  urls.clear();
}

/** What a cell's own await runs is as much the reader's: it can be ended anywhere. */
function isReaders(url: string): boolean {
  return url === awaiting || (url !== "" && !url.startsWith("node:") && !url.startsWith(kernel));
}

function stackLine({ functionName, location }: Debugger.CallFrame): string {
  const position = `${urls.get(location.scriptId)}:${location.lineNumber + 1}:${(location.columnNumber ?? 0) + 1}`;
  return functionName === "" ? `\n    at ${position}` : `\n    at ${functionName} (${position})`;
}
