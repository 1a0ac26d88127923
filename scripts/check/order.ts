import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** Files at the edge: these know a kernel, Node, the disk and Vega. All others have no dependency. */
const edge = ["svgWorker", "svg", "table", "display", "storage"];

/**
 * The files of kernel-lib/src in the order in which to read them: each imports only from those
 * before it. A folder's files may import each other, but not in a circle.
 */
export const order = [
  "shape",
  "dtype",
  "libm",
  "random",
  "torchRandom",
  "loops",
  "layout",
  "decimal",
  "format",
  "torchFormat",
  "indexing",
  "arithmetic",
  "reductions",
  "ndarray",
  "creation",
  "numpyRandom",
  "numpy",
  "operation",
  "derivatives",
  "axisDerivatives",
  "gradFn",
  "variable",
  "tensor",
  "torch",
  "gradcheck",
  "losses",
  "functional",
  "init",
  "module",
  "nn",
  "lrScheduler",
  "optim",
  "neurons",
  "datasets",
  "surfaces",
  "digits",
  "data",
  "graph",
  "trace",
  "plot/*",
  ...edge,
  "exercise",
  "callbacks",
  "metrics",
  "progress",
  "model",
  "index",
];

/** Where a library's sources break the order of their imports, one line each. */
export function importProblems(source: string, files: string[] = order): string[] {
  const modules = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.startsWith("kernel/"))
    .map((path) => path.slice(0, -".ts".length))
    .sort();
  const imports = new Map(modules.map((name) => [name, importsOf(source, name)]));
  const problems: string[] = [];

  for (const [name, targets] of imports) {
    const place = placeOf(name, files);
    if (place < 0) problems.push(`${name}.ts has no place in the order (scripts/check/order.ts)`);
    for (const target of targets) {
      if (!target.startsWith(".")) {
        const problem = `${name}.ts imports ${target}: the library has no dependencies`;
        if (!edge.includes(name)) problems.push(problem);
        continue;
      }
      if (target.endsWith(".json")) continue;
      const other = resolve(name, target);
      if (other.startsWith("kernel/"))
        problems.push(`${name}.ts imports ${other}.ts of the kernel`);
      else if (place >= 0 && !isBefore(placeOf(other, files), place, name, other)) {
        problems.push(`${name}.ts imports ${other}.ts, which comes after it`);
      }
    }
  }
  return [...problems, ...circles(imports)];
}

function importsOf(source: string, name: string): string[] {
  const text = readFileSync(join(source, `${name}.ts`), "utf8");
  const found = text.matchAll(
    /(?:^\s*(?:import|export)\b[^"';]*?\bfrom|^\s*import|\bimport\s*\()\s*"([^"]+)"/gm,
  );
  return [...new Set([...found].map(([, target]) => target as string))];
}

/** "./shape.js" as imported by "plot/lines" is "plot/shape". */
function resolve(name: string, target: string): string {
  return posix.join(posix.dirname(name), target).replace(/\.js$/, "");
}

function placeOf(name: string, files: string[]): number {
  return files.findIndex((entry) => entry === name || entry === `${posix.dirname(name)}/*`);
}

function isBefore(other: number, place: number, name: string, otherName: string): boolean {
  if (other === place) return posix.dirname(name) === posix.dirname(otherName);
  return other >= 0 && other < place;
}

/** Files that import each other in a circle, each circle once. */
function circles(imports: Map<string, string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: string[]): void => {
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name];
      found.push(`${circle.map((file) => `${file}.ts`).join(" -> ")} is a circle`);
    } else if (!done.has(name)) {
      for (const target of imports.get(name) ?? []) {
        if (/^\..*\.js$/.test(target)) visit(resolve(name, target), [...path, name]);
      }
      done.add(name);
    }
  };
  for (const name of imports.keys()) visit(name, []);
  return found;
}
