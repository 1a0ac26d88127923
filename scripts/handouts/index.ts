import { readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { type Notebook, readNotebook, textOf } from "../notebook.ts";
import { notebooks } from "../project.ts";

export type Entry = { lecture: string; path: string };

/** The index as a notebook of its own, so that it becomes a page like every other. */
export function indexNotebook(
  entries: readonly Entry[],
  titles: Record<string, string> = lectureTitles(),
  introduction = "",
): Notebook {
  const lectures = [...new Set(entries.map(({ lecture }) => lecture))];
  // In the order in which the project lists them; others after those.
  const known = Object.keys(titles);
  const place = (lecture: string): number =>
    known.includes(lecture) ? known.indexOf(lecture) : known.length;
  const sections = lectures
    .toSorted((a, b) => place(a) - place(b))
    .map((lecture) => {
      const own = entries.filter((entry) => entry.lecture === lecture);
      const heading = titles[lecture] ?? capitalised(lecture);
      return [`## ${heading}`, ...own.map(entryOf)].join("\n\n");
    });
  const title = ["# Lectures that run: handouts", introduction].filter(Boolean).join("\n\n");
  return markdownNotebook([title, ...sections]);
}

/** A notebook without code. */
export function markdownNotebook(sources: readonly string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: sources.map((source, i) => ({
      cell_type: "markdown",
      id: `text-${i}`,
      metadata: {},
      source,
    })),
  };
}

/** The titles of the lectures by their folders, as the list of their items has them. */
function lectureTitles(): Record<string, string> {
  const lectures = JSON.parse(readFileSync(join(notebooks, "items.json"), "utf8")) as Record<
    string,
    { folder: string; title: string }
  >;
  return Object.fromEntries(Object.values(lectures).map(({ folder, title }) => [folder, title]));
}

/** A notebook's title as a link, and what it teaches: the rest of its first cell. */
function entryOf({ lecture, path }: Entry): string {
  const teaches = firstCell(path)
    .replace(/^# +.+$/m, "")
    .replace(/\]\((?![\w+.-]+:|[/#])([^)]+)\)/g, (_, link) => `](${posix.join(lecture, link)})`)
    .trim();
  return `### [${titleOf(path)}](${lecture}/${basename(path, ".ipynb")}.html)\n\n${teaches}`;
}

/** A notebook's title in Markdown: its first heading, or its name. */
export function titleOf(path: string): string {
  const [, title = basename(path, ".ipynb")] = /^# +(.+)$/m.exec(firstCell(path)) ?? [];
  return title;
}

function firstCell(path: string): string {
  const [first] = readNotebook(path).cells;
  return first?.cell_type === "markdown" ? textOf(first.source) : "";
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
