import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Dealer, Request, Subscriber } from "zeromq";

// A small Jupyter client: it starts the real kernel with a connection file and talks ZeroMQ.

const project = fileURLToPath(new URL("..", import.meta.url));
/** The Node that runs the tests: the pinned one, or another that is tried. */
const node = process.execPath;

// biome-ignore lint/suspicious/noExplicitAny: message contents are what the tests look into
export type Content = Record<string, any>;

export interface Message {
  type: string;
  id: string;
  /** The msg_id of the request it belongs to. */
  parent: string | undefined;
  header: Content;
  content: Content;
}

/** All that came of one request. */
export interface Answer {
  reply: Content;
  /** What iopub brought between busy and idle, statuses left out. */
  outputs: Message[];
  stdout: string;
  stderr: string;
  /** The text/plain of the result. */
  result: string | undefined;
  /** The content of the first `error` output. */
  error: Content | undefined;
}

export interface StartOptions {
  folder?: string;
  env?: Record<string, string>;
  /** Another kernel's command, with {connection_file} where that goes. */
  argv?: readonly string[];
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve) =>
        server.listen(0, "127.0.0.1", () => resolve(server)),
      );
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const delimiter = Buffer.from("<IDS|MSG>");

export class Client {
  readonly folder: string;
  readonly connectionFile: string;
  readonly process: ChildProcess;
  readonly key: string = randomUUID();
  /** Everything iopub brought, in order. */
  readonly iopub: Message[] = [];
  /** Everything any socket brought. */
  readonly received: Message[] = [];
  /** What the kernel logged. */
  log = "";
  readonly ports: number[];
  private readonly session = randomUUID();
  private readonly shell = new Dealer({ linger: 0, routingId: this.session });
  private readonly control = new Dealer({ linger: 0, routingId: this.session });
  readonly stdin = new Dealer({ linger: 0, routingId: this.session });
  private readonly heart = new Request({ linger: 0 });
  private readonly subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  private readonly replies = new Map<string, Message>();
  private waiters: (() => void)[] = [];
  private answerInput: ((prompt: string) => string) | undefined;
  private readonly temporary: string | undefined;

