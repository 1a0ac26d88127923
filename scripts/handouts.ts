/**
 * npm run handouts [-- PATH...]: one HTML file per notebook, which needs nothing else, and an index.
 *
 *   PATH              notebooks or folders; all of notebooks/ without one
 *   --jobs N          how many notebooks side by side (2)
 *   --output-dir DIR  where they go (build/handouts)
 *   --executed DIR    where the executed notebooks are kept (build/executed)
 *   --pdf             a PDF beside every handout
 *   --site            all of them, afresh, into build/site, for any static host (npm run site)
 */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { isFresh, keyOf } from "./handouts/cache.ts";
import { type Conversion, convertAll, type Neighbours } from "./handouts/convert.ts";
import { indexNotebook, markdownNotebook, titleOf } from "./handouts/index.ts";
import { printAll } from "./handouts/pdf.ts";
import { findNotebooks, lectureOf, type Notebook, shortPath } from "./notebook.ts";
import { executedFolder, notebooks, root } from "./project.ts";

type Job = { path: string; lecture: string; executed: string; handout: string };

const home = process.env.INIT_CWD ?? process.cwd();

/** What the index says of the lectures' notation. */
const symbols = "[Notation](notation.md) maps the symbols of the lectures onto one another.";

type Folders = { build: string; kept: string };

function plan(paths: string[], { build, kept }: Folders): Job[] {
  return findNotebooks(paths).map((path) => {
    const lecture = lectureOf(path);
    const name = basename(path, ".ipynb");
    const executed = join(kept, lecture, `${name}.ipynb`);
    return { path, lecture, executed, handout: join(build, lecture, `${name}.html`) };
  });
}

/** Executes the notebooks that changed, or whose library or kernel did. */
async function execute(jobs: readonly Job[], kept: string, lanes: number): Promise<void> {
  const stale = jobs.filter((job) => !isFresh(job.executed, keyOf(job.path)));
  if (stale.length < jobs.length) console.log(`${jobs.length - stale.length} unchanged`);
  if (stale.length === 0) return;
  const script = join(root, "scripts", "execute.ts");
  const args = [script, `--jobs=${lanes}`, `--output-dir=${kept}`];
  const paths = stale.map(({ path }) => path);
  const code = await new Promise((done, reject) => {
    const child = spawn(process.execPath, [...args, ...paths], { stdio: "inherit" });
    child.on("error", reject);
    child.on("close", done);
  });
  if (code !== 0) throw new Error("not every notebook ran: see above");
}

/** The pages before and after one in its lecture, and the index. */
function neighboursOf(job: Job, all: readonly Job[], index: string): Neighbours {
  const lecture = all.filter((other) => dirname(other.handout) === dirname(job.handout));
  const at = lecture.findIndex(({ handout }) => handout === job.handout);
  const link = (other: Job | undefined) =>
    other && { href: basename(other.handout), title: titleOf(other.path).replace(/[`$*]/g, "") };
  return {
    index: { href: relative(dirname(job.handout), index), title: "All handouts" },
    previous: link(lecture[at - 1]),
    next: link(lecture[at + 1]),
  };
}

/** Pages of the jobs, and an index of every page there is, also of those that an earlier run made. */
async function convert(jobs: readonly Job[], folders: Folders, lanes: number): Promise<void> {
  const own = new Set(jobs.map(({ handout }) => handout));
  const others = plan([notebooks], folders).filter(({ handout }) => !own.has(handout));
  const all = [...jobs, ...others.filter(({ handout }) => existsSync(handout))].sort((a, b) =>
    a.handout < b.handout ? -1 : 1,
  );
  const handout = join(folders.build, "index.html");
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build", "handouts-index-"));
  try {
    const page = (name: string, content: Notebook, neighbours: Neighbours): Conversion => {
      const notebook = join(folder, `${name}.ipynb`);
      writeFileSync(notebook, JSON.stringify(content));
      return { notebook, handout: join(folders.build, `${name}.html`), neighbours };
    };
    const pages = jobs.map((job): Conversion => {
      const neighbours = neighboursOf(job, all, handout);
      return { notebook: job.executed, handout: job.handout, neighbours };
    });
    const isOurs = jobs.some(({ path }) => path.startsWith(join(notebooks, "/")));
    if (isOurs) {
      const text = readFileSync(join(notebooks, "notation.md"), "utf8");
      const neighbours = { index: { href: "index.html", title: "All handouts" } };
      pages.push(page("notation", markdownNotebook([text]), neighbours));
    }
    pages.push(page("index", indexNotebook(all, undefined, isOurs ? symbols : ""), {}));
    await convertAll(pages, lanes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A site holds nothing that an earlier one left behind; what is no page of ours is not removed. */
function clear(site: string): void {
  if (!existsSync(site)) return;
  const strange = readdirSync(site, { recursive: true, withFileTypes: true }).find(
    (entry) => entry.isFile() && !/\.(?:html|pdf)$|^\.nojekyll$/.test(entry.name),
  );
  if (strange !== undefined) {
    const path = join(strange.parentPath, strange.name);
    throw new Error(`--site would remove ${path}: choose another --output-dir`);
  }
  rmSync(site, { recursive: true });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      jobs: { type: "string", default: "2" },
      "output-dir": { type: "string" },
      executed: { type: "string", default: executedFolder("tslab") },
      pdf: { type: "boolean", default: false },
      site: { type: "boolean", default: false },
    },
  });
  const lanes = Number(values.jobs);
  if (!(Number.isInteger(lanes) && lanes > 0)) {
    throw new Error(`--jobs takes a whole number above 0, not ${JSON.stringify(values.jobs)}`);
  }
  const usual = join(root, "build", values.site ? "site" : "handouts");
  const build = resolve(home, values["output-dir"] ?? usual);
  const folders = { build, kept: resolve(home, values.executed) };
  const paths = positionals.map((path) => resolve(home, path));
  const jobs = plan(paths.length > 0 ? paths : [notebooks], folders);
  if (jobs.length === 0) throw new Error("there is no notebook to make a handout of");
  await execute(jobs, folders.kept, lanes);
  if (values.site) clear(build);
  await convert(jobs, folders, lanes);
  if (values.pdf) {
    for (const path of await printAll(jobs.map((job) => job.handout))) {
      console.log(`ok    ${shortPath(path, root)}`);
    }
  }
  if (values.site) {
    writeFileSync(join(build, ".nojekyll"), "");
    console.log(`ok    ${shortPath(build, root)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(`handouts: ${(error as Error).message}`);
  process.exitCode = 1;
}
