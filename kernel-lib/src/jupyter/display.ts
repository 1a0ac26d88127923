// The kernel's side of an output: the only module that knows which kernel runs the cell.

/** One output in several forms, by MIME type; a front end takes the richest it knows. */
export type Bundle = { readonly [mimeType: string]: unknown };

/** A new output, or with `update` the one of the same display_id replaced. */
interface DisplayOptions {
  readonly transient?: { readonly display_id: string };
  readonly update?: boolean;
}

export type DisplayHook = (data: Bundle, options?: DisplayOptions) => void;

/** Sends an output to the kernel that runs this program; undefined where there is none. */
export function displayHook(): DisplayHook | undefined {
  const hook = (globalThis as { [key: symbol]: unknown })[Symbol.for("Jupyter.displayData")];
  return typeof hook === "function" ? (hook as DisplayHook) : tslabHook();
}

let liveTexts = 0;

/** One line of output that each call replaces in place; undefined where no kernel shows it. */
export function liveText(): ((text: string) => void) | undefined {
  const send = displayHook();
  if (send === undefined) return undefined;
  const transient = { display_id: `kernel-lib-${++liveTexts}` };
  let update = false;
  return (text) => {
    send({ "text/plain": text }, { transient, update });
    update = true;
  };
}

/** tslab's own display functions send one type per output; its writer takes a whole bundle. */
function tslabHook(): DisplayHook | undefined {
  const { lastWriteDisplayData } = loadedModule("tslab/dist/jupyter") ?? {};
  if (typeof lastWriteDisplayData !== "function") return undefined;
  return (data, { transient = {}, update = false } = {}) =>
    lastWriteDisplayData({ data, metadata: {}, transient }, update);
}

/** A module of the running Node program, if the program has loaded it already. */
function loadedModule(name: string): { [key: string]: unknown } | undefined {
  // Not imported: the engine also runs where there is no Node.
  const node = globalThis.process?.getBuiltinModule?.("node:module");
  if (!node || !process.argv[1]) return undefined;
  const require = node.createRequire(process.argv[1]);
  try {
    return require.cache[require.resolve(name)]?.exports;
  } catch {
    return undefined; // Not installed beside the program, so it is not running in it.
  }
}
