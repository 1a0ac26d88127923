import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/project.ts";

const handouts = readFileSync(join(root, ".github", "workflows", "handouts.yml"), "utf8");
const all = (pattern: RegExp): string[] =>
  [...handouts.matchAll(pattern)].map(([, found]) => found);

test("the workflow that publishes names each action by a commit, and its release", () => {
  const actions = all(/uses: (.*)/g);
  expect(actions.length).toBeGreaterThan(3);
  for (const action of actions) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("only its last job, which runs nothing of ours, may publish", () => {
  const [before = "", job = ""] = handouts.split(/^ {2}publish:$/m);
  expect(before).toMatch(/^permissions:\n {2}contents: read\n(?=\w)/m);
  expect(before).not.toMatch(/: write/);
  expect(job).toMatch(/permissions:\n {6}pages: write\n {6}id-token: write\n/);
  expect(job).not.toMatch(/run:|checkout/);
});

test("it runs a script of the project, and uploads what that makes", () => {
  expect(all(/run: (.*)/g)).toEqual(["npm run site"]);
  expect(all(/path: (.*)/g)).toEqual(["build/site"]);
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(scripts.site).toMatch(/handouts\.ts --site$/);
});