  private constructor(ports: number[], { folder, env, argv }: StartOptions) {
    this.temporary = folder === undefined ? mkdtempSync(join(tmpdir(), "kernel-")) : undefined;
    this.folder = folder ?? (this.temporary as string);
    this.ports = ports;
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
    this.connectionFile = join(mkdtempSync(join(tmpdir(), "connection-")), "kernel.json");
    const connection = { shell_port, iopub_port, stdin_port, control_port, hb_port };
    const how = { transport: "tcp", ip: "127.0.0.1", signature_scheme: "hmac-sha256" };
    writeFileSync(this.connectionFile, JSON.stringify({ ...connection, ...how, key: this.key }));
    const main = join(project, "kernel-lib/kernel/dist/main.js");
    const [command = "", ...rest] = (argv ?? [node, main, "{connection_file}"]).map((word) =>
      word.replace("{connection_file}", this.connectionFile),
    );
    this.process = spawn(command, rest, {
      cwd: this.folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process.stderr?.on("data", (chunk) => {
      this.log += chunk;
    });
    const at = (port: number | undefined): string => `tcp://127.0.0.1:${port}`;
    this.shell.connect(at(shell_port));
    this.control.connect(at(control_port));
    this.stdin.connect(at(stdin_port));
    this.heart.connect(at(hb_port));
    this.subscriber.connect(at(iopub_port));
    this.subscriber.subscribe();
    void this.listen();
  }

  static async start(options: StartOptions = {}): Promise<Client> {
    const client = new Client(await freePorts(5), options);
    await client.connected();
    return client;
  }

  /** Starts a kernel and says when its first reply came, in ms. */
  static async timed(options: StartOptions): Promise<{ client: Client; ms: number }> {
    const ports = await freePorts(5);
    const start = performance.now();
    const client = new Client(ports, options);
    await client.request("kernel_info_request", {});
    const ms = performance.now() - start;
    await client.connected();
    return { client, ms };
  }

  private async connected(): Promise<void> {
    // A subscription takes a moment to arrive: ask until iopub answers too.
    for (let tries = 0; this.iopub.every(({ parent }) => parent === undefined); tries++) {
      if (tries > 100) throw new Error(`the kernel does not answer: ${this.log}`);
      await this.request("kernel_info_request", {});
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = new Promise((resolve) => this.process.once("exit", resolve));
      this.send("shutdown_request", { restart: false }, this.control);
      const timer = setTimeout(() => this.process.kill("SIGKILL"), 5000);
      await gone;
      clearTimeout(timer);
    }
    for (const socket of [this.shell, this.control, this.stdin, this.heart, this.subscriber])
      socket.close();
    if (this.temporary) rmSync(this.temporary, { recursive: true, force: true });
  }

  /** Runs a cell to its idle status. */
  async execute(code: string, options: Content = {}): Promise<Answer> {
    const id = this.submit(code, options);
    return this.answer(id);
  }

  /** Sends a cell without waiting for it. */
  submit(code: string, options: Content = {}): string {
    const { input, ...content } = options;
    this.answerInput = input;
    const defaults = { silent: false, store_history: true, stop_on_error: true };
    const rest = { user_expressions: {}, allow_stdin: input !== undefined };
    return this.send("execute_request", { code, ...defaults, ...rest, ...content });
  }

  async answer(id: string): Promise<Answer> {
    await this.until(() => this.replies.has(id) && this.isIdle(id));
    const { content: reply } = this.replies.get(id) as Message;
    const outputs = this.outputsOf(id);
    const text = (name: string): string =>
      outputs
        .filter(({ type, content }) => type === "stream" && content.name === name)
        .map(({ content }) => content.text)
        .join("");
    const result = outputs.find(({ type }) => type === "execute_result");
    return {
      reply,
      outputs,
      stdout: text("stdout"),
      stderr: text("stderr"),
      result: result?.content.data["text/plain"],
      error: outputs.find(({ type }) => type === "error")?.content,
    };
  }

  outputsOf(id: string): Message[] {
    return this.iopub.filter(({ type, parent }) => parent === id && type !== "status");
  }

  isIdle(id: string): boolean {
    return this.iopub.some(
      ({ type, parent, content }) =>
        parent === id && type === "status" && content.execution_state === "idle",
    );
  }

  /** Asks on the shell channel, or on control. */
  async request(type: string, content: Content, channel: "shell" | "control" = "shell") {
    const id = this.send(type, content, this[channel]);
    await this.until(() => this.replies.has(id));
    return (this.replies.get(id) as Message).content;
  }

  async interrupt(): Promise<void> {
    await this.request("interrupt_request", {}, "control");
  }

  async heartbeat(text: string): Promise<string> {
    await this.heart.send(text);
    const [echo] = await this.heart.receive();
    return String(echo);
  }

  /** Resolves when the condition holds; it is tried at each message that arrives. */
  until(condition: () => boolean, ms = 30_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const last = this.iopub.slice(-5).map(({ type, content }) => [type, content]);
        reject(new Error(`nothing for ${ms} ms; last ${JSON.stringify(last)}; log ${this.log}`));
      }, ms);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.waiters = this.waiters.filter((waiter) => waiter !== look);
        resolve();
      };
      this.waiters.push(look);
      look();
    });
  }

  send(type: string, content: Content, socket: Dealer = this.shell): string {
    const id = randomUUID();
    void socket.send(this.frames(type, content, id));
    return id;
  }

  /** The signed frames of a message. */
  frames(type: string, content: Content, id: string): Buffer[] {
    const date = new Date().toISOString();
    const header = { msg_id: id, session: this.session, username: "test", date, msg_type: type };
    const parts = [{ ...header, version: "5.4" }, {}, {}, content];
    const texts = parts.map((part) => Buffer.from(JSON.stringify(part)));
    const hmac = createHmac("sha256", this.key);
    for (const text of texts) hmac.update(text);
    return [delimiter, Buffer.from(hmac.digest("hex")), ...texts];
  }

  /** Sends frames as they are, for messages no client would send. */
  async sendRaw(frames: Buffer[]): Promise<void> {
    await this.shell.send(frames);
  }

  private async listen(): Promise<void> {
    void this.read(this.shell, (message) => this.replies.set(message.parent ?? "", message));
    void this.read(this.control, (message) => this.replies.set(message.parent ?? "", message));
    void this.read(this.stdin, (message) => {
      const value = this.answerInput?.(message.content.prompt);
      if (value !== undefined) this.send("input_reply", { status: "ok", value }, this.stdin);
    });
    await this.read(this.subscriber, (message) => this.iopub.push(message));
  }

  private async read(
    socket: AsyncIterable<Buffer[]>,
    take: (message: Message) => void,
  ): Promise<void> {
    for await (const frames of socket) {
      const at = frames.findIndex((frame) => frame.equals(delimiter));
      const [header, parent, , content] = frames.slice(at + 2).map((part) => JSON.parse(`${part}`));
      const { msg_type, msg_id } = header;
      const message = { type: msg_type, id: msg_id, parent: parent.msg_id, header, content };
      this.received.push(message);
      take(message);
      for (const waiter of this.waiters) waiter();
    }
  }
}
