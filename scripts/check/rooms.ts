/** What the files of one room may import besides each other, and why no more. */
export type Room = {
  /** Rooms of the same package, or single files of them. */
  imports: string[];
  /** Packages, `node:` for Node's own modules. */
  packages?: string[];
  why: string;
};

/** Rooms by their place below a package's src/: a folder, or one file. */
export type Rooms = Record<string, Room>;

/** Data flows one way: numpy -> autograd -> torch -> nn, optim -> keras. */
export const engine: Rooms = {
  libm: { imports: [], why: "exp, log and the like, the same on every machine, for every room" },
  random: { imports: ["libm"], why: "NumPy's and PyTorch's generators share its numbers" },
  numpy: { imports: ["libm", "random"], why: "arrays know nothing of gradients" },
  autograd: {
    imports: ["jupyter", "numpy", "random", "libm"],
    why: "derivatives are rules about arrays; a stopped cell must not leave recording off",
  },
  torch: {
    imports: ["autograd", "numpy", "random", "libm"],
    why: "a tensor is an array with a gradient; layers are made of it",
  },
  nn: {
    imports: ["torch", "autograd", "numpy", "random", "libm"],
    why: "a module holds parameters and does not know how they are trained",
  },
  optim: {
    imports: ["torch", "numpy", "random", "libm"],
    why: "an optimizer steps any list of tensors, whichever module owns them",
  },
  data: {
    imports: ["numpy", "random", "libm"],
    why: "data sets are arrays, of use without a model",
  },
  graph: { imports: ["libm"], why: "the scalar graph is read on its own, before any array" },
  "neurons.ts": {
    imports: ["numpy", "random", "libm"],
    why: "single neurons are plain numbers and lists, read before any layer",
  },
  "plot/figure": {
    imports: ["torch", "numpy", "random", "libm"],
    why: "a figure is text, colour and marks; what it shows is decided by the rooms beside it",
  },
  "plot/charts": {
    imports: ["plot/figure", "nn", "optim", "torch", "autograd", "numpy", "random", "libm"],
    why: "plots look down on the engine, and each kind stands without the others",
  },
  "plot/curves": {
    imports: ["plot/figure", "nn", "optim", "torch", "autograd", "numpy", "random", "libm"],
    why: "plots look down on the engine, and each kind stands without the others",
  },
  "plot/graph": {
    imports: ["plot/figure", "graph", "nn", "torch", "autograd", "numpy", "random", "libm"],
    why: "plots look down on the engine, and each kind stands without the others",
  },
  "plot/network": {
    imports: ["plot/figure", "graph", "nn", "torch", "autograd", "numpy", "random", "libm"],
    why: "plots look down on the engine, and each kind stands without the others",
  },
  "plot/index.ts": {
    imports: ["plot/figure", "plot/charts", "plot/curves", "plot/graph", "plot/network"],
    why: "it only gives the plots their names",
  },
  jupyter: {
    imports: [],
    why: "what a kernel takes is known below everything, without any kernel",
  },
  keras: {
    imports: ["jupyter", "optim", "nn", "torch", "autograd", "numpy", "random", "libm"],
    why: "fit is the top of the engine, and pages train too: no thread and no drawing",
  },
  "keras/storage.ts": {
    imports: [],
    packages: ["node:"],
    why: "the one place of the engine that reads and writes files",
  },
  notebook: {
    imports: ["plot", "jupyter", "numpy"],
    packages: ["node:", "vega", "vega-lite"],
    why: "figures are drawn by Vega in a thread of Node's, which models know nothing of",
  },
  "notebook/exercise.ts": {
    imports: ["jupyter", "torch", "numpy"],
    why: "answers are checked in pages too",
  },
  "engine.ts": {
    imports: [
      ...["numpy", "autograd", "torch", "nn", "optim", "keras", "data", "graph", "plot", "random"],
      ...["neurons.ts", "jupyter", "notebook/exercise.ts"],
    ],
    why: "a page bundles it, and has neither Node nor a notebook",
  },
  "index.ts": {
    imports: ["engine.ts", "notebook", "graph"],
    why: "what notebooks import is the engine, and what needs Node beside it",
  },
};

/**
 * A cell goes from the protocol to the supervisor, through cells and typescript, to the runner.
 * Only `node` names Node: a browser's side can stand beside it.
 */
export const kernel: Rooms = {
  "protocol/messages.ts": {
    imports: [],
    why: "the form of a message is the same for every room",
  },
  "ipc.ts": {
    imports: ["cells", "protocol/messages.ts"],
    why: "supervisor and runner speak by it, and share nothing else",
  },
  cells: {
    imports: [],
    packages: ["oxc-parser", "magic-string", "@jridgewell/trace-mapping", "typescript-6"],
    why: "a cell's text becomes JavaScript without any process or message",
  },
  typescript: {
    imports: ["cells", "protocol/messages.ts"],
    packages: ["typescript-6"],
    why: "the checkers read cells and know nothing of how they run",
  },
  runner: {
    imports: ["ipc.ts", "protocol/messages.ts"],
    why: "it lives where the user's code does, and no compiler and no socket belongs there",
  },
  supervisor: {
    imports: ["cells", "typescript", "ipc.ts", "protocol/messages.ts"],
    why: "it checks, sends and stops cells, and the protocol stands above it",
  },
  protocol: {
    imports: ["supervisor", "typescript", "cells", "ipc.ts"],
    why: "a request comes in here and is handed down; the user's process is the supervisor's",
  },
  node: {
    imports: ["runner", "supervisor", "typescript", "cells", "protocol", "ipc.ts"],
    packages: ["node:", "zeromq", "typescript", "typescript-6"],
    why: "sockets, processes and files stand behind doors that the other rooms define",
  },
  "main.ts": {
    imports: ["node", "protocol"],
    packages: ["node:"],
    why: "it joins Node's side with the rest; the runner is a process of its own",
  },
};
