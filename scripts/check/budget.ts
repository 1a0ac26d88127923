import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A reader gets through the engine in an evening: how many lines of code its parts may have. Blank
 * lines and comments do not count there, so that nobody saves on docstrings; a file's lines all do.
 */
export const budget = { engine: 5400, surface: 600, plot: 3900, file: 300 };

/** What a notebook's reader meets beside the arithmetic: figures, tables, exercises. */
const surface = new Set(
  ["svgWorker", "svg", "table", "display", "storage", "exercise", "progress"].map(
    (name) => `kernel-lib/src/${name}.ts`,
  ),
);

const sources = /\.(?:ts|mjs|js|py|css|j2)$/;

type Size = { lines: number; code: number };

function sizeOf(text: string): Size {
  const lines = text.split("\n").slice(0, -1);
  const isCode = (line: string): boolean => !/^\s*(?:$|\/\/|\/\*|\*)/.test(line);
  return { lines: lines.length, code: lines.filter(isCode).length };
}

/** The size of every source file below the project's source folders. */
function measureFiles(root: string): Map<string, Size> {
  const sizes = new Map<string, Size>();
  for (const folder of ["kernel-lib/src", "scripts", "test"]) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!sources.test(name)) continue;
      const path = `${folder}/${name.replaceAll("\\", "/")}`;
      sizes.set(path, sizeOf(readFileSync(join(root, path), "utf8")));
    }
  }
  return sizes;
}

/** How large the parts are, and what is over its budget, one line each. */
export function measure(root: string): { sizes: string; problems: string[] } {
  const files = measureFiles(root);
  const codeOf = (belongs: (path: string) => boolean): number =>
    [...files].reduce((total, [path, { code }]) => total + (belongs(path) ? code : 0), 0);
  const isPlot = (path: string): boolean => path.startsWith("kernel-lib/src/plot/");
  const isSurface = (path: string): boolean => surface.has(path);
  const isEngine = (path: string): boolean =>
    /^kernel-lib\/src\/(?!kernel\/)/.test(path) && !isPlot(path) && !isSurface(path);

  const parts = [
    { name: "engine", code: codeOf(isEngine), limit: budget.engine },
    { name: "notebook surface", code: codeOf(isSurface), limit: budget.surface },
    { name: "plot", code: codeOf(isPlot), limit: budget.plot },
  ];
  const problems = parts
    .filter(({ code, limit }) => code > limit)
    .map(({ name, code, limit }) => `${name} has ${code} lines of code of ${limit}`);
  for (const [path, { lines }] of files) {
    if (lines > budget.file) problems.push(`${path} has ${lines} lines of ${budget.file}`);
  }
  const sizes = parts.map(({ name, code, limit }) => `${name} ${code} of ${limit}`).join(", ");
  return { sizes, problems };
}
