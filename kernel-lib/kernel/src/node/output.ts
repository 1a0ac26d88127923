import { AsyncLocalStorage } from "node:async_hooks";
import { writeSync } from "node:fs";
import type { Report, StreamName } from "../ipc.js";
import { descriptors } from "./pipes.js";

/** The cell whose code, timer or promise is running. */
const running = new AsyncLocalStorage<number>();
let latest = 0;

/** Printed lines a window of `windowLength` ms passes on one by one; more are gathered. */
const windowQuota = 100;
const windowLength = 20;
const bufferSize = 32_768;

const now = performance.now.bind(performance);
const stringify = JSON.stringify;

let torn = false;
let windowStart = 0;
let inWindow = 0;
let gathered: { cell: number; name: StreamName; text: string } | undefined;

export function currentCell(): number {
  return running.getStore() ?? latest;
}

/** Runs code as the given cell's: what it prints, now or later, goes there. */
export function asCell<T>(cell: number, run: () => T): T {
  latest = cell;
  return running.run(cell, run);
}

/** Writes at once and waits where the supervisor is behind, so that memory stays bounded. */
export function report(message: Report): void {
  flush();
  write(message);
}

/** Prints as a cell's stdout or stderr. */
export function print(name: StreamName, text: string): void {
  const cell = currentCell();
  if (gathered !== undefined && (gathered.cell !== cell || gathered.name !== name)) flush();
  const time = now();
  if (time - windowStart > windowLength) {
    windowStart = time;
    inWindow = 0;
    flush();
  }
  inWindow++;
  if (gathered !== undefined) {
    gathered.text += text;
    if (gathered.text.length > bufferSize) flush();
  } else if (inWindow <= windowQuota) write({ type: "stream", cell, name, text });
  else {
    gathered = { cell, name, text };
    setImmediate(flush);
  }
}

export function flush(): void {
  if (gathered === undefined) return;
  const { cell, name, text } = gathered;
  gathered = undefined;
  write({ type: "stream", cell, name, text });
}

/** An interrupt may cut a write short: the next one then starts a new line. */
function write(message: Report): void {
  const bytes = Buffer.from(`${torn ? "\n" : ""}${stringify(message)}\n`);
  torn = true;
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptors.reports, bytes, at);
  torn = false;
}
