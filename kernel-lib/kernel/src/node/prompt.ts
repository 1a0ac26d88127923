import { readSync } from "node:fs";
import type { Answer } from "../ipc.js";
import { currentCell, report } from "./output.js";
import { descriptors, Lines } from "./pipes.js";

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
