import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/[/\\]$/, "");

/** The folder that holds the notebooks, one folder a lecture. */
export const notebooks: string = join(root, "notebooks");

/** The Python environment with Jupyter that the set-up makes. */
export function venv(): string {
  return join(root, ".venv");
}
