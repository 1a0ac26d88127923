/** The cells of a README, and what they print and draw when they are run. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../project.ts";

export interface Example {
  readonly code: string;
  /** What the README says the cell prints. */
  readonly output: string;
}

/** Each block of TypeScript that is followed by a block of text. */
export function examplesOf(markdown: string): Example[] {
  const blocks = markdown.matchAll(/```ts\n(.*?)```\s+```text\n(.*?)```/gs);
  return [...blocks].map(([, code, output]) => ({ code, output }));
}

/** Plays the kernel: keeps the figures apart from what is printed. */
const kernel = `
const figures = [];
globalThis[Symbol.for("Jupyter.displayData")] = (data) => figures.push(data["image/svg+xml"]);
process.on("exit", () => process.stderr.write(JSON.stringify(figures)));
`;

/**
 * What a cell prints with the built library, and its figures as SVG.
 * @throws with the cell's own error if it fails.
 */
export function runExample(code: string): { output: string; figures: string[] } {
  const file = join(root, "build", `example-${process.pid}.mts`);
  mkdirSync(join(root, "build"), { recursive: true });
  writeFileSync(file, code);
  const args = ["--import", `data:text/javascript,${encodeURIComponent(kernel)}`, file];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  rmSync(file);
  if (status !== 0) throw new Error(`the example ended with ${status}: ${stderr}`);
  return { output: stdout, figures: JSON.parse(stderr) };
}
