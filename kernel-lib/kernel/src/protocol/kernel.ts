import type { Report } from "../ipc.js";
import { Executor, type Outcome } from "../supervisor/executor.js";
import type { ErrorContent } from "../supervisor/traceback.js";
import type { OpenChecker } from "../typescript/checker.js";
import { complete, inspectAt, isComplete } from "../typescript/completion.js";
import { History } from "./history.js";
import type { Channel, Sockets } from "./sockets.js";
import { Streams } from "./streams.js";
import { type Header, type Json, type Message, protocolVersion } from "./wire.js";

/** Cells whose late output still finds its way home. */
const remembered = 1000;

/** Jupyter's protocol: every request answered, every output sent with its request as parent. */
export class Kernel {
  private readonly sockets: Sockets;
  private readonly executor: Executor;
  private readonly history = new History();
  private readonly streams = new Streams((cell, name, text) =>
    this.send(cell, "stream", { name, text }),
  );
  private readonly queue: Message[] = [];
  private readonly requests = new Map<number, Message>();
  private readonly comms = new Map<string, string>();
  private readonly exit: () => void;
  private working = false;
  private cell = 0;
  private count = 0;
  private warm = false;
  /** Whether the runner's process waits for the answer to a prompt. */
  private isPrompting = false;

  constructor(sockets: Sockets, folder: string, open: OpenChecker, exit: () => void) {
    this.sockets = sockets;
    this.exit = exit;
    this.executor = new Executor(folder, open, {
      report: (report) => this.report(report),
      output: (name, text) => this.streams.add(this.cell, name, text),
      stray: (cell, error) => this.send(cell, "error", error),
      restarted: () => {
        this.comms.clear();
        this.isPrompting = false;
      },
    });
    sockets.onDrain = () => this.executor.goOn();
    sockets.publish("status", { execution_state: "starting" }, {});
  }

  receive(channel: Channel, message: Message): void {
    const { header, content } = message;
    const type = header.msg_type;
    if (type === "execute_request") {
      this.queue.push(message);
      void this.work();
    } else if (channel === "stdin") {
      if (type === "input_reply") this.answerPrompt({ value: String(content.value ?? "") });
    } else if (type.startsWith("comm_") && type !== "comm_info_request") {
      this.during(header, () => this.comm(message));
    } else {
      this.during(header, () => {
        const reply = this.reply(message);
        this.sockets.reply(channel, message, type.replace(/_request$/, "_reply"), reply);
      });
      if (type === "shutdown_request") this.shutDown();
      else this.warmUp();
    }
  }

  /** Starts the compiler once the frontend has its first answer. */
  warmUp(): void {
    if (this.warm) return;
    this.warm = true;
    setTimeout(() => this.executor.warmUp(), 20);
  }

  interrupt(): void {
    this.executor.interrupt();
    this.answerPrompt({ error: "interrupted" });
  }

  close(): void {
    this.executor.close();
  }

  private during(header: Header, work: () => void): void {
    this.sockets.publish("status", { execution_state: "busy" }, header);
    work();
    this.sockets.publish("status", { execution_state: "idle" }, header);
  }

  private reply({ header, content }: Message): Json {
    const code = String(content.code ?? "");
    const cursor = Number(content.cursor_pos ?? [...code].length);
    const { chain } = this.executor;
    try {
      switch (header.msg_type) {
        case "kernel_info_request":
          return kernelInfo;
        case "complete_request":
          return complete(chain, code, cursor);
        case "inspect_request":
          return inspectAt(chain, code, cursor);
        case "is_complete_request":
          return isComplete(code);
        case "history_request":
          return this.history.reply(content);
        case "comm_info_request":
          return { status: "ok", comms: this.openComms(content.target_name) };
        case "interrupt_request":
          this.interrupt();
          return { status: "ok" };
        case "shutdown_request":
          return { status: "ok", restart: content.restart === true };
        default:
          return refusal(`the kernel knows no ${header.msg_type}`);
      }
    } catch (error) {
      return refusal(String((error as Error).message));
    }
  }

  private async work(): Promise<void> {
    if (this.working) return;
    this.working = true;
    for (let request = this.queue.shift(); request; request = this.queue.shift()) {
      await this.execute(request);
      this.executor.chain.tidy();
    }
    this.working = false;
  }

