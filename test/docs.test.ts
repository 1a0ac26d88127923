import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { report } from "../scripts/items.ts";
import { root } from "../scripts/project.ts";

const documents = ["README.md", "CONTRIBUTING.md", "docs/structure.md"];

/** Commands that another test runs, or that run this one. */
const runElsewhere: Record<string, string> = {
  "npm start": "test/browser/jupyterlab.test.ts",
  "npm start -- --no-browser --port 8890": "test/browser/jupyterlab.test.ts",
  "npm test": "scripts/test.ts, which runs this test",
  "npm run check": "scripts/test.ts",
  "npm run handouts": "test/browser/handouts.test.ts",
  "npm run execute": "scripts/test.ts",
  "npm run execute -- --kernel tslab-stock": "scripts/test.ts",
  "npm run clean-notebooks":
    "test/scripts/cleanNotebooks.test.ts; here it would write into notebooks/",
};

/** Shell blocks and code spans that start with npm. */
function commandsOf(document: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  const blocks = [...text.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) =>
    block.trim().split("\n"),
  );
  const spans = [...text.matchAll(/`(npm [^`\n]+)`/g)].map(([, span]) => span);
  return [...blocks, ...spans];
}

function linksOf(document: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link);
}

describe("the documents", { timeout: 120_000 }, () => {
  const commands = [...new Set(documents.flatMap(commandsOf))];

  test.each(commands.filter((command) => !(command in runElsewhere)))("%s works", async (line) => {
    const [npm, ...words] = line.split(" ");
    // Other tests read the executed copies meanwhile.
    const elsewhere = ["--output-dir", "build/docs-test"];
    const args = words.includes("execute") ? [...words, ...elsewhere] : words;
    const { stdout } = await promisify(execFile)(npm, args, { cwd: root });
    expect(stdout).not.toBe("");
  });

  test("name no command that is gone", () => {
    expect(commands).toEqual(expect.arrayContaining(Object.keys(runElsewhere)));
  });

  test("the README counts the items that run as they are", () => {
    const counts = Object.values(report().coverage);
    const rows = counts.map(({ covered, total }) => `| ${covered} of ${total} |`);
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme.match(/\| \d+ of \d+ \|/g)).toEqual(rows);
  });

  test.each(documents)("%s links only to files that are there", (document) => {
    const folder = join(root, document, "..");
    for (const link of linksOf(document).filter((link) => !/^https?:/.test(link))) {
      expect(() => readFileSync(join(folder, link)), link).not.toThrow(/ENOENT/);
    }
  });
});
