import { Kernel } from "./protocol/kernel.js";
import { readConnection, Sockets } from "./protocol/sockets.js";
import { chosenChecker } from "./typescript/checkers.js";

// node main.js <connection file>: a kernel for the notebook in the current folder.

const [, , path] = process.argv;
if (path === undefined) {
  process.stderr.write("usage: node main.js <connection file>\n");
  process.exit(2);
}

const sockets = new Sockets(readConnection(path));
const kernel = new Kernel(sockets, process.cwd(), chosenChecker(), () => process.exit(0));
await sockets.bind((channel, message) => kernel.receive(channel, message));
process.on("SIGINT", () => kernel.interrupt());
process.on("SIGTERM", () => {
  kernel.close();
  process.exit(0);
});
