import type { PublicationContents } from "./messages.js";

/** How long printed text may wait for more of it, in ms. */
const delay = 15;
/** Text that is sent without waiting, in characters. */
const batchSize = 65_536;

type StreamName = PublicationContents["stream"]["name"];
type Publish = (cell: number, name: StreamName, text: string) => void;

/** Gathers what a cell prints, so that a million lines are some hundred messages. */
export class Streams {
  readonly #publish: Publish;
  #pending: { cell: number; name: StreamName; texts: string[]; size: number } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(publish: Publish) {
    this.#publish = publish;
  }

  add(cell: number, name: StreamName, text: string): void {
    if (this.#pending && (this.#pending.cell !== cell || this.#pending.name !== name)) this.flush();
    this.#pending ??= { cell, name, texts: [], size: 0 };
    this.#pending.texts.push(text);
    this.#pending.size += text.length;
    if (this.#pending.size >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Anything else that is published comes after what was printed before it. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending === undefined) return;
    const { cell, name, texts } = this.#pending;
    this.#pending = undefined;
    this.#publish(cell, name, texts.join(""));
  }
}
