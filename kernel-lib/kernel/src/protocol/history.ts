import type { Json } from "./wire.js";

type Entry = readonly [session: number, line: number, source: string];

/** The cells of this session, for history_request. */
export class History {
  private readonly entries: Entry[] = [];

  add(line: number, source: string): void {
    this.entries.push([0, line, source]);
  }

  reply(request: Json): Json {
    const n = typeof request.n === "number" ? request.n : this.entries.length;
    const found = this.find(request, n);
    const history = found.map(([session, line, source]) => [
      session,
      line,
      // The outputs are the frontend's, not the kernel's.
      request.output === true ? [source, null] : source,
    ]);
    return { status: "ok", history };
  }

  private find(request: Json, n: number): Entry[] {
    if (request.hist_access_type === "range") {
      const start = Number(request.start ?? 0);
      const stop = Number(request.stop ?? Number.POSITIVE_INFINITY);
      return this.entries.filter(([, line]) => line >= start && line < stop);
    }
    if (request.hist_access_type === "search") {
      const pattern = glob(String(request.pattern ?? "*"));
      const matching = this.entries.filter(([, , source]) => pattern.test(source));
      return (request.unique === true ? lastOfEach(matching) : matching).slice(-n);
    }
    return n > 0 ? this.entries.slice(-n) : [];
  }
}

function glob(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*/g, "[^]*").replace(/\?/g, "[^]")}$`);
}

function lastOfEach(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry[2], entry])).values()];
}
