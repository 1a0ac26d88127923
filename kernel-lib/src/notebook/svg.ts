import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from "node:worker_threads";
import { escapeHTML } from "../jupyter/html.js";
import type { Spec } from "../plot/index.js";
import type { Drawn } from "./svgWorker.js";

type Drawer = { worker: Worker; port: MessagePort; signal: Int32Array };

const timeLimit = 30_000; // milliseconds
let drawer: Drawer | undefined;

/** The thread that draws: started by the first figure, kept for the next, never waited for. */
function start(): Drawer {
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("./svgWorker.js", import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  return { worker, port: port1, signal };
}

/**
 * The static picture of a Vega-Lite specification, drawn while the caller waits.
 * @throws in the compiler's words when the specification fails or warns, and after 30 s.
 */
export function toSVG(spec: Spec): string {
  drawer ??= start();
  const { worker, port, signal } = drawer;
  Atomics.store(signal, 0, 0);
  port.postMessage(spec);
  if (Atomics.wait(signal, 0, 0, timeLimit) === "timed-out") {
    drawer = undefined;
    void worker.terminate();
    throw new Error(
      `show: the figure was not drawn within ${timeLimit / 1000} s; give it fewer points`,
    );
  }
  const { svg, problems } = (receiveMessageOnPort(port) as { message: Drawn }).message;
  if (svg === undefined || problems.length > 0) {
    throw new Error(`show: the figure does not compile cleanly: ${problems.join("; ")}`);
  }
  const label = `role="img" aria-label="${escapeHTML(spec.description)}"`;
  return svg.replace(/^<svg\b/, `<svg ${label}`);
}
