import type { Script } from "./cells/rewrite.js";
import type { Json } from "./protocol/wire.js";

/** What the supervisor asks of the runner, one JSON line each. */
export type Request =
  | {
      readonly type: "run";
      readonly cell: number;
      /** The file its stack frames name. */
      readonly label: string;
      readonly scripts: readonly Script[];
      readonly isAsync: boolean;
      /** Whether the value is to be shown. */
      readonly wanted: boolean;
    }
  | { readonly type: "evaluate"; readonly cell: number; readonly expressions: Json }
  | {
      readonly type: "comm";
      readonly cell: number;
      readonly message: string;
      readonly content: Json;
    };

/** An error as the runner saw it, its places still those of the compiled cell. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** What Node prints of it, stack included. */
  readonly text: string;
}

export type Bundle = { readonly [mimeType: string]: unknown };

/** What the runner tells the supervisor, each with the cell it belongs to. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "stream"; readonly cell: number; readonly name: string; readonly text: string }
  | {
      readonly type: "display";
      readonly cell: number;
      readonly data: Bundle;
      readonly metadata: Json;
      readonly transient: Json;
      readonly update: boolean;
    }
  | { readonly type: "clear"; readonly cell: number; readonly wait: boolean }
  | {
      readonly type: "input";
      readonly cell: number;
      readonly prompt: string;
      readonly password: boolean;
    }
  | {
      readonly type: "comm";
      readonly cell: number;
      readonly message: string;
      readonly content: Json;
    }
  | { readonly type: "fault"; readonly cell: number; readonly failure: Failure }
  | {
      readonly type: "done";
      readonly cell: number;
      readonly result?: Bundle;
      readonly failure?: Failure;
      readonly values?: Json;
    };

/** What the supervisor tells the watcher: stop this cell, or whatever runs when there is none. */
export interface Stop {
  readonly cell: number | undefined;
}

/** What the watcher tells the reader's thread: `stack` where it had to stop it itself. */
export interface Stopped extends Stop {
  readonly stack: string;
  /** Comes back as the answer. */
  readonly question: number;
}

/** The reply to a prompt: a line, or why there is none. */
export interface Answer {
  readonly value?: string;
  readonly error?: string;
}

/** The runner's file descriptors beside stdin, stdout and stderr. */
export const descriptors = { requests: 3, reports: 4, control: 5, answers: 6 } as const;

/** Splits a stream of JSON lines, which arrive in pieces; a line cut short is passed over. */
export class Lines {
  private rest = "";
  private readonly decoder = new TextDecoder();

  read(chunk: Uint8Array): string[] {
    const lines = (this.rest + this.decoder.decode(chunk, { stream: true })).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.filter((line) => line !== "");
  }
}
