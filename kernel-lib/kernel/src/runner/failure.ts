import type { Failure } from "../ipc.js";

/** Thrown in the reader's name when a cell is stopped. */
export class KeyboardInterrupt extends Error {
  constructor(stack?: string) {
    super("the cell was interrupted; its variables are as they were");
    this.name = "KeyboardInterrupt";
    this.stack = `${this.name}: ${this.message}${stack ?? ""}`;
  }
}

/** What can be said of anything thrown, an Error or not. */
export function failureOf(thrown: unknown, inspect: (value: unknown) => string): Failure {
  try {
    if (!isError(thrown)) {
      const text = inspect(thrown);
      return { name: "Thrown", message: text, text: `Thrown: ${text}` };
    }
    const name = String(thrown.name || thrown.constructor?.name || "Error");
    return { name, message: String(thrown.message), text: inspect(thrown) };
  } catch (error) {
    const message = `what was thrown cannot be shown: ${String(error)}`;
    return { name: "Error", message, text: message };
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
