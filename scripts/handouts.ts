/**
 * npm run handouts [-- PATH...]: one HTML file a notebook that needs nothing else, and an index.
 *
 *   PATH              notebooks or folders; all of notebooks/ without one
 *   --jobs N          how many notebooks side by side (2)
 *   --output-dir DIR  where they go (build/handouts)
 *   --pdf             a PDF beside every handout
 *   --site            everything into build/site, ready for any static host (npm run site)
 */
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isFresh, keyOf } from "./handouts/cache.ts";
import { indexNotebook } from "./handouts/index.ts";
import { printAll } from "./handouts/pdf.ts";
import { findNotebooks, lectureOf, shortPath } from "./notebook.ts";
import { notebooks, root, venv } from "./project.ts";

type Job = { path: string; name: string; lecture: string; executed: string; handout: string };

const home = process.env.INIT_CWD ?? process.cwd();
const executedFolder = join(root, "build", "executed");

function plan(paths: string[], build: string): Job[] {
  return findNotebooks(paths).map((path) => {
    const lecture = lectureOf(path);
    const name = basename(path, ".ipynb");
    return {
      path,
      name: shortPath(path, root),
      lecture,
      executed: join(executedFolder, lecture, `${name}.ipynb`),
      handout: join(build, lecture, `${name}.html`),
    };
  });
}

/** Runs a program to its end; what it says goes to the terminal, or comes back. */
function run(
  command: string,
  args: string[],
  output: "inherit" | "pipe",
): Promise<{ code: number | null; said: string }> {
  return new Promise((done, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", output, output] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => done({ code, said }));
  });
}

/** Executes the notebooks that changed, or whose library or kernel did. */
async function execute(jobs: readonly Job[], lanes: string): Promise<void> {
  const stale = jobs.filter((job) => !isFresh(job.executed, keyOf(job.path)));
  if (stale.length < jobs.length) console.log(`${jobs.length - stale.length} unchanged`);
  if (stale.length === 0) return;
  const script = join(root, "scripts", "execute.ts");
  const args = [script, "--jobs", lanes, "--output-dir", executedFolder];
  const paths = stale.map(({ path }) => path);
  const { code } = await run(process.execPath, [...args, ...paths], "inherit");
  if (code !== 0) throw new Error("not every notebook ran: see above");
}

/**
 * Converts notebooks of one lecture in one run of nbconvert, which takes longer to start than to
 * convert. Of a failure the exporter's sentences are all that is told.
 */
async function convert(executed: string[], folder: string, flags: string[] = []): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const targets = executed.map((path) => join(folder, `${basename(path, ".ipynb")}.html`));
  for (const target of targets) rmSync(target, { force: true });
  const args = ["nbconvert", "--to", "handout", ...flags, `--output-dir=${folder}`, ...executed];
  const begin = performance.now();
  const { code, said } = await run(join(venv(), "bin", "jupyter"), args, "pipe");
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const made = targets.filter((target) => existsSync(target));
  for (const target of made) {
    console.log(`ok    ${shortPath(target, root)}: ${(statSync(target).size / 1e6).toFixed(2)} MB`);
  }
  console.log(`      ${made.length} converted in ${seconds} s`);
  if (code === 0 && made.length === targets.length) return;
  const [, reason = said] = /^handout\.HandoutError: ([\s\S]*)$/m.exec(said) ?? [];
  throw new Error(reason.trim());
}

async function convertAll(jobs: readonly Job[], build: string, lanes: number): Promise<void> {
  const lectures = [...new Set(jobs.map(({ lecture }) => lecture))];
  const flags = ["--HandoutExporter.neighbours=True"];
  const failures: string[] = [];
  for (const lecture of lectures) {
    const own = jobs.filter((job) => job.lecture === lecture).map(({ executed }) => executed);
    const shares = Array.from({ length: lanes }, (_, lane) =>
      own.filter((_, i) => i % lanes === lane),
    ).filter((share) => share.length > 0);
    const ends = await Promise.allSettled(
      shares.map((share) => convert(share, join(build, lecture), flags)),
    );
    for (const end of ends) if (end.status === "rejected") failures.push(end.reason.message);
  }
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

/** An index of every handout there is, also of those that an earlier run made. */
async function writeIndex(jobs: readonly Job[], build: string): Promise<void> {
  const all = new Map([...plan([notebooks], build), ...jobs].map((job) => [job.handout, job]));
  const entries = [...all.values()].filter(({ handout }) => existsSync(handout));
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build", "handouts-index-"));
  try {
    const notebook = join(folder, "index.ipynb");
    writeFileSync(notebook, JSON.stringify(indexNotebook(entries)));
    await convert([notebook], build);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: "string", default: "2" },
      "output-dir": { type: "string", default: join(root, "build", "handouts") },
      pdf: { type: "boolean", default: false },
      site: { type: "boolean", default: false },
    },
  });
  const lanes = Number(values.jobs);
  if (!(Number.isInteger(lanes) && lanes > 0)) {
    throw new Error(`--jobs takes a whole number above 0, not ${JSON.stringify(values.jobs)}`);
  }
  const paths = positionals.map((path) => resolve(home, path));
  const build = resolve(home, values["output-dir"]);
  const jobs = plan(paths.length > 0 ? paths : [notebooks], build);
  if (jobs.length === 0) throw new Error("there is no notebook to make a handout of");
  await execute(jobs, values.jobs);
  await convertAll(jobs, build, lanes);
  await writeIndex(jobs, build);
  if (values.pdf) {
    for (const path of await printAll(jobs.map((job) => job.handout))) {
      console.log(`ok    ${shortPath(path, root)}`);
    }
  }
  if (values.site) {
    const site = join(root, "build", "site");
    rmSync(site, { recursive: true, force: true });
    cpSync(build, site, { recursive: true });
    writeFileSync(join(site, ".nojekyll"), "");
    console.log(`ok    ${shortPath(site, root)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(`handouts: ${(error as Error).message}`);
  process.exitCode = 1;
}
