import type { Script } from "./cells/rewrite.js";
import type {
  CommMessage,
  Dictionary,
  MimeBundle,
  PublicationContents,
  ReplyContents,
  RequestContents,
} from "./protocol/messages.js";

type UserExpressions = RequestContents["execute_request"]["user_expressions"];
export type UserValues = Extract<
  ReplyContents["execute_reply"],
  { status: "ok" }
>["user_expressions"];

export type StreamName = PublicationContents["stream"]["name"];

/** What the supervisor asks of the runner, one JSON line each. */
export type RunnerRequest =
  | {
      readonly type: "run";
      readonly cell: number;
      /** The file its stack frames name. */
      readonly label: string;
      readonly scripts: readonly Script[];
      readonly isAsync: boolean;
      /** Whether the reader wants to see the value. */
      readonly showsValue: boolean;
    }
  | { readonly type: "evaluate"; readonly cell: number; readonly expressions: UserExpressions }
  | { readonly type: "comm"; readonly cell: number; readonly message: CommMessage };

/** An error as the runner saw it, its places still those of the compiled cell. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** What Node prints of it, stack included. */
  readonly text: string;
}

/** What the runner tells the supervisor, each with the cell it belongs to. */
export type Report =
  | { readonly type: "ready" }
  | {
      readonly type: "stream";
      readonly cell: number;
      readonly name: StreamName;
      readonly text: string;
    }
  | {
      readonly type: "display";
      readonly cell: number;
      readonly data: MimeBundle;
      readonly metadata: Dictionary;
      readonly transient: Dictionary;
      readonly update: boolean;
    }
  | { readonly type: "clear"; readonly cell: number; readonly wait: boolean }
  | {
      readonly type: "input";
      readonly cell: number;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly type: "comm"; readonly cell: number; readonly message: CommMessage }
  | { readonly type: "uncaught"; readonly cell: number; readonly failure: Failure }
  | {
      readonly type: "done";
      readonly cell: number;
      readonly result?: MimeBundle;
      readonly failure?: Failure;
      readonly values?: UserValues;
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
