import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A reader gets through the engine in an evening: how many lines it may have, and its plots. */
export const budget = { engine: 3000, plot: 1200, file: 300 };

const sources = /\.(?:ts|mjs|py)$/;

/** Lines of every source file below the project's source folders. */
function countLines(root: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const folder of ["kernel-lib/src", "scripts", "test"]) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!sources.test(name)) continue;
      const path = `${folder}/${name.replaceAll("\\", "/")}`;
      counts.set(path, readFileSync(join(root, path), "utf8").split("\n").length - 1);
    }
  }
  return counts;
}

/** How large the parts are, and what is over its budget, one line each. */
export function measure(root: string): { sizes: string; problems: string[] } {
  const counts = countLines(root);
  const sum = (belongs: (path: string) => boolean): number =>
    [...counts].reduce((total, [path, lines]) => total + (belongs(path) ? lines : 0), 0);
  const isPlot = (path: string): boolean => path.startsWith("kernel-lib/src/plot/");
  const isKernel = (path: string): boolean => path.startsWith("kernel-lib/src/kernel/");
  const isLibrary = (path: string): boolean => path.startsWith("kernel-lib/src/");

  const engine = sum((path) => isLibrary(path) && !isPlot(path) && !isKernel(path));
  const plot = sum(isPlot);
  const problems: string[] = [];
  if (engine > budget.engine) problems.push(`the engine has ${engine} lines of ${budget.engine}`);
  if (plot > budget.plot) problems.push(`kernel-lib/src/plot has ${plot} lines of ${budget.plot}`);
  for (const [path, lines] of counts) {
    if (lines > budget.file) problems.push(`${path} has ${lines} lines of ${budget.file}`);
  }
  const sizes = `engine ${engine} of ${budget.engine} lines, plot ${plot} of ${budget.plot}`;
  return { sizes, problems };
}
