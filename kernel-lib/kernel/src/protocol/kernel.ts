import type { Answer, Report } from "../ipc.js";
import { Executor, type Outcome, type Surroundings } from "../supervisor/executor.js";
import { complete, inspectAt, isComplete } from "../typescript/completion.js";
import { History } from "./history.js";
import {
  type CommMessage,
  type Envelope,
  type Failed,
  type Header,
  type Incoming,
  type KernelInfo,
  type Publication,
  protocolVersion,
  type Reply,
  type ReplyContents,
  type Request,
  type RequestContents,
  type RequestOf,
} from "./messages.js";
import { readRequest } from "./requests.js";
import { Streams } from "./streams.js";
import type { Channel, Transport } from "./transport.js";

/** How many cells back late output still finds its cell. */
const rememberedCells = 1000;

export interface KernelOptions extends Surroundings {
  readonly transport: Transport;
  /** The package's own name and version. */
  readonly implementation: { readonly name: string; readonly version: string };
  /** Ends the process, or the worker. */
  exit(): void;
}

type Execution = RequestOf<"execute_request">;

/** Requests that are neither run in turn, nor replies or comms. */
type Question = Exclude<Request, { type: "execute_request" | "input_reply" | CommMessage["type"] }>;

/** Jupyter's protocol: every request answered, every output sent with its request as parent. */
export class Kernel {
  readonly #transport: Transport;
  readonly #executor: Executor;
  readonly #info: KernelInfo;
  readonly #exit: () => void;
  readonly #history = new History();
  readonly #streams = new Streams((cell, name, text) =>
    this.#publish(cell, { type: "stream", content: { name, text } }),
  );
  readonly #queue: Execution[] = [];
  readonly #executions = new Map<number, Execution>();
  /** The open comms' target names, by their ids. */
  readonly #comms = new Map<string, string>();
  #isExecuting = false;
  #isWarm = false;
  /** Whether the reader's code waits for the answer to a prompt. */
  #isPrompting = false;
  /** The number of the latest execution, stored in history or not. */
  #cell = 0;
  #executionCount = 0;

  constructor({ transport, implementation, exit, ...surroundings }: KernelOptions) {
    this.#transport = transport;
    this.#exit = exit;
    this.#info = kernelInfo(implementation, surroundings.compiler.version);
    this.#executor = new Executor(surroundings, {
      report: (report) => this.#report(report),
      output: (name, text) => this.#streams.add(this.#cell, name, text),
      uncaught: (cell, content) => this.#publish(cell, { type: "error", content }),
      restarted: () => {
        this.#comms.clear();
        this.#isPrompting = false;
      },
    });
    transport.onDrain = () => this.#executor.resume();
    this.#status("starting", undefined);
  }

  receive(channel: Channel, message: Incoming): void {
    let request: Request;
    try {
      request = readRequest(message);
    } catch (error) {
      this.#refuse(channel, message, error as Error);
      return;
    }
    switch (request.type) {
      case "execute_request":
        this.#queue.push(request);
        void this.#executeQueue();
        break;
      case "input_reply":
        if (channel === "stdin") this.#answerPrompt({ value: request.content.value });
        break;
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        this.#receiveComm(request);
        break;
      default:
        this.#answer(channel, request);
    }
  }

  /** Starts the compiler once the frontend has its first answer. */
  warmUp(): void {
    if (this.#isWarm) return;
    this.#isWarm = true;
    setTimeout(() => this.#executor.warmUp(), 20);
  }

  interrupt(): void {
    this.#executor.interrupt();
    this.#answerPrompt({ error: "interrupted" });
  }

  close(): void {
    this.#executor.close();
  }

  /** A wrong request is told what is wrong; a wrong message that has no reply is passed over. */
  #refuse(channel: Channel, message: Incoming, error: Error): void {
    const type = message.header.msg_type;
    if (type === "input_reply") this.#answerPrompt({ error: error.message });
    if (!type.endsWith("_request")) {
      console.error(`refused on ${channel}: ${error.message}`);
      return;
    }
    this.#whileBusy(message.header, () =>
      this.#transport.reply(channel, message, {
        type: `${type.slice(0, -"_request".length)}_reply`,
        content: refusal(error),
      }),
    );
  }

  #answer(channel: Channel, request: Question): void {
    this.#whileBusy(request.header, () => {
      let reply: Reply;
      try {
        reply = this.#reply(request);
      } catch (error) {
        const type = request.type.replace("_request", "_reply") as `${string}_reply`;
        reply = { type, content: refusal(error as Error) };
      }
      this.#transport.reply(channel, request, reply);
    });
    if (request.type === "shutdown_request") this.#shutDown();
    else this.warmUp();
  }

  #reply(request: Question): Reply {
    const { cellModules } = this.#executor;
    switch (request.type) {
      case "kernel_info_request":
        return { type: "kernel_info_reply", content: this.#info };
      case "complete_request": {
        const { code, cursor_pos } = request.content;
        return { type: "complete_reply", content: complete(cellModules, code, cursor_pos) };
      }
      case "inspect_request": {
        const { code, cursor_pos } = request.content;
        return { type: "inspect_reply", content: inspectAt(cellModules, code, cursor_pos) };
      }
      case "is_complete_request":
        return { type: "is_complete_reply", content: isComplete(request.content.code) };
      case "history_request":
        return { type: "history_reply", content: this.#history.reply(request.content) };
      case "comm_info_request":
        return { type: "comm_info_reply", content: this.#commInfo(request.content) };
      case "interrupt_request":
        this.interrupt();
        return { type: "interrupt_reply", content: { status: "ok" } };
      case "shutdown_request":
        return {
          type: "shutdown_reply",
          content: { status: "ok", restart: request.content.restart },
        };
    }
  }

  async #executeQueue(): Promise<void> {
    if (this.#isExecuting) return;
    this.#isExecuting = true;
    for (let request = this.#queue.shift(); request; request = this.#queue.shift()) {
      await this.#execute(request);
      this.#executor.cellModules.compact();
    }
    this.#isExecuting = false;
  }

  async #execute(request: Execution): Promise<void> {
    const { code, silent, store_history, stop_on_error } = request.content;
    const cell = ++this.#cell;
    this.#remember(cell, request);
    this.#status("busy", request.header);
    const isStored = !silent && store_history;
    if (isStored) this.#history.add(++this.#executionCount, code);
    const execution_count = this.#executionCount;
    if (!silent) this.#publish(cell, { type: "execute_input", content: { code, execution_count } });
    const label = isStored ? `In[${execution_count}]` : "In[*]";
    const outcome = await this.#executor.run(cell, label, code, !silent);
    const { error } = outcome;
    const content: ReplyContents["execute_reply"] = error
      ? { status: "error", ...error, execution_count }
      : await this.#succeeded(cell, request, outcome);
    if (error && !outcome.isPublished && !silent)
      this.#publish(cell, { type: "error", content: error });
    else this.#streams.flush();
    const aborted = error !== undefined && stop_on_error ? await this.#takeQueue() : [];
    this.#transport.reply("shell", request, { type: "execute_reply", content });
    this.#status("idle", request.header);
    for (const one of aborted) this.#abort(one);
  }

  async #succeeded(
    cell: number,
    { content: { user_expressions } }: Execution,
    { done }: Outcome,
  ): Promise<ReplyContents["execute_reply"]> {
    const data = done?.result;
    const execution_count = this.#executionCount;
    if (data)
      this.#publish(cell, {
        type: "execute_result",
        content: { execution_count, data, metadata: {} },
      });
    const values =
      Object.keys(user_expressions).length > 0
        ? (await this.#executor.evaluate(cell, user_expressions)).done?.values
        : undefined;
    return { status: "ok", payload: [], user_expressions: values ?? {}, execution_count };
  }

  /** Everything asked for before the failure is known; what is on its way is let in first. */
  async #takeQueue(): Promise<Execution[]> {
    for (let before = -1; before !== this.#queue.length; ) {
      before = this.#queue.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.#queue.splice(0);
  }

  #abort(request: Execution): void {
    this.#whileBusy(request.header, () =>
      this.#transport.reply("shell", request, {
        type: "execute_reply",
        content: { status: "aborted", execution_count: this.#executionCount },
      }),
    );
  }

  #report(report: Report): void {
    switch (report.type) {
      case "stream":
        this.#streams.add(report.cell, report.name, report.text);
        break;
      case "display": {
        const { cell, data, metadata, transient, update } = report;
        this.#publish(cell, {
          type: update ? "update_display_data" : "display_data",
          content: { data, metadata, transient },
        });
        break;
      }
      case "clear":
        this.#publish(report.cell, { type: "clear_output", content: { wait: report.wait } });
        break;
      case "input":
        this.#askReader(report.cell, report.prompt, report.password);
        break;
      case "comm":
        this.#trackComm(report.message);
        this.#publish(report.cell, report.message);
        break;
    }
    if (this.#transport.full) this.#executor.pause();
  }

  #askReader(cell: number, prompt: string, password: boolean): void {
    const request = this.#executions.get(cell);
    this.#streams.flush();
    this.#isPrompting = true;
    if (request?.content.allow_stdin)
      this.#transport.reply("stdin", request, {
        type: "input_request",
        content: { prompt, password },
      });
    else this.#answerPrompt({ error: "prompt: this frontend does not take input" });
  }

  /** What answers no prompt is dropped: the next one would read it. */
  #answerPrompt(answer: Answer): void {
    if (!this.#isPrompting) return;
    this.#isPrompting = false;
    this.#executor.answer(answer);
  }

  #receiveComm({ header, type, content }: Envelope & CommMessage): void {
    const message = { type, content } as CommMessage;
    this.#whileBusy(header, () => {
      this.#trackComm(message);
      this.#executor.sendComm(this.#cell, message);
    });
  }

  #trackComm({ type, content }: CommMessage): void {
    if (type === "comm_open") this.#comms.set(content.comm_id, content.target_name);
    if (type === "comm_close") this.#comms.delete(content.comm_id);
  }

  #commInfo({
    target_name: wanted,
  }: RequestContents["comm_info_request"]): ReplyContents["comm_info_reply"] {
    const found = [...this.#comms].filter(([, name]) => wanted === undefined || name === wanted);
    return {
      status: "ok",
      comms: Object.fromEntries(found.map(([id, target_name]) => [id, { target_name }])),
    };
  }

  #publish(cell: number, publication: Publication): void {
    if (publication.type !== "stream") this.#streams.flush();
    this.#transport.publish(publication, this.#executions.get(cell)?.header);
  }

  #whileBusy(header: Header, work: () => void): void {
    this.#status("busy", header);
    work();
    this.#status("idle", header);
  }

  #status(execution_state: "starting" | "busy" | "idle", parent: Header | undefined): void {
    this.#transport.publish({ type: "status", content: { execution_state } }, parent);
  }

  #remember(cell: number, request: Execution): void {
    this.#executions.set(cell, request);
    this.#executions.delete(cell - rememberedCells);
  }

  #shutDown(): void {
    this.#executor.close();
    void this.#transport.close().finally(this.#exit);
  }
}

function refusal({ message }: Error): Failed {
  return { status: "error", ename: "KernelError", evalue: message, traceback: [message] };
}

function kernelInfo(
  { name, version }: KernelOptions["implementation"],
  typescript: string,
): KernelInfo {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: name,
    implementation_version: version,
    banner: `TypeScript ${typescript}: every cell is type-checked before it runs.`,
    help_links: [
      {
        text: "TypeScript handbook",
        url: "https://www.typescriptlang.org/docs/handbook/intro.html",
      },
      { text: "Node.js API", url: "https://nodejs.org/docs/latest/api/" },
    ],
    language_info: {
      name: "typescript",
      version: typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
    },
  };
}
