import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Answer, Report, RunnerRequest, Stop } from "../ipc.js";
import type { Death, Runner, RunnerEvents } from "../supervisor/runner.js";
import { descriptors, Lines } from "./pipes.js";

const script = fileURLToPath(new URL("./runner.js", import.meta.url));

/** `--no-force-async-hooks-checks`: else Node aborts when a timer's loop is stopped. */
const flags = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning"];

/** The process that runs the reader's code, seen from the supervisor. */
export class RunnerProcess implements Runner {
  readonly #child: ChildProcess;
  readonly #reports: Readable;
  #lastWords = "";
  #isReady = false;

  constructor(events: RunnerEvents) {
    const extra = (process.env.TYPESCRIPT_KERNEL_NODE_FLAGS ?? "").split(" ").filter(Boolean);
    this.#child = spawn(process.execPath, [...flags, ...extra, script], {
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe", "pipe"],
      // A signal to the kernel's process group is the kernel's business.
      detached: true,
    });
    const { stdio } = this.#child;
    this.#reports = stdio[descriptors.reports] as Readable;
    const lines = new Lines();
    this.#reports.on("data", (chunk: Buffer) => {
      for (const line of lines.read(chunk)) {
        const report = parsed(line);
        if (report?.type === "ready") this.#isReady = true;
        if (report) events.report(report);
      }
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => events.output("stdout", chunk.toString()));
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      // V8's last words are a page of addresses: one sentence says it better.
      if (this.#lastWords !== "" || /FATAL ERROR|<--- Last few GCs/.test(text))
        this.#lastWords += text;
      else events.output("stderr", text);
    });
    for (const stream of stdio.slice(3)) stream?.on("error", () => {});
    this.#child.on("error", (error) => events.died({ name: "KernelDied", message: error.message }));
    this.#child.on("close", (code, signal) => events.died(this.#death(code, signal)));
  }

  send(request: RunnerRequest): void {
    this.#write(descriptors.requests, request);
  }

  /** Programs the cell waits for are its process group: they are interrupted as in a terminal. */
  interrupt(stop: Stop): void {
    this.#write(descriptors.control, stop);
    // Before it takes signals, one would end it.
    if (!this.#isReady) return;
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, "SIGINT");
    } catch {
      // The group is gone, which is what was wanted.
    }
  }

  answer(answer: Answer): void {
    this.#write(descriptors.answers, answer);
  }

  /** Stops reading: the pipe fills, and whoever prints waits. */
  pause(): void {
    this.#reports.pause();
  }

  resume(): void {
    if (this.#reports.isPaused()) this.#reports.resume();
  }

  kill(): void {
    this.#child.removeAllListeners();
    this.#child.kill("SIGKILL");
  }

  #write(descriptor: number, message: RunnerRequest | Stop | Answer): void {
    (this.#child.stdio[descriptor] as Writable).write(`${JSON.stringify(message)}\n`);
  }

  #death(code: number | null, signal: string | null): Death {
    const gone = "The kernel started anew: variables and imports are gone.";
    if (this.#lastWords.includes("out of memory"))
      return { name: "OutOfMemoryError", message: `the cell ran out of memory. ${gone}` };
    if (this.#lastWords !== "") process.stderr.write(this.#lastWords);
    const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
    return { name: "KernelDied", message: `the process that runs cells ${how}. ${gone}` };
  }
}

/** Undefined for a line an interrupt cut short. */
function parsed(line: string): Report | undefined {
  try {
    return JSON.parse(line) as Report;
  } catch {
    return undefined;
  }
}
