/**
 * npm run execute [-- PATH...]: runs notebooks through nbconvert and proves that every cell ran.
 *
 *   PATH               notebooks or folders; all of notebooks/ without one
 *   --timeout SECONDS  limit for one cell (120)
 *   --jobs N           how many notebooks side by side (2)
 *   --kernel NAME      tslab, which is ours and the default, or tslab-stock
 *   --output-dir DIR   where the executed copies go, as <lecture>/NAME.ipynb (build/executed;
 *                      of stock tslab build/executed-stock)
 */
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Run, run, type Settings, stopAll } from "./execute/run.ts";
import type { Event, Failure } from "./execute/verdict.ts";
import { keyOf, remember } from "./handouts/cache.ts";
import { findNotebooks, isRunnable, lectureOf, readNotebook, shortPath } from "./notebook.ts";
import { executedFolder, type Kernel, kernels, notebooks, root } from "./project.ts";

type Job = { path: string; name: string; target: string };

// npm runs scripts in the project's folder and keeps where the user was.
const home = process.env.INIT_CWD ?? process.cwd();

/** One job per notebook; two notebooks must not share an executed copy. */
function plan(paths: string[], folder: string): Job[] {
  const jobs = findNotebooks(paths).map((path) => ({
    path,
    name: shortPath(path, root),
    target: join(folder, lectureOf(path), basename(path)),
  }));
  const targets = new Map<string, string>();
  for (const { target, name } of jobs) {
    const other = targets.get(target);
    if (other !== undefined) throw new Error(`${other} and ${name} would both become ${target}`);
    targets.set(target, name);
  }
  return jobs;
}

/** Shows how far the notebooks are: one line that is redrawn, or now and then a line in a log. */
class Progress {
  readonly #cells = new Map<string, string>();

  see(job: Job, event: Event, position: Map<number, number>): void {
    if (event.event !== "start") return;
    const count = position.get(event.cell) ?? 0;
    this.#cells.set(job.name, `${job.name}: cell ${count} of ${position.size}`);
    if (process.stdout.isTTY) this.#draw();
    else if (count % 10 === 1) console.log(`  ${this.#cells.get(job.name)}`);
  }

  done(job: Job, line: string): void {
    this.#cells.delete(job.name);
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");
    console.log(line);
    if (process.stdout.isTTY) this.#draw();
  }

  #draw(): void {
    const line = [...this.#cells.values()].join("  |  ");
    process.stdout.write(`\r\x1b[K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
  }
}

function describe({ cell, line, message }: Failure, name: string): string {
  return cell === undefined ? `  ${message}` : `  ${name}, code cell ${cell} (${line}): ${message}`;
}

async function execute(job: Job, settings: Settings, progress: Progress): Promise<Run> {
  const cells = readNotebook(job.path).cells;
  const runnable = [...cells.keys()].filter((index) => isRunnable(cells[index] as never));
  const position = new Map(runnable.map((index, order) => [index, order + 1]));
  const key = keyOf(job.path);
  const result = await run(job.path, job.target, settings, (event) => {
    progress.see(job, event, position);
  });
  if (result.failures.length === 0) remember(job.target, key);
  const mark = result.failures.length === 0 ? "ok    " : "FAILED";
  const cellsRun = runnable.length === 1 ? "1 cell" : `${runnable.length} cells`;
  const lines = [`${mark} ${job.name}: ${cellsRun}, ${result.seconds.toFixed(1)} s`];
  lines.push(...result.failures.map((failure) => describe(failure, job.name)));
  progress.done(job, lines.join("\n"));
  return result;
}

function positive(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${option} takes a whole number above 0, not ${JSON.stringify(text)}`);
}

function kernelNamed(name: string): Kernel {
  const kernel = kernels.find((known) => known === name);
  if (kernel !== undefined) return kernel;
  throw new Error(`--kernel takes ${kernels.join(" or ")}, not ${JSON.stringify(name)}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      timeout: { type: "string", default: "120" },
      jobs: { type: "string", default: "2" },
      kernel: { type: "string", default: "tslab" },
      "output-dir": { type: "string" },
    },
  });
  const settings = {
    kernel: kernelNamed(values.kernel),
    timeout: positive(values.timeout, "timeout"),
  };
  const lanes = positive(values.jobs, "jobs");
  const paths = positionals.map((path) => resolve(home, path));
  const folder = resolve(home, values["output-dir"] ?? executedFolder(settings.kernel));
  const queue = plan(paths.length > 0 ? paths : [notebooks], folder);
  if (queue.length === 0) throw new Error("there is no notebook to run");

  const progress = new Progress();
  const total = queue.length;
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const { failures } = await execute(job, settings, progress);
      if (failures.length > 0) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  console.log(`${total - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    stopAll();
    process.exit(code);
  });
}

try {
  await main();
} catch (error) {
  console.error(`execute: ${(error as Error).message}`);
  process.exitCode = 1;
}
