import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { root } from "../../scripts/project.ts";
import { commandsOf, documents } from "../documents.ts";

/** Commands that another test runs, or that run this one. */
const runElsewhere: Record<string, string> = {
  "npm start": "test/browser/jupyterlab.test.ts",
  "npm start -- --no-browser --port 8890": "test/browser/jupyterlab.test.ts",
  "npm test": "scripts/test.ts",
  "npm run check": "scripts/test.ts",
  "npm run test:unit": "scripts/test.ts",
  "npm run test:unit -- test/numpy/print.test.ts": "scripts/test.ts",
  "npm run test:kernel -- test/kernel/interrupt.test.ts": "scripts/test.ts",
  "npm run handouts": "test/browser/handouts.test.ts",
  "npm run execute": "scripts/test.ts",
  "npm run execute -- --kernel tslab-stock": "scripts/test.ts",
  "npm run docs": "test/scripts/docs.test.ts",
  "npm run clean-notebooks": "test/scripts/cleanNotebooks.test.ts",
};

/** Commands for a person who waits: they take minutes, or fetch what no lock names. */
const byHand = ["npm run bench:kernel", "npm run mutate", "npm run update", "npm run test:node24"];

describe("the commands of the documents", () => {
  const commands = [...new Set(documents.flatMap(commandsOf))];
  const here = commands.filter((line) => !(line in runElsewhere || byHand.includes(line)));

  test.each(here)("%s works", async (line) => {
    const [npm = "", ...words] = line.split(" ");
    // Other tests read the executed copies meanwhile.
    const elsewhere = ["--output-dir", "build/docs-test"];
    const args = words.includes("execute") ? [...words, ...elsewhere] : words;
    const { stdout } = await promisify(execFile)(npm, args, { cwd: root });
    expect(stdout).not.toBe("");
  });

  test("are scripts of package.json", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const names = commands.flatMap((line) => /^npm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? line);
    expect(names).toContain("items");
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(names));
  });

  test("are those that other tests are said to run", () => {
    expect(commands).toEqual(expect.arrayContaining(Object.keys(runElsewhere)));
    expect(Object.values(runElsewhere).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
