import type { Answer, Report, RunnerRequest, Stop } from "../ipc.js";

/** The door to where the reader's code runs: a process of its own under Node. */
export interface Runner {
  send(request: RunnerRequest): void;
  interrupt(stop: Stop): void;
  /** Answers the question the reader's code waits for. */
  answer(answer: Answer): void;
  /** Takes no more reports until `resume`: whoever prints waits. */
  pause(): void;
  resume(): void;
  /** Ends it; nothing is reported any more. */
  kill(): void;
}

export interface RunnerEvents {
  report(report: Report): void;
  /** Printed past the reader's console: by native code or a child process. */
  output(name: "stdout" | "stderr", text: string): void;
  died(reason: Death): void;
}

/** Why a runner ended, as the error of the cell it ran. */
export interface Death {
  readonly name: string;
  readonly message: string;
}

export type StartRunner = (events: RunnerEvents) => Runner;
