// npm test: every check, all of them even after one failed; the last line counts what came out.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "./chromium.ts";
import { kernels, root } from "./project.ts";

export type Counts = { passed: number; failed: number; skipped: number };
type Check = { name: string; args: string[]; count: (code: number, output: string) => Counts };

const report = join(root, "build", "vitest.json");
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");

const checks: Check[] = [
  { name: "types, lint, format", args: [join(root, "scripts", "check.ts")], count: lastLine },
  ...kernels.map((kernel) => ({
    name: `every notebook in ${kernel}`,
    args: [join(root, "scripts", "execute.ts"), "--kernel", kernel],
    count: lastLine,
  })),
  {
    name: "tests",
    args: [
      vitest,
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    count: (code) => vitestCounts(code, existsSync(report) ? readFileSync(report, "utf8") : ""),
  },
];

/** What a script says in its last line, `N passed, N failed`; a failure when it says nothing. */
export function lastLine(code: number, output: string): Counts {
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  const [, passed = 0, failed = 0] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
  return honest(code, { passed: Number(passed), failed: Number(failed), skipped: 0 });
}

/** Counts of vitest's JSON report; a test file that could not even be read counts as one failure. */
export function vitestCounts(code: number, json: string): Counts {
  const files: { status: string; assertionResults: { status: string }[] }[] =
    json === "" ? [] : JSON.parse(json).testResults;
  const statuses = files.flatMap(({ status, assertionResults }) =>
    status === "failed" && !assertionResults.some((test) => test.status === "failed")
      ? ["failed", ...assertionResults.map((test) => test.status)]
      : assertionResults.map((test) => test.status),
  );
  const passed = statuses.filter((status) => status === "passed").length;
  const failed = statuses.filter((status) => status === "failed").length;
  return honest(code, { passed, failed, skipped: statuses.length - passed - failed });
}

/** Exit code and counts agree: what failed without being counted, or checked nothing, is one failure. */
function honest(code: number, counts: Counts): Counts {
  const { passed, failed, skipped } = counts;
  const nothingRan = passed + failed + skipped === 0;
  return failed === 0 && (code !== 0 || nothingRan) ? { ...counts, failed: 1 } : counts;
}

/** Runs a script of this project, and shows its output while it runs. */
function run(args: string[]): Promise<{ code: number; output: string }> {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...colour },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("error", (error) => {
      console.error(error.message);
      resolve({ code: 1, output });
    });
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

async function perform({ name, args, count }: Check): Promise<Counts> {
  console.log(`\n=== ${name} ===`);
  const begin = performance.now();
  const { code, output } = await run(args);
  const counts = count(code, output);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`=== ${name}: ${show(counts)} (${seconds} s) ===`);
  return counts;
}

function show({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

async function main(): Promise<void> {
  rmSync(report, { force: true });
  let total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks) {
    const { passed, failed, skipped } = await perform(check);
    total = {
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    };
  }
  console.log("");
  if (findChromium() === undefined) {
    console.log("NO BROWSER FOUND: the browser tests did not run.");
    console.log("Install Chromium (Debian: sudo apt install chromium) or set CHROMIUM_PATH.");
  }
  if (process.env.REQUIRE_BROWSER === "1" && total.skipped > 0) {
    console.log(`REQUIRE_BROWSER=1: the ${total.skipped} skipped tests count as failed.`);
    total = { passed: total.passed, failed: total.failed + total.skipped, skipped: 0 };
  }
  console.log(show(total));
  process.exitCode = total.failed === 0 ? 0 : 1;
}

if (import.meta.main) await main();
