import { randomUUID } from "node:crypto";
import { readSync } from "node:fs";
import { inspect } from "node:util";
import { type Answer, type Bundle, descriptors, Lines } from "../ipc.js";
import type { Json } from "../protocol/wire.js";
import { currentCell, report } from "./output.js";

/** The MIME bundle of a value: what it says of itself, else text as Node inspects it. */
export function bundleOf(value: unknown): Bundle {
  const own = (value as { [key: symbol]: unknown } | null | undefined)?.[
    Symbol.for("Jupyter.display")
  ];
  if (typeof own === "function") {
    const bundle: unknown = own.call(value);
    if (typeof bundle !== "object" || bundle === null)
      throw new TypeError(
        `[Symbol.for("Jupyter.display")]() returned ${inspect(bundle)}; it must return a MIME bundle`,
      );
    return bundle as Bundle;
  }
  return { "text/plain": inspect(value) };
}

export interface DisplayOptions {
  readonly metadata?: Json;
  readonly transient?: { readonly display_id?: string };
  readonly update?: boolean;
}

/** Publishes display_data, or update_display_data for a display that is there already. */
export function displayData(data: Bundle, options: DisplayOptions = {}): void {
  const { metadata = {}, transient = {}, update = false } = options;
  report({
    type: "display",
    cell: currentCell(),
    data,
    metadata,
    transient: { ...transient },
    update,
  });
}

export function clearOutput(wait = false): void {
  report({ type: "clear", cell: currentCell(), wait });
}

/** Asks the reader and waits for the line. */
export function prompt(message = "", initial = ""): string | null {
  report({ type: "input", cell: currentCell(), prompt: message, password: false });
  const lines = new Lines();
  const chunk = Buffer.alloc(4096);
  for (;;) {
    const size = readSync(descriptors.answers, chunk);
    const [line] = lines.read(chunk.subarray(0, size));
    if (line === undefined) continue;
    const { value, error } = JSON.parse(line) as Answer;
    if (error !== undefined) throw new Error(error);
    return value || initial;
  }
}

/** tslab's `display`: one function a MIME type. */
export interface TslabDisplay {
  readonly id: string | undefined;
  javascript(s: string): void;
  html(s: string): void;
  markdown(s: string): void;
  svg(s: string): void;
  png(b: Uint8Array): void;
  jpeg(b: Uint8Array): void;
  gif(b: Uint8Array): void;
  pdf(b: Uint8Array): void;
  text(s: string): void;
  raw(contentType: string, b: string | Uint8Array | object): void;
}

/** A display that shows first and updates in place afterwards, when it has an id. */
export function tslabDisplay(id?: string): TslabDisplay {
  let shown = false;
  const raw = (contentType: string, content: string | Uint8Array | object): void => {
    const binary = content instanceof Uint8Array;
    const data = { [contentType]: binary ? Buffer.from(content).toString("base64") : content };
    const transient = id === undefined ? {} : { display_id: id };
    displayData(data, { transient, update: shown });
    shown = id !== undefined;
  };
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    id,
    raw,
    javascript: as("text/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
  };
}

export function newTslabDisplay(): TslabDisplay {
  return tslabDisplay(randomUUID());
}
