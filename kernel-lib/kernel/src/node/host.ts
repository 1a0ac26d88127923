import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { type Host, join } from "../typescript/host.js";

/** The disk. */
export const nodeHost: Host = {
  installation: slashes(fileURLToPath(new URL("../..", import.meta.url))).replace(/\/$/, ""),
  readFile(path) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  },
  exists: existsSync,
  stamp(path) {
    try {
      const { mtimeMs, size } = statSync(path);
      return `${mtimeMs}/${size}`;
    } catch {
      return "";
    }
  },
  manifest(name, folder) {
    try {
      return slashes(createRequire(join(folder, "cell.js")).resolve(`${name}/package.json`));
    } catch {
      return undefined;
    }
  },
};

/** A path as the compiler has it, on Windows too. */
export function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
