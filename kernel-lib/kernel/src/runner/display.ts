import type { Dictionary, MimeBundle } from "../protocol/messages.js";
import type { Evaluator } from "./evaluator.js";
import { newId } from "./ids.js";

/** The MIME bundle of a value: what it says of itself, else text as the console shows it. */
export function bundleOf(value: unknown, inspect: (value: unknown) => string): MimeBundle {
  const own = (value as { [key: symbol]: unknown } | null | undefined)?.[
    Symbol.for("Jupyter.display")
  ];
  if (typeof own !== "function") return { "text/plain": inspect(value) };
  const bundle: unknown = own.call(value);
  if (typeof bundle !== "object" || bundle === null)
    throw new TypeError(
      `[Symbol.for("Jupyter.display")]() returned ${inspect(bundle)}; it must return a MIME bundle`,
    );
  return bundle as MimeBundle;
}

export interface DisplayOptions {
  readonly metadata?: Dictionary;
  readonly transient?: { readonly display_id?: string };
  readonly update?: boolean;
}

/** Publishes display_data, or update_display_data for a display that is there already. */
export type DisplayData = (data: MimeBundle, options?: DisplayOptions) => void;

/** What cells find at `Symbol.for("Jupyter.displayData")` and `Symbol.for("Jupyter.clearOutput")`. */
export function displayFunctions({ currentCell, report }: Evaluator): {
  displayData: DisplayData;
  clearOutput: (wait?: boolean) => void;
} {
  return {
    displayData(data, { metadata = {}, transient = {}, update = false } = {}) {
      const cell = currentCell();
      report({ type: "display", cell, data, metadata, transient: { ...transient }, update });
    },
    clearOutput(wait = false) {
      report({ type: "clear", cell: currentCell(), wait });
    },
  };
}

/** tslab's `display`: one function per MIME type. */
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
export function tslabDisplay(displayData: DisplayData, id?: string): TslabDisplay {
  let isShown = false;
  const raw = (contentType: string, content: string | Uint8Array | object): void => {
    const data = { [contentType]: content instanceof Uint8Array ? base64(content) : content };
    const transient = id === undefined ? {} : { display_id: id };
    displayData(data, { transient, update: isShown });
    isShown = id !== undefined;
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

export function newTslabDisplay(displayData: DisplayData): TslabDisplay {
  return tslabDisplay(displayData, newId());
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  return btoa(parts.join(""));
}
