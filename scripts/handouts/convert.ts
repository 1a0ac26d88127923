import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { shortPath } from "../notebook.ts";
import { root, venv } from "../project.ts";

/** Another page: where it is, seen from this one, and its title. */
type Neighbour = { href: string; title: string };
export type Neighbours = { index?: Neighbour; previous?: Neighbour; next?: Neighbour };

/** An executed notebook and the page it becomes. */
export type Conversion = { notebook: string; handout: string; neighbours: Neighbours };

type Answer = { handout: string } & ({ seconds: number } | { problem: string });

/** A process takes as long to start as to convert that many notebooks. */
const worthAProcess = 4;

/**
 * Converts notebooks, several in each of at most `lanes` processes.
 * @throws what is wrong with each notebook that now has no page.
 */
export async function convertAll(all: readonly Conversion[], lanes: number): Promise<void> {
  const begin = performance.now();
  const processes = Math.min(lanes, Math.ceil(all.length / worthAProcess));
  const shares = Array.from({ length: processes }, (_, lane) =>
    all.filter((_, i) => i % processes === lane),
  );
  const problems = (await Promise.all(shares.map(convert))).flat();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  console.log(`      ${all.length} in ${seconds} s`);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

async function convert(share: readonly Conversion[]): Promise<string[]> {
  const python = spawn(join(venv(), "bin", "python"), ["-m", "lecture_handout"], {
    // Paths and pages are UTF-8, whatever the machine's locale.
    env: { ...process.env, PYTHONUTF8: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<number | null>((done, reject) => {
    python.on("error", reject);
    python.on("close", done);
  });
  python.stdin.end(JSON.stringify(share));
  const problems: string[] = [];
  let answers = 0;
  for await (const line of createInterface({ input: python.stdout })) {
    const answer = JSON.parse(line) as Answer;
    answers += 1;
    if ("problem" in answer) problems.push(answer.problem);
    else console.log(`ok    ${weightOf(answer.handout)}, ${answer.seconds.toFixed(1)} s`);
  }
  const code = await ended;
  if (answers < share.length)
    problems.push(`python -m lecture_handout ended with ${code}: see above`);
  return problems;
}

function weightOf(path: string): string {
  const page = readFileSync(path);
  const megabytes = (page.length / 1e6).toFixed(2);
  const packed = (gzipSync(page, { level: 9 }).length / 1e3).toFixed(0);
  return `${shortPath(path, root)}: ${megabytes} MB, ${packed} KB gzipped`;
}
