/** The runner's file descriptors beside stdin, stdout and stderr. */
export const descriptors = { requests: 3, reports: 4, control: 5, answers: 6 } as const;

/** Splits a stream of JSON lines, which arrive in pieces; a line cut short is passed over. */
export class Lines {
  #rest = "";
  readonly #decoder = new TextDecoder();

  read(chunk: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    return lines.filter((line) => line !== "");
  }
}
