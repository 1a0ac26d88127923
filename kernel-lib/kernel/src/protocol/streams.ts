/** How long printed text may wait for more of it, in ms. */
const delay = 15;
/** Text that is sent without waiting, in characters. */
const enough = 65_536;

/** Gathers what a cell prints, so that a million lines are some hundred messages. */
export class Streams {
  private readonly publish: (cell: number, name: string, text: string) => void;
  private open: { cell: number; name: string; texts: string[]; size: number } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(publish: (cell: number, name: string, text: string) => void) {
    this.publish = publish;
  }

  add(cell: number, name: string, text: string): void {
    if (this.open && (this.open.cell !== cell || this.open.name !== name)) this.flush();
    this.open ??= { cell, name, texts: [], size: 0 };
    this.open.texts.push(text);
    this.open.size += text.length;
    if (this.open.size >= enough) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  /** Anything else that is published comes after what was printed before it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.open === undefined) return;
    const { cell, name, texts } = this.open;
    this.open = undefined;
    this.publish(cell, name, texts.join(""));
  }
}
