import type { HistoryEntry, ReplyContents, RequestContents } from "./messages.js";

type Query = RequestContents["history_request"];
type Entry = readonly [session: number, line: number, source: string];

/** The cells of this session, for history_request. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, source: string): void {
    this.#entries.push([0, line, source]);
  }

  reply(query: Query): ReplyContents["history_reply"] {
    const history = this.#find(query).map(
      ([session, line, source]): HistoryEntry => [
        session,
        line,
        // The outputs are the frontend's, not the kernel's.
        query.output ? [source, null] : source,
      ],
    );
    return { status: "ok", history };
  }

  #find({ hist_access_type, start, stop, n, pattern, unique }: Query): Entry[] {
    if (hist_access_type === "range")
      return this.#entries.filter(([, line]) => line >= start && line < stop);
    if (hist_access_type === "search") {
      const wanted = regExpOf(pattern);
      const matching = this.#entries.filter(([, , source]) => wanted.test(source));
      return last(unique ? lastOfEach(matching) : matching, n);
    }
    return last(this.#entries, n);
  }
}

function last(entries: readonly Entry[], n: number): Entry[] {
  return n > 0 ? entries.slice(-n) : [];
}

/** A pattern with `*` for any text and `?` for one character. */
function regExpOf(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*+/g, "[^]*").replace(/\?/g, "[^]")}$`);
}

function lastOfEach(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry[2], entry])).values()];
}
