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

/** The kernels that the set-up registers: ours, and tslab as it comes. */
export const kernels = ["tslab", "tslab-stock"] as const;
export type Kernel = (typeof kernels)[number];

/** Where the executed copies of the notebooks go. */
export function executedFolder(kernel: Kernel): string {
  return join(root, "build", kernel === "tslab" ? "executed" : "executed-stock");
}
