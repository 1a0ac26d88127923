import { Console } from "node:console";
import { Writable } from "node:stream";
import { print } from "./output.js";

/** A console and process.stdout/stderr that print as the cell whose code is running. */
export function installConsole(): void {
  const stdout = output("stdout");
  const stderr = output("stderr");
  Object.defineProperty(process, "stdout", { value: stdout, configurable: true });
  Object.defineProperty(process, "stderr", { value: stderr, configurable: true });
  // Our own Console: the global one also keeps what is logged, for an inspector to look at.
  // `ignoreErrors` would hand each line a callback to be queued.
  const own = new Console({ stdout, stderr, ignoreErrors: false });
  Object.defineProperty(globalThis, "console", { value: own, writable: true, configurable: true });
}

function output(name: "stdout" | "stderr"): Writable {
  const stream = new Writable({ decodeStrings: false });
  // Not through the stream's own queue, which would hand a later write to another cell.
  stream.write = (
    chunk: string | Uint8Array,
    encoding?: unknown,
    callback?: (error?: Error | null) => void,
  ): boolean => {
    print(name, typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
    const done = typeof encoding === "function" ? (encoding as () => void) : callback;
    if (done) process.nextTick(done);
    return true;
  };
  return stream;
}
