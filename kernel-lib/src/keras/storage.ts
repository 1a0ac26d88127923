// JSON files: the only place beside the display where the library touches a disk.
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes beside the path first, so that a failure leaves what was there. */
export function writeJson(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** @throws where there is no such file, or no JSON in it */
export function readJson(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${path} is no JSON: ${(error as Error).message}`);
  }
}
