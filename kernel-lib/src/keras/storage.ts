// JSON files: the only place where the engine touches a disk, and so the only one that needs Node.

type FileSystem = typeof import("node:fs");

/** Node's file system; asked for when it is needed, so that the engine loads without Node. */
function fileSystem(who: string): FileSystem {
  const fs = globalThis.process?.getBuiltinModule?.("node:fs");
  if (fs) return fs;
  throw new Error(
    `${who}: files need Node, and there is none here; keep JSON.stringify(model.stateDict()) ` +
      "and give it back with model.loadStateDict(JSON.parse(text))",
  );
}

/** Writes beside the path first, so that a failure leaves what was there. */
export function writeJSON(path: string, value: unknown): void {
  const { renameSync, rmSync, writeFileSync } = fileSystem("save");
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** @throws Error where there is no such file, SyntaxError where it is not JSON */
export function readJSON(path: string): unknown {
  const text = fileSystem("load").readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`load: ${path} is not JSON: ${(error as Error).message}`);
  }
}
