/**
 * npm run mutate: do the tests notice when the engine is wrong? Changes one thing at a time in a
 * copy of the project (an operator, a number, a condition, a call left out), and runs the unit
 * tests that could see it. A fault that no test notices survives, and is listed; the few changes
 * that no test could notice do not count, and mutate/equivalent.ts says of each why.
 *
 *   --faults N   how many, chosen alike on every run (200)
 *   --room NAME  only faults of this folder of kernel-lib/src
 *   --write      puts the result into docs/structure.md
 */
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { whyUnseen } from "./mutate/equivalent.ts";
import { type Fault, faultsOf } from "./mutate/faults.ts";
import { root } from "./project.ts";

const rooms = ["numpy", "autograd", "nn", "optim"];

/** Tests that look at a room: its own first, for they find most. */
const looking: Record<string, string[][]> = {
  numpy: [["numpy"], ["autograd", "torch", "nn", "data", "random", "neurons.test.ts"]],
  autograd: [["autograd"], ["torch", "nn", "optim", "keras"]],
  nn: [["nn"], ["autograd", "keras", "torch"]],
  optim: [["optim"], ["keras", "nn"]],
};

/** A fault that makes a loop endless is noticed by this. */
const patience = 120_000;

type Result = { room: string; fault: Fault; found: boolean };

const { values } = parseArgs({
  options: {
    faults: { type: "string", default: "200" },
    room: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

/** All faults of the rooms, the chosen ones first, alike on every run. */
function chosen(count: number): { room: string; fault: Fault }[] {
  const all = rooms
    .filter((room) => values.room === undefined || room === values.room)
    .flatMap((room) => {
      const folder = join("kernel-lib", "src", room);
      const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".ts"));
      return files.sort().flatMap((name) => {
        const file = join(folder, name);
        const faults = faultsOf(file, readFileSync(join(root, file), "utf8"));
        return faults.map((fault) => ({ room, fault }));
      });
    });
  // Every k-th of them: spread over all files as their code is.
  const picked = Math.min(count, all.length);
  return Array.from({ length: picked }, (_, i) => all[Math.floor((i * all.length) / picked)]);
}

/** A copy of what the unit tests need, with the same packages. */
function copyProject(lane: number): string {
  const copy = join(root, "build", "mutate", String(lane));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const part of ["kernel-lib/src", "kernel-lib/package.json", "test", "scripts"]) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  for (const part of ["package.json", "tsconfig.json"]) cpSync(join(root, part), join(copy, part));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const alias = { "kernel-lib": join(copy, "kernel-lib", "src", "index.ts") };
  const config = { resolve: { alias }, test: { testTimeout: 30_000, maxWorkers: 1 } };
  writeFileSync(join(copy, "vitest.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  return copy;
}

/** Whether tests in the copy fail, or never end. */
function fails(copy: string, tests: readonly string[]): Promise<boolean> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const paths = tests.map((test) => join("test", test));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [vitest, "run", "--bail=1", "--reporter=dot", ...paths], {
      cwd: copy,
      stdio: "ignore",
      detached: true,
    });
    const timer = setTimeout(() => process.kill(-(child.pid as number), "SIGKILL"), patience);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code !== 0);
    });
  });
}

async function isFound(copy: string, room: string, fault: Fault): Promise<boolean> {
  const path = join(copy, fault.file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.slice(0, fault.start) + fault.replacement + text.slice(fault.end));
  try {
    for (const tests of looking[room]) if (await fails(copy, tests)) return true;
    return false;
  } finally {
    writeFileSync(path, text);
  }
}

const show = ({ file, line, original, replacement }: Fault): string =>
  `${file}:${line}: ${original.replace(/\s+/g, " ")} -> ${replacement.replace(/\s+/g, " ") || "nothing"}`;

function summary(results: readonly Result[]): string {
  const found = results.filter((result) => result.found).length;
  return `${found} of ${results.length} faults found (${((100 * found) / results.length).toFixed(1)} %)`;
}

/** The section of docs/structure.md that says what came out. */
function section(results: readonly Result[], unseen: number): string {
  const rows = rooms.map((room) => {
    const own = results.filter((result) => result.room === room);
    return `| \`${room}/\` | ${own.filter(({ found }) => found).length} of ${own.length} |`;
  });
  const survivors = results
    .filter(({ found }) => !found)
    .map(({ fault }) => `- \`${show(fault)}\``);
  return [
    "## Mutation testing",
    `\`npm run mutate\` changes one thing at a time in a copy of the engine (an operator, a number, a condition, a call left out) and runs the unit tests that could see it; it takes some minutes and is run by hand. Last run: ${summary(results)}; ${unseen} more change nothing that can be seen from outside (\`scripts/mutate/equivalent.ts\` says why).`,
    ["| folder | faults found |", "|---|---|", ...rows].join("\n"),
    ...(survivors.length > 0 ? [`Not found:\n\n${survivors.join("\n")}`] : []),
  ].join("\n\n");
}

/** Replaces the section, or adds it at the end. */
function write(text: string): void {
  const path = join(root, "docs", "structure.md");
  const parts = readFileSync(path, "utf8")
    .trimEnd()
    .split(/\n(?=## )/);
  const at = parts.findIndex((part) => part.startsWith("## Mutation testing"));
  parts.splice(at < 0 ? parts.length : at, at < 0 ? 0 : 1, `${text}\n`);
  writeFileSync(path, `${parts.map((part) => part.trimEnd()).join("\n\n")}\n`);
}

async function expectPassing(copy: string): Promise<void> {
  const tests = [...new Set(Object.values(looking).flat(2))];
  if (await fails(copy, tests))
    throw new Error("the tests fail without any fault; mend that first");
}

async function main(): Promise<void> {
  const all = chosen(Number(values.faults));
  const waiting = all.filter(({ fault }) => whyUnseen(fault) === undefined);
  const unseen = all.length - waiting.length;
  const total = waiting.length;
  const results: Result[] = [];
  const copies = [1, 2].map(copyProject);
  await expectPassing(copies[0]);
  await Promise.all(
    copies.map(async (copy) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const found = await isFound(copy, next.room, next.fault);
        results.push({ ...next, found });
        const count = `${results.length}/${total}`;
        console.log(`${count} ${found ? "found   " : "SURVIVED"} ${show(next.fault)}`);
      }
    }),
  );
  // Else what ended in between would count as found.
  await expectPassing(copies[0]);
  for (const copy of copies) rmSync(copy, { recursive: true });
  results.sort((a, b) => (show(a.fault) < show(b.fault) ? -1 : 1));
  if (values.write) write(section(results, unseen));
  console.log(
    `\n${results
      .filter(({ found }) => !found)
      .map(({ fault }) => show(fault))
      .join("\n")}`,
  );
  console.log(summary(results));
}

await main();
