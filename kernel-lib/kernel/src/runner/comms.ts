import { randomUUID } from "node:crypto";
import type { Json } from "../protocol/wire.js";
import { currentCell, report } from "./output.js";

/** One end of a comm: messages between the notebook's page and a cell. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  onMessage: (data: unknown) => void;
  onClose: (data: unknown) => void;
  send(data: Json): void;
  close(data?: Json): void;
}

/** The comms of this runner, at `globalThis[Symbol.for("Jupyter.comms")]`. */
class Comms {
  private readonly open = new Map<string, Comm>();
  private readonly targets = new Map<string, (comm: Comm, data: unknown) => void>();

  /** Opens a comm to the page. */
  connect(target: string, data: Json = {}): Comm {
    const comm = this.add(randomUUID(), target);
    send("comm_open", { comm_id: comm.id, target_name: target, data });
    return comm;
  }

  /** Takes comms the page opens under this name. */
  register(target: string, onOpen: (comm: Comm, data: unknown) => void): void {
    this.targets.set(target, onOpen);
  }

  receive(message: string, content: Json): void {
    const id = String(content.comm_id);
    const { data } = content;
    if (message === "comm_open") {
      const target = String(content.target_name);
      const onOpen = this.targets.get(target);
      if (onOpen === undefined) send("comm_close", { comm_id: id, data: {} });
      else onOpen(this.add(id, target), data);
    } else if (message === "comm_msg") this.open.get(id)?.onMessage(data);
    else {
      this.open.get(id)?.onClose(data);
      this.open.delete(id);
    }
  }

  private add(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      onMessage: () => {},
      onClose: () => {},
      send: (data) => send("comm_msg", { comm_id: id, data }),
      close: (data = {}) => {
        this.open.delete(id);
        send("comm_close", { comm_id: id, data });
      },
    };
    this.open.set(id, comm);
    return comm;
  }
}

export const comms: Comms = new Comms();

function send(message: string, content: Json): void {
  report({ type: "comm", cell: currentCell(), message, content });
}
