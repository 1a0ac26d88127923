import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  type Cell,
  findNotebooks,
  isRunnable,
  lectureOf,
  type Notebook,
  readNotebook,
  shortPath,
  textOf,
} from "../notebook.ts";
import { typeErrors } from "./command.ts";

type Origin = { cell: number; line: number };

/** The program of a notebook, and for each of its lines the cell and the line it comes from. */
export type Program = { text: string; origin: (Origin | undefined)[] };

const namedImport = /^import\s+(type\s+)?\{([^}]*)\}\s*from\s*(["'][^"']+["']);?/gm;
const otherImport = /^import\s+[^{};]*?from\s*["'][^"']+["'];?|^import\s*["'][^"']+["'];?/gm;

/**
 * The code cells of a notebook as one module. Every cell stands in a block inside the one before,
 * so that it sees all earlier names and may declare them again, as in a kernel. Cells that are meant
 * to fail are left out.
 */
export function programOf(notebook: Notebook): Program {
  const imports = new Map<string, Origin>();
  const body: string[] = [];
  const origin: Program["origin"] = [];
  const cells = notebook.cells.filter(isRunnable);
  for (const [index, cell] of cells.entries()) {
    body.push(";{");
    origin.push(undefined);
    if (cell.metadata.tags?.includes("raises-exception")) continue;
    for (const [line, text] of withoutImports(cell, index + 1, imports)
      .split("\n")
      .entries()) {
      body.push(text);
      origin.push({ cell: index + 1, line: line + 1 });
    }
  }
  const ends = "}".repeat(cells.length);
  const text = [...imports.keys(), ...body, ends, "export {};", ""].join("\n");
  return { text, origin: [...imports.values(), ...origin] };
}

/** A cell's code with its imports taken out, line for line; a name is imported once. */
function withoutImports(cell: Cell, number: number, imports: Map<string, Origin>): string {
  const code = textOf(cell.source);
  const blank = (text: string): string => text.replace(/[^\n]/g, "");
  const add = (statement: string, offset: number): void => {
    const line = code.slice(0, offset).split("\n").length;
    if (!imports.has(statement)) imports.set(statement, { cell: number, line });
  };
  return code
    .replace(namedImport, (text, type: string | undefined, names: string, from, offset) => {
      for (const name of names.split(",").map((part) => part.trim())) {
        if (name !== "") add(`import ${type ?? ""}{ ${name} } from ${from};`, offset);
      }
      return blank(text);
    })
    .replace(otherImport, (text, offset) => {
      add(`${text.replace(/\s+/g, " ").replace(/;$/, "")};`, offset);
      return blank(text);
    });
}

/** What the compiler says of all notebooks below a folder, strictly, named by cell and line. */
export async function notebookTypeErrors(root: string): Promise<string[]> {
  const folder = join(root, "build", "notebook-types");
  rmSync(folder, { recursive: true, force: true });
  const programs = new Map<string, { name: string; program: Program }>();
  for (const path of findNotebooks([join(root, "notebooks")])) {
    const target = join(folder, lectureOf(path), `${basename(path, ".ipynb")}.ts`);
    const program = programOf(readNotebook(path));
    programs.set(shortPath(target, root), { name: shortPath(path, root), program });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, program.text);
  }
  if (programs.size === 0) return [];
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings, null, 2));
  const errors = await typeErrors(folder);
  return errors.map((error) => located(error, programs));
}

const settings = {
  compilerOptions: {
    target: "ES2023",
    lib: ["ES2023"],
    types: ["node"],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["**/*.ts"],
};

function located(error: string, programs: Map<string, { name: string; program: Program }>): string {
  const [, path, line, rest] = /^(.*?\.ts)\((\d+),\d+\): (.*)$/s.exec(error) ?? [];
  const found = [...programs].find(([target]) => path?.endsWith(target))?.[1];
  if (found === undefined) return error;
  const origin = found.program.origin[Number(line) - 1];
  const place = origin === undefined ? "" : `, code cell ${origin.cell}, line ${origin.line}`;
  return `${found.name}${place}: ${rest}`;
}
