/** npm run check: types, lint and format, clean notebooks. */
import { join } from "node:path";
import { complaintOf, typeErrors } from "./check/command.ts";
import { importProblems } from "./check/imports.ts";
import { notebookTypeErrors } from "./check/notebookTypes.ts";
import { cleanAll } from "./cleanNotebooks.ts";
import { shortPath } from "./notebook.ts";
import { notebooks, root } from "./project.ts";

/** A check gives what is wrong, one entry each: none when all is well. */
type Check = { name: string; run: () => string[] | Promise<string[]> };

const checks: Check[] = [
  { name: "types of kernel-lib", run: () => typeErrors(join(root, "kernel-lib"), "--noEmit") },
  {
    name: "types of typescript-kernel",
    run: () => typeErrors(join(root, "kernel-lib", "kernel"), "--noEmit"),
  },
  { name: "types of scripts and tests", run: () => typeErrors(root) },
  { name: "imports", run: () => importProblems(root) },
  { name: "types of the notebooks' cells", run: () => notebookTypeErrors(root) },
  { name: "lint and format (biome)", run: lint },
  {
    name: "clean notebooks",
    run: () =>
      cleanAll([notebooks], true).map((path) => {
        return `${shortPath(path, root)} is not clean (npm run clean-notebooks)`;
      }),
  },
];

async function lint(): Promise<string[]> {
  const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");
  const complaint = await complaintOf(
    process.execPath,
    [biome, "check", "--colors=off", "--error-on-warnings"],
    root,
  );
  return complaint === null ? [] : [complaint];
}

async function problemsOf({ run }: Check): Promise<string[]> {
  try {
    return await run();
  } catch (error) {
    return [`could not be checked: ${(error as Error).message}`];
  }
}

let failed = 0;
for (const check of checks) {
  const begin = performance.now();
  const problems = await problemsOf(check);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${check.name}: ${seconds} s`);
  for (const problem of problems) console.log(problem.replace(/^/gm, "  "));
  if (problems.length > 0) failed += 1;
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
