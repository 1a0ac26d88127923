#!/usr/bin/env node
import { chosenCompiler, loadTypeScript } from "./node/checkers.js";
import { nodeHost, slashes } from "./node/host.js";
import { implementation } from "./node/implementation.js";
import { RunnerProcess } from "./node/runnerProcess.js";
import { readConnection, Sockets } from "./node/sockets.js";
import { Kernel } from "./protocol/kernel.js";

// node main.js <connection file>: a kernel for the notebook in the current folder.

const [, , path] = process.argv;
if (path === undefined) {
  process.stderr.write("usage: typescript-kernel <connection file>\n");
  process.exit(2);
}

const sockets = new Sockets(readConnection(path));
const kernel = new Kernel({
  transport: sockets,
  folder: slashes(process.cwd()),
  host: nodeHost,
  compiler: chosenCompiler(),
  loadTypeScript,
  startRunner: (events) => new RunnerProcess(events),
  implementation,
  exit: () => process.exit(0),
});
await sockets.bind((channel, message) => kernel.receive(channel, message));
process.on("SIGINT", () => kernel.interrupt());
process.on("SIGTERM", () => {
  kernel.close();
  process.exit(0);
});
