import { basename } from "node:path";
import { type Notebook, readNotebook, textOf } from "../notebook.ts";

export type Entry = { lecture: string; path: string };

/** The index as a notebook of its own, so that it becomes a page as every other. */
export function indexNotebook(entries: readonly Entry[]): Notebook {
  const lectures = new Set(entries.map(({ lecture }) => lecture));
  const sections = [...lectures].map((lecture) => {
    const own = entries.filter((entry) => entry.lecture === lecture);
    return [`## ${capitalised(lecture)}`, ...own.map(entryOf)].join("\n\n");
  });
  const sources = ["# Lectures that run: handouts", ...sections];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: sources.map((source, i) => ({
      cell_type: "markdown",
      id: `index-${i}`,
      metadata: {},
      source,
    })),
  };
}

/** A notebook's title as a link, and what it teaches: the rest of its first cell. */
function entryOf({ lecture, path }: Entry): string {
  const [first] = readNotebook(path).cells;
  const source = first?.cell_type === "markdown" ? textOf(first.source) : "";
  const name = basename(path, ".ipynb");
  const [, title = name] = /^# +(.+)$/m.exec(source) ?? [];
  const teaches = source
    .replace(/^# +.+$/m, "")
    .replace(/\]\((?=[^:/)#]+\.ipynb)/g, `](${lecture}/`)
    .trim();
  return `### [${title}](${lecture}/${name}.html)\n\n${teaches}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
