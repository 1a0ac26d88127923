import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(path, "utf8");
const list = read("docs/dependencies.md");

/** What the section about a file lists, in the first column of its table. */
function listed(file: string): string[] {
  const [section = ""] = list.split(/^## /m).filter((text) => text.includes(`\`${file}\`\n`));
  const cells = section.split("\n").flatMap((line) => /^\|( `[^|]*)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).sort();
}

test.each([
  "package.json",
  "kernel-lib/package.json",
  "kernel-lib/kernel/package.json",
  "scripts/docs/package.json",
])("docs/dependencies.md says what each dependency of %s is for", (file) => {
  const { dependencies, devDependencies } = JSON.parse(read(file));
  expect(listed(file)).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
});

test("docs/dependencies.md says what each Python package is for", () => {
  const file = "scripts/setup/requirements.in";
  const names = read(file).match(/^[\w-]+/gm) ?? [];
  expect(listed(file)).toEqual(names.sort());
});
