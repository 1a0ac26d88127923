import type { CommMessage, Dictionary } from "../protocol/messages.js";
import { newId } from "./ids.js";

/** One end of a comm: messages between the notebook's page and a cell. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  onMessage: (data: unknown) => void;
  onClose: (data: unknown) => void;
  send(data: Dictionary): void;
  close(data?: Dictionary): void;
}

/** The comms of this runner, at `globalThis[Symbol.for("Jupyter.comms")]`. */
export class Comms {
  readonly #send: (message: CommMessage) => void;
  readonly #comms = new Map<string, Comm>();
  readonly #targets = new Map<string, (comm: Comm, data: unknown) => void>();

  constructor(send: (message: CommMessage) => void) {
    this.#send = send;
  }

  /** Opens a comm to the page. */
  connect(target: string, data: Dictionary = {}): Comm {
    const comm = this.#add(newId(), target);
    this.#send({ type: "comm_open", content: { comm_id: comm.id, target_name: target, data } });
    return comm;
  }

  /** Takes comms the page opens under this name. */
  register(target: string, onOpen: (comm: Comm, data: unknown) => void): void {
    this.#targets.set(target, onOpen);
  }

  receive({ type, content }: CommMessage): void {
    const { comm_id: id, data } = content;
    if (type === "comm_open") {
      const target = content.target_name;
      const onOpen = this.#targets.get(target);
      if (onOpen === undefined) this.#sendClose(id, {});
      else onOpen(this.#add(id, target), data);
    } else if (type === "comm_msg") this.#comms.get(id)?.onMessage(data);
    else {
      this.#comms.get(id)?.onClose(data);
      this.#comms.delete(id);
    }
  }

  #add(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      onMessage: () => {},
      onClose: () => {},
      send: (data) => this.#send({ type: "comm_msg", content: { comm_id: id, data } }),
      close: (data = {}) => {
        this.#comms.delete(id);
        this.#sendClose(id, data);
      },
    };
    this.#comms.set(id, comm);
    return comm;
  }

  #sendClose(comm_id: string, data: Dictionary): void {
    this.#send({ type: "comm_close", content: { comm_id, data } });
  }
}
