// What a student meets at the end of every notebook: exercises that run unsolved, and say so.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type Cell,
  findNotebooks,
  firstLine,
  lectureOf,
  printedText,
  readNotebook,
  shortPath,
  textOf,
} from "../../scripts/notebook.ts";
import { executedFolder, notebooks, root } from "../../scripts/project.ts";

const tagged = (cells: Cell[], tag: string): Cell[] =>
  cells.filter((cell) => cell.metadata.tags?.includes(tag));

function executed(source: string): Cell[] {
  const path = join(executedFolder("tslab"), lectureOf(source), basename(source));
  expect(existsSync(path), `run npm run execute first: ${shortPath(path, root)} is missing`).toBe(
    true,
  );
  return readNotebook(path).cells;
}

const sources = findNotebooks([notebooks]).map((path) => [shortPath(path, notebooks), path]);

describe.each(sources)("%s", (_, path) => {
  const { cells } = readNotebook(path);

  test("says at its start what it takes and what the reader will be able to do", () => {
    const start = textOf(cells[0].source);
    expect(start).toMatch(/^# /);
    expect(start).toMatch(/\b(1[5-9]|[23]\d|40) minutes/);
    expect(start.match(/^- /gm)?.length).toBeGreaterThanOrEqual(3);
    expect(textOf(cells[1].source)).toMatch(/np\.random\.seed\(|torch\.manualSeed\(/);
  });

  test("ends with three to five exercises, each with its check and its folded solution", () => {
    const count = tagged(cells, "exercise").length;
    expect(count).toBeGreaterThanOrEqual(3);
    expect(count).toBeLessThanOrEqual(5);
    const tags = cells.flatMap((cell) => cell.metadata.tags ?? []);
    expect(tags).toEqual(
      Array.from({ length: count }, () => ["exercise", "check", "solution"]).flat(),
    );
    for (const [index, solution] of tagged(cells, "solution").entries()) {
      expect(firstLine(solution)).toBe(`// Solution ${index + 1}.`);
      expect(solution.metadata.jupyter?.source_hidden).toBe(true);
    }
  });

  test("unsolved, every check says what is missing, and every solution is right", () => {
    const cells = executed(path);
    for (const check of tagged(cells, "check")) {
      expect(printedText(check)).toContain("nothing here yet");
    }
    for (const solution of tagged(cells, "solution")) {
      expect(printedText(solution)).toMatch(/: right\./);
      expect(printedText(solution)).not.toMatch(/: not yet\.|nothing here yet/);
    }
  });
});
