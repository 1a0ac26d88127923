import { chmodSync, readFileSync } from "node:fs";
import { Reply, Router, type Socket, XPublisher } from "zeromq";
import type {
  Envelope,
  Header,
  Incoming,
  Publication,
  Reply as ReplyMessage,
} from "../protocol/messages.js";
import type { Channel, Receive, Transport } from "../protocol/transport.js";
import { decode, encode } from "./wire.js";

/** The connection file Jupyter writes: where to bind, and the key to sign with. */
export interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly stdin_port: number;
  readonly iopub_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme?: string;
}

/** How many messages may wait on iopub before the one who prints is held back. */
const highWaterMark = 256;
/** How long a subscriber may be stuck before its message is given up, in ms. */
const sendTimeout = 30_000;

export function readConnection(path: string): Connection {
  chmodSync(path, 0o600);
  const connection = JSON.parse(readFileSync(path, "utf8")) as Connection;
  const scheme = connection.signature_scheme ?? "hmac-sha256";
  if (connection.key !== "" && scheme !== "hmac-sha256")
    throw new Error(`connection file: signature scheme ${scheme}; the kernel knows hmac-sha256`);
  return connection;
}

/** A socket with its outgoing messages in order, however slowly it takes them. */
class Outbox {
  readonly #waiting: Buffer[][] = [];
  #sending: Promise<void> | undefined;
  readonly #onDrain: () => void;
  readonly #socket: Socket & { send(frames: Buffer[]): Promise<void> };

  constructor(socket: Socket & { send(frames: Buffer[]): Promise<void> }, onDrain: () => void) {
    this.#socket = socket;
    this.#onDrain = onDrain;
  }

  get full(): boolean {
    return this.#waiting.length >= highWaterMark;
  }

  send(frames: Buffer[]): void {
    this.#waiting.push(frames);
    this.#sending ??= this.#pump();
  }

  async flushed(): Promise<void> {
    await this.#sending;
  }

  async #pump(): Promise<void> {
    for (let frames = this.#waiting.shift(); frames; frames = this.#waiting.shift()) {
      await this.#push(frames);
      if (!this.full) this.#onDrain();
    }
    this.#sending = undefined;
  }

  async #push(frames: Buffer[]): Promise<void> {
    const until = Date.now() + sendTimeout;
    while (!this.#socket.closed) {
      try {
        return await this.#socket.send(frames);
      } catch (error) {
        // EAGAIN: a subscriber's queue is full. With noDrop ZeroMQ says so instead of losing it.
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || Date.now() > until) return;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    }
  }
}

/** The five sockets of a kernel. */
export class Sockets implements Transport {
  /** Called when iopub can take more after having been full. */
  onDrain: () => void = () => {};
  readonly #connection: Connection;
  readonly #routers: Record<Channel, Router>;
  readonly #iopub = new XPublisher({ noDrop: true, linger: 1000 });
  readonly #heartbeat = new Reply({ linger: 0 });
  readonly #outboxes: Record<Channel | "iopub", Outbox>;

  constructor(connection: Connection) {
    this.#connection = connection;
    const router = (): Router => new Router({ linger: 1000, sendHighWaterMark: 0 });
    this.#routers = { shell: router(), control: router(), stdin: router() };
    const outbox = (socket: Router | XPublisher): Outbox =>
      new Outbox(socket, () => this.onDrain());
    this.#outboxes = {
      shell: outbox(this.#routers.shell),
      control: outbox(this.#routers.control),
      stdin: outbox(this.#routers.stdin),
      iopub: outbox(this.#iopub),
    };
  }

  get full(): boolean {
    return this.#outboxes.iopub.full;
  }

  async bind(receive: Receive): Promise<void> {
    const { transport, ip } = this.#connection;
    const at = (port: number): string =>
      transport === "ipc" ? `ipc://${ip}-${port}` : `${transport}://${ip}:${port}`;
    await Promise.all([
      this.#routers.shell.bind(at(this.#connection.shell_port)),
      this.#routers.control.bind(at(this.#connection.control_port)),
      this.#routers.stdin.bind(at(this.#connection.stdin_port)),
      this.#iopub.bind(at(this.#connection.iopub_port)),
      this.#heartbeat.bind(at(this.#connection.hb_port)),
    ]);
    for (const channel of ["shell", "control", "stdin"] as const) this.#listen(channel, receive);
    this.#echo();
    this.#readSubscriptions();
  }

  publish({ type, content }: Publication, parent: Header | undefined): void {
    const topic = [Buffer.from(type)];
    const frames = encode(this.#connection.key, topic, { type, content, parent: parent ?? {} });
    this.#outboxes.iopub.send(frames);
  }

  reply(channel: Channel, { address, header }: Envelope, { type, content }: ReplyMessage): void {
    const identities = address as Buffer[];
    const frames = encode(this.#connection.key, identities, { type, content, parent: header });
    this.#outboxes[channel].send(frames);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#outboxes).map((outbox) => outbox.flushed()));
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat])
      socket.close();
  }

  async #listen(channel: Channel, receive: Receive): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      let message: Incoming;
      try {
        message = decode(this.#connection.key, frames);
      } catch (error) {
        process.stderr.write(`refused on ${channel}: ${(error as Error).message}\n`);
        continue;
      }
      receive(channel, message);
    }
  }

  async #echo(): Promise<void> {
    for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
  }

  async #readSubscriptions(): Promise<void> {
    for await (const _ of this.#iopub);
  }
}
