// The kernel without its Node side could run in a page's worker.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { root } from "../../../scripts/project.ts";

const sources = join(root, "kernel-lib/kernel/src");
// Inside the project, so that packages and their types are found from there.
const folder = mkdtempSync(join(root, "kernel-lib/kernel/platforms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the compiler says of these files when it knows neither Node nor a browser. */
function problems(files: readonly string[]): string {
  const config = join(folder, "tsconfig.json");
  writeFileSync(
    config,
    JSON.stringify({
      extends: resolve(root, "tsconfig.json"),
      compilerOptions: { types: [], rootDir: root },
      files: [join(root, "test/kernel/rooms/platforms.d.ts"), ...files],
      include: [],
    }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [tsc, "-p", config], { encoding: "utf8" });
  return status === 0 ? "" : stdout;
}

test("all but node/ names neither Node nor a browser", { timeout: 30_000 }, () => {
  const entries = [
    "protocol/kernel.ts",
    "supervisor/executor.ts",
    "typescript/serviceChecker.ts",
    "runner/session.ts",
    "runner/activeCell.ts",
    "runner/display.ts",
  ];
  expect(problems(entries.map((entry) => join(sources, entry)))).toBe("");
});

test("and this would be noticed", { timeout: 30_000 }, () => {
  const offender = join(folder, "offender.ts");
  const code = [
    'import { readFileSync } from "node:fs";',
    "export const all = [readFileSync, process.pid, Buffer.from([]), document, setImmediate];",
  ];
  writeFileSync(offender, code.join("\n"));
  const found = problems([offender, join(sources, "protocol/kernel.ts")]);
  for (const name of ["node:fs", "process", "Buffer", "document", "setImmediate"])
    expect(found).toMatch(new RegExp(`[Cc]annot find (name|module) '${name}'`));
});
