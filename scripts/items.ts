/**
 * npm run items [-- --json]: which items of the lectures the notebooks make real.
 *
 * A cell says so in its metadata: "lecture": { "items": ["K-75"] }. What can be run must be run: a
 * formula or a figure counts on a code cell only, or in notebooks/not-runnable.json with a reason.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findNotebooks, isRunnable, lectureOf, readNotebook, shortPath } from "./notebook.ts";
import { notebooks } from "./project.ts";

export type Item = { id: string; kind: string; title: string };
export type Lecture = { folder: string; title: string; items: Item[] };
export type Coverage = { total: number; covered: number; missing: string[] };
export type Report = { coverage: Record<string, Coverage>; errors: string[] };

const runnableKinds = new Set([
  "formula",
  "listing",
  "printed output",
  "figure",
  "worked number",
  "algorithm",
  "claim",
]);

/** All lectures with their items, keyed by the letter their ids start with. */
export function readItems(folder: string = notebooks): Record<string, Lecture> {
  return JSON.parse(readFileSync(join(folder, "items.json"), "utf8"));
}

/** Reasons why an item cannot be run, keyed by id. */
function readReasons(folder: string): Record<string, string> {
  const path = join(folder, "not-runnable.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** Counts the items of every lecture and finds what is wrong with the notebooks' claims. */
export function report(folder: string = notebooks): Report {
  const lectures = readItems(folder);
  const reasons = readReasons(folder);
  const items = new Map(
    Object.entries(lectures).flatMap(([letter, { folder, items }]) =>
      items.map((item) => [item.id, { ...item, letter, folder }] as const),
    ),
  );
  const covered = new Set<string>();
  const errors: string[] = [];

  for (const path of findNotebooks([folder])) {
    for (const [index, cell] of readNotebook(path).cells.entries()) {
      for (const id of cell.metadata.lecture?.items ?? []) {
        const where = `${shortPath(path, folder)}, cell ${index + 1}`;
        const item = items.get(id);
        if (item === undefined) {
          errors.push(`${where}: there is no item ${JSON.stringify(id)}`);
        } else if (item.folder !== lectureOf(path)) {
          errors.push(`${where}: ${id} belongs to the notebooks in ${item.folder}/`);
        } else if (isRunnable(cell) || (cell.cell_type === "markdown" && !mustRun(item))) {
          covered.add(id);
        }
      }
    }
  }

  for (const [id, reason] of Object.entries(reasons)) {
    if (!items.has(id)) errors.push(`not-runnable.json: there is no item ${JSON.stringify(id)}`);
    else if (covered.has(id)) errors.push(`not-runnable.json: a cell makes ${id} real after all`);
    else if (reason.trim() === "") errors.push(`not-runnable.json: ${id} has no reason`);
    else covered.add(id);
  }

  const coverage = Object.entries(lectures).map(([letter, { items }]) => {
    const missing = items.map((item) => item.id).filter((id) => !covered.has(id));
    const count = { total: items.length, covered: items.length - missing.length, missing };
    return [letter, count] as const;
  });
  return { coverage: Object.fromEntries(coverage), errors };
}

function mustRun(item: Item): boolean {
  return runnableKinds.has(item.kind);
}

function print(coverage: Record<string, Coverage>, lectures: Record<string, Lecture>): void {
  for (const [letter, lecture] of Object.entries(lectures)) {
    const { total, covered, missing } = coverage[letter] as Coverage;
    console.log(`${letter}  ${lecture.title}: ${covered} of ${total} covered`);
    const gone = new Set(missing);
    for (const { id, kind, title } of lecture.items) {
      if (gone.has(id)) console.log(`   ${id.padEnd(6)} ${kind.padEnd(14)} ${title}`);
    }
  }
}

function main(): void {
  const { values } = parseArgs({
    options: { json: { type: "boolean", default: false }, folder: { type: "string" } },
  });
  const folder = values.folder ?? notebooks;
  const { coverage, errors } = report(folder);
  if (values.json) console.log(JSON.stringify(coverage));
  else print(coverage, readItems(folder));
  for (const error of errors) console.error(`error: ${error}`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}

if (import.meta.main) main();