  private async execute(request: Message): Promise<void> {
    const { header, content } = request;
    const cell = ++this.cell;
    this.remember(cell, request);
    this.sockets.publish("status", { execution_state: "busy" }, header);
    const silent = content.silent === true;
    const kept = !silent && content.store_history !== false;
    const code = String(content.code ?? "");
    if (kept) this.history.add(++this.count, code);
    const execution_count = this.count;
    if (!silent) this.send(cell, "execute_input", { code, execution_count });
    const label = kept ? `In[${execution_count}]` : "In[*]";
    const outcome = await this.executor.run(cell, label, code, !silent);
    const reply = outcome.error
      ? { status: "error", ...outcome.error }
      : await this.succeeded(cell, content, outcome);
    if (outcome.error && !outcome.published && !silent) this.send(cell, "error", outcome.error);
    else this.streams.flush();
    const stops = outcome.error !== undefined && content.stop_on_error !== false;
    const aborted = stops ? await this.takeQueue() : [];
    this.sockets.reply("shell", request, "execute_reply", { ...reply, execution_count });
    this.sockets.publish("status", { execution_state: "idle" }, header);
    for (const one of aborted) this.abort(one);
  }

  private async succeeded(cell: number, content: Json, { done }: Outcome): Promise<Json> {
    const data = done?.result;
    const execution_count = this.count;
    if (data) this.send(cell, "execute_result", { execution_count, data, metadata: {} });
    const expressions = (content.user_expressions ?? {}) as Json;
    const asked = Object.keys(expressions).length > 0;
    const values = asked ? (await this.executor.evaluate(cell, expressions)).done?.values : {};
    return { status: "ok", payload: [], user_expressions: values ?? {} };
  }

  /** Everything asked for before the failure is known; what is on its way is let in first. */
  private async takeQueue(): Promise<Message[]> {
    for (let before = -1; before !== this.queue.length; ) {
      before = this.queue.length;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.queue.splice(0);
  }

  private abort(request: Message): void {
    this.during(request.header, () => {
      const content = { status: "aborted", execution_count: this.count };
      this.sockets.reply("shell", request, "execute_reply", content);
    });
  }

  private report(report: Report): void {
    if (report.type === "stream") this.streams.add(report.cell, report.name, report.text);
    else if (report.type === "display") {
      const { cell, data, metadata, transient, update } = report;
      this.send(cell, update ? "update_display_data" : "display_data", {
        data,
        metadata,
        transient,
      });
    } else if (report.type === "clear")
      this.send(report.cell, "clear_output", { wait: report.wait });
    else if (report.type === "input") this.askReader(report.cell, report.prompt, report.password);
    else if (report.type === "comm") {
      this.track(report.message, report.content);
      this.send(report.cell, report.message, report.content);
    }
    if (this.sockets.full) this.executor.hold();
  }

  private askReader(cell: number, prompt: string, password: boolean): void {
    const request = this.requests.get(cell);
    this.streams.flush();
    this.isPrompting = true;
    if (request === undefined || request.content.allow_stdin === false)
      this.answerPrompt({ error: "prompt: this frontend does not take input" });
    else this.sockets.reply("stdin", request, "input_request", { prompt, password });
  }

  /** What answers no prompt is dropped: the next one would read it. */
  private answerPrompt(answer: { value?: string; error?: string }): void {
    if (!this.isPrompting) return;
    this.isPrompting = false;
    this.executor.answer(answer);
  }

  private comm({ header, content }: Message): void {
    this.track(header.msg_type, content);
    this.executor.comm(this.cell, header.msg_type, content);
  }

  private track(message: string, content: Json): void {
    const id = String(content.comm_id);
    if (message === "comm_open") this.comms.set(id, String(content.target_name));
    if (message === "comm_close") this.comms.delete(id);
  }

  private openComms(target: unknown): Json {
    const wanted = [...this.comms].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(wanted.map(([id, target_name]) => [id, { target_name }]));
  }

  private send(cell: number, type: string, content: Json): void {
    if (type !== "stream") this.streams.flush();
    this.sockets.publish(type, content, this.requests.get(cell)?.header ?? {});
  }

  private remember(cell: number, request: Message): void {
    this.requests.set(cell, request);
    this.requests.delete(cell - remembered);
  }

  private shutDown(): void {
    this.executor.close();
    void this.sockets.close().finally(this.exit);
  }
}

function refusal(sentence: string): ErrorContent & { status: string } {
  return { status: "error", ename: "KernelError", evalue: sentence, traceback: [sentence] };
}

const kernelInfo: Json = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "kernel-lib",
  implementation_version: "0.1.0",
  banner: "TypeScript, checked and run cell by cell",
  help_links: [{ text: "TypeScript", url: "https://www.typescriptlang.org/docs/" }],
  language_info: {
    name: "typescript",
    version: "7.0.2",
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: { name: "javascript", mode: "typescript", typescript: true },
  },
};
