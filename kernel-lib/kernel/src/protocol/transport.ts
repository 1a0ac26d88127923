import type { Envelope, Header, Incoming, Publication, Reply } from "./messages.js";

export type Channel = "shell" | "control" | "stdin";

export type Receive = (channel: Channel, message: Incoming) => void;

/** The door to the frontends: five ZeroMQ sockets under Node. */
export interface Transport {
  /** Whether what is published waits for a slow frontend: whoever prints should wait too. */
  readonly full: boolean;
  /** Called when more can be published after that. */
  onDrain: () => void;
  publish(publication: Publication, parent: Header | undefined): void;
  reply(channel: Channel, request: Envelope, reply: Reply): void;
  /** Sends what is still to be sent, and closes. */
  close(): Promise<void>;
}
