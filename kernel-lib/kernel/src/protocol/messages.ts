// Jupyter's messages, protocol 5.4, as discriminated unions:
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
// Written here because @jupyterlab/services, which has them too, brings 40 packages along.

export const protocolVersion: string = "5.4";

/** A dictionary whose content the protocol leaves open. */
export type Dictionary = { readonly [key: string]: unknown };

/** Data in several formats, by MIME type. */
export type MimeBundle = Dictionary;

export interface Header extends Dictionary {
  readonly msg_id: string;
  readonly msg_type: string;
}

export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Messages between a comm's two ends, which go both ways. */
export interface CommContents {
  comm_open: { readonly comm_id: string; readonly target_name: string; readonly data: Dictionary };
  comm_msg: { readonly comm_id: string; readonly data: Dictionary };
  comm_close: { readonly comm_id: string; readonly data: Dictionary };
}

/** What a frontend may ask, by msg_type; what the protocol makes optional has its default here. */
export interface RequestContents extends CommContents {
  kernel_info_request: Dictionary;
  execute_request: {
    readonly code: string;
    readonly silent: boolean;
    readonly store_history: boolean;
    readonly user_expressions: { readonly [name: string]: string };
    readonly allow_stdin: boolean;
    readonly stop_on_error: boolean;
  };
  complete_request: { readonly code: string; readonly cursor_pos: number };
  inspect_request: { readonly code: string; readonly cursor_pos: number };
  is_complete_request: { readonly code: string };
  history_request: {
    readonly hist_access_type: string;
    readonly output: boolean;
    readonly start: number;
    readonly stop: number;
    readonly n: number;
    readonly pattern: string;
    readonly unique: boolean;
  };
  comm_info_request: { readonly target_name: string | undefined };
  interrupt_request: Dictionary;
  shutdown_request: { readonly restart: boolean };
  /** The one reply a frontend sends: to the kernel's input_request. */
  input_reply: { readonly value: string };
}

export type RequestType = keyof RequestContents;

/** Who asked, and what; `Address` is how the transport finds the way back. */
export interface Envelope {
  readonly header: Header;
  readonly address: unknown;
}

/** A message as it arrived: signed by one of us, its content not yet looked at. */
export interface Incoming extends Envelope {
  readonly content: Dictionary;
}

export type RequestOf<T extends RequestType> = Envelope & {
  readonly type: T;
  readonly content: RequestContents[T];
};

/** A request whose every field is what the protocol says. */
export type Request = { [T in RequestType]: RequestOf<T> }[RequestType];

type Ok<Content> = { readonly status: "ok" } & Content;
export type Failed = { readonly status: "error" } & ErrorContent;
type Counted = { readonly execution_count: number };
type Evaluated = Ok<{ readonly data: MimeBundle; readonly metadata: Dictionary }> | Failed;

export type CompletionContent = Ok<{
  readonly matches: readonly string[];
  readonly cursor_start: number;
  readonly cursor_end: number;
  readonly metadata: Dictionary;
}>;

export type InspectionContent = Ok<{
  readonly found: boolean;
  readonly data: MimeBundle;
  readonly metadata: Dictionary;
}>;

export type CompletenessContent =
  | { readonly status: "complete" | "invalid" | "unknown" }
  | { readonly status: "incomplete"; readonly indent: string };

export type HistoryEntry = readonly [
  session: number,
  line: number,
  input: string | readonly [input: string, output: null],
];

export type KernelInfo = Ok<{
  readonly protocol_version: string;
  readonly implementation: string;
  readonly implementation_version: string;
  readonly banner: string;
  readonly help_links: readonly { readonly text: string; readonly url: string }[];
  readonly language_info: {
    readonly name: string;
    readonly version: string;
    readonly mimetype: string;
    readonly file_extension: string;
    readonly pygments_lexer: string;
    readonly codemirror_mode: Dictionary;
  };
}>;

/** What the kernel replies, by msg_type. */
export interface ReplyContents {
  kernel_info_reply: KernelInfo;
  execute_reply:
    | (Ok<{
        readonly payload: readonly [];
        readonly user_expressions: { readonly [name: string]: Evaluated };
      }> &
        Counted)
    | (Failed & Counted)
    | ({ readonly status: "aborted" } & Counted);
  complete_reply: CompletionContent;
  inspect_reply: InspectionContent;
  is_complete_reply: CompletenessContent;
  history_reply: Ok<{ readonly history: readonly HistoryEntry[] }>;
  comm_info_reply: Ok<{
    readonly comms: { readonly [id: string]: { readonly target_name: string } };
  }>;
  interrupt_reply: { readonly status: "ok" };
  shutdown_reply: Ok<{ readonly restart: boolean }>;
  /** The one request a kernel sends, on stdin. */
  input_request: { readonly prompt: string; readonly password: boolean };
}

type Union<Contents> = {
  [T in keyof Contents]: { readonly type: T; readonly content: Contents[T] };
}[keyof Contents];

/** A request may be refused, known or not. */
export type Refusal = { readonly type: `${string}_reply`; readonly content: Failed };
export type Reply = Union<ReplyContents> | Refusal;

export interface DisplayContent {
  readonly data: MimeBundle;
  readonly metadata: Dictionary;
  readonly transient: Dictionary;
}

/** What the kernel publishes on iopub, by msg_type. */
export interface PublicationContents extends CommContents {
  status: { readonly execution_state: "starting" | "busy" | "idle" };
  execute_input: { readonly code: string } & Counted;
  execute_result: { readonly data: MimeBundle; readonly metadata: Dictionary } & Counted;
  stream: { readonly name: "stdout" | "stderr"; readonly text: string };
  display_data: DisplayContent;
  update_display_data: DisplayContent;
  clear_output: { readonly wait: boolean };
  error: ErrorContent;
}

export type Publication = Union<PublicationContents>;
export type CommMessage = Union<CommContents>;
