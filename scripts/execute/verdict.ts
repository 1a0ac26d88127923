import { type Cell, firstLine, isRunnable, type Notebook } from "../notebook.ts";

/** What execution_report.py reports. */
export type Event =
  | { event: "kernel"; pid: number }
  | { event: "start"; cell: number }
  | {
      event: "reply";
      cell: number;
      status: string;
      execution_count: number | null;
      ename: string | null;
      evalue: string | null;
      stderr: string;
      errors: string[];
    }
  | { event: "late"; cell: number; name: "stdout" | "stderr" | "error"; text: string }
  | { event: "broken"; cell: number; kind: string; message: string };

type Reply = Extract<Event, { event: "reply" }>;

/** `cell` is the number Jupyter shows in its brackets; absent when no cell is to blame. */
export type Failure = { cell?: number; line?: string; message: string };

/**
 * Why a run does not prove that every code cell ran, in order, without error, or failed as it was
 * meant to. Empty when it does. A cell is meant to fail when it is tagged `raises-exception`, and its
 * metadata says how: "lecture": { "raises": "text of the error" }.
 */
export function judge(notebook: Notebook, events: Event[]): Failure[] {
  const failures: Failure[] = [];
  const cells = [...notebook.cells.entries()].filter(([, cell]) => isRunnable(cell));
  let position = 0;
  let silent = 0;
  for (const [index, cell] of cells) {
    position += 1;
    const own = events.filter((event) => "cell" in event && event.cell === index);
    const message = complaint(cell, position, own, failures.length > 0);
    if (message === undefined) continue;
    // Where a run breaks off, only the first cell that never started is of interest.
    if (message === neverStarted && silent++ > 0) continue;
    failures.push({ cell: position, line: firstLine(cell), message });
  }
  const last = failures.at(-1);
  if (last !== undefined && silent > 1) last.message += `, and before ${silent - 1} more`;
  return failures;
}

const neverStarted = "never ran: the run ended before it";

/** What is wrong with one cell's run; undefined when it is proven. */
function complaint(cell: Cell, position: number, events: Event[], failed: boolean) {
  if (cell.metadata.tags?.includes("skip-execution"))
    return "never ran: it is tagged skip-execution";
  if (events.length === 0) return neverStarted;
  const broken = events.find((event) => event.event === "broken");
  if (broken !== undefined) return brokenMessage(broken.kind, broken.message);
  const reply = events.find((event) => event.event === "reply");
  if (reply === undefined) return "never ended: the run stopped while it was running";
  if (reply.status === "error") return asMeant(cell, reply);
  if (reply.status !== "ok") {
    return (
      `never ran: the kernel answered ${JSON.stringify(reply.status)}` +
      " (stock tslab refuses cells for 200 ms after one that failed)"
    );
  }
  if (isForBrowser(cell)) return "is marked @browser: stock tslab does not run it";
  if (!failed && reply.execution_count !== position) {
    return `ran out of order: the kernel counts it as number ${reply.execution_count}`;
  }
  if (isMeantToFail(cell)) return "was meant to fail (tag raises-exception) and did not";
  return printedError(reply, events);
}

function brokenMessage(kind: string, message: string): string {
  if (kind === "DeadKernelError") return `the kernel died: ${message}`;
  if (message.includes("IOPub")) return "its outputs never ended: some were lost on the way";
  const seconds = /\d+(?= seconds?)/.exec(message)?.[0];
  return `took longer than the limit of ${seconds ?? "?"} s`;
}

const isMeantToFail = (cell: Cell): boolean =>
  cell.metadata.tags?.includes("raises-exception") ?? false;

const isForBrowser = (cell: Cell): boolean =>
  /^\s*(\/\*\*(?:(?!\*\/).)*@browser\b)/s.test([cell.source].flat().join(""));

/** The complaint about a cell that failed: none if it failed as it says. */
function asMeant(cell: Cell, reply: Reply): string | undefined {
  const sent = reply.ename === null ? [] : [`${reply.ename}: ${reply.evalue ?? ""}`];
  const error = [...new Set([...sent, ...reply.errors, reply.stderr.trim()])].join("\n").trim();
  if (!isMeantToFail(cell)) return `failed: ${shorten(error)}`;
  const raises = cell.metadata.lecture?.raises;
  if (!raises) return 'is tagged raises-exception; its metadata must say "lecture": { "raises" }';
  if (error.includes(raises)) return undefined;
  return `was meant to fail with ${JSON.stringify(raises)}, but failed: ${shorten(error)}`;
}

// stderr is a place for any text; these beginnings are how tslab prints an error it caught outside
// a cell, and a type error in a cell that defines a module.
const errorInPrint = /^(?:UncaughtException|UnhandledPromiseRejection):|^\S*\s?\d+:\d+ - /m;

/** The error in what a cell printed although it was answered "ok". */
function printedError(reply: Reply, events: Event[]): string | undefined {
  const late = events.filter((event) => event.event === "late");
  const sent = [...reply.errors, ...late.filter(({ name }) => name === "error").map((e) => e.text)];
  if (sent.length > 0) return `left an error: ${shorten(sent.join("\n"))}`;
  const lateText = late.filter(({ name }) => name === "stderr").map((event) => event.text);
  const stderr = reply.stderr + lateText.join("");
  const found = errorInPrint.exec(stderr);
  return found === null ? undefined : `left an error: ${shorten(stderr.slice(found.index))}`;
}

function shorten(text: string): string {
  const lines = text.trim().split("\n");
  // Without the stack, whose lines are the kernel's own, and its pointer into compiled code.
  const own = lines.filter((line) => !/^\s+at |^\s*\^*\s*$/.test(line));
  return (own.length > 12 ? [...own.slice(0, 12), "…"] : own).join("\n    ");
}
