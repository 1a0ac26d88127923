import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../project.ts";

/** A digest of files, by their names below `folder` and their contents. */
function digestOfFiles(folder: string): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return digest(...names.flatMap((name) => [name.slice(folder.length), readFileSync(name)]));
}

export function digest(...parts: (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/**
 * What the outcome of a notebook depends on: its text, the library with our kernel, the kernel as
 * specified, and the packages it runs on.
 */
export function keyOf(notebook: string, project: string = root): string {
  const kernel = join(project, ".venv", "share", "jupyter", "kernels", "tslab", "kernel.json");
  const built = ["kernel-lib/dist", "kernel-lib/kernel/dist"].map((folder) =>
    digestOfFiles(join(project, folder)),
  );
  const lock = join(project, "package-lock.json");
  return digest(readFileSync(notebook), ...built, readFileSync(kernel), readFileSync(lock));
}

/** Beside an executed copy: what it was made from, and what came out. */
const noteOf = (executed: string): string => `${executed}.key`;

/** Whether `executed` came from a notebook, library and kernel with this key, and is unchanged. */
export function isFresh(executed: string, key: string): boolean {
  if (!existsSync(executed) || !existsSync(noteOf(executed))) return false;
  return readFileSync(noteOf(executed), "utf8") === `${key} ${digest(readFileSync(executed))}\n`;
}

export function remember(executed: string, key: string): void {
  writeFileSync(noteOf(executed), `${key} ${digest(readFileSync(executed))}\n`);
}
