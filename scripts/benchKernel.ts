import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { Client, type Content } from "./kernelClient.ts";
import { notebooks, root, venv } from "./project.ts";

// npm run bench:kernel: what the kernel costs, beside tslab, ipykernel and Deno, in one run;
// npm run bench:kernel -- kernel-lib: one of them alone. Deno is 90 MB that nothing else needs, so
// it is fetched into build/deno when first measured, and left out where it cannot be.

interface Language {
  one: (i: number) => string;
  klass: (i: number) => string;
  wrong: string | undefined;
  packageImport: string | undefined;
  complete: string;
  inspect: string;
  lines: string;
}

interface Contestant {
  name: string;
  argv: string[] | undefined;
  language: Language;
}

const methods = Array.from({ length: 14 }, (_, i) => i);

const typescript: Language = {
  one: (i) => `1 + ${i}`,
  klass: (i) =>
    `class Layer${i} {\n  size = ${i}\n${methods.map((k) => `  step${k}(x: number): number {\n    return x * ${k} + this.size }`).join("\n")}\n}`,
  wrong: "const s: string = 1",
  packageImport: 'import * as vegaLite from "vega-lite"',
  complete: "Math.ab",
  inspect: "Math.abs",
  lines: "for (let i = 0; i < 100000; i++) console.log('line', i)",
};

const python: Language = {
  one: (i) => `1 + ${i}`,
  klass: (i) =>
    `class Layer${i}:\n  size = ${i}\n${methods.map((k) => `  def step${k}(self, x):\n    return x * ${k} + self.size`).join("\n")}`,
  wrong: undefined,
  packageImport: undefined,
  complete: "str.upp",
  inspect: "str.upper",
  lines: "for i in range(100000): print('line', i)",
};

const bin = (name: string): string => join(root, "node_modules/.bin", name);
const denoVersion = "2.9.6";
const denoFolder = join(root, "build/deno");
const deno = join(
  denoFolder,
  "node_modules/deno",
  process.platform === "win32" ? "deno.exe" : "deno",
);

function fetchDeno(): void {
  if (existsSync(deno)) return;
  const npm = process.env.npm_execpath ?? "npm";
  const options = ["--prefix", denoFolder, "--no-save", "--no-audit", "--no-fund"];
  try {
    execFileSync(bin("node"), [npm, "install", ...options, `deno@${denoVersion}`]);
    // Its first run puts the binary where a measurement does not start Node as well.
    execFileSync(bin("node"), [join(denoFolder, "node_modules/deno/bin.cjs"), "--version"]);
  } catch (error) {
    process.stdout.write(
      `deno ${denoVersion} could not be installed: ${(error as Error).message}\n`,
    );
  }
}

const contestants: Contestant[] = [
  { name: "kernel-lib", argv: undefined, language: typescript },
  {
    name: "tslab-stock",
    argv: [bin("node"), bin("tslab"), "kernel", "--config-path", "{connection_file}"],
    language: { ...typescript, packageImport: undefined },
  },
  {
    name: "ipykernel",
    argv: [join(venv(), "bin/python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    language: python,
  },
  {
    name: "deno",
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    language: { ...typescript, wrong: undefined, packageImport: undefined },
  },
];

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function times(count: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) found.push(await timed(() => work(i)));
  return found;
}

type Row = Record<string, number | undefined>;

async function measure({ argv, language }: Contestant): Promise<Row> {
  const options = { folder: notebooks, ...(argv && { argv }) };
  const starts: number[] = [];
  for (let i = 0; i < 4; i++) {
    const { client, ms } = await Client.timed(options);
    starts.push(ms);
    await client.stop();
  }
  const { client } = await Client.timed(options);
  await settle(1500);
  const row: Row = { "start, ms": median(starts) };
  row["first cell, ms"] = await timed(() => client.execute("1 + 1"));
  const [rss, pss] = memory(client.process.pid as number);
  row["memory after one cell, MB (shared pages once)"] = pss;
  row["memory after one cell, MB (RSS added up)"] = rss;
  const trivial = await times(100, (i) => client.execute(language.one(i)));
  row["trivial cell, ms"] = median(trivial);
  row["cell 100 / cell 1"] = median(trivial.slice(90)) / median(trivial.slice(0, 10));
  row["30-line class, ms"] = median(await times(10, (i) => client.execute(language.klass(i))));
  const { wrong, packageImport } = language;
  if (wrong) row["type error, ms"] = median(await times(10, () => client.execute(wrong)));
  if (packageImport) row["import vega-lite, ms"] = await timed(() => client.execute(packageImport));
  const ask = (type: string, code: string): Promise<Content> =>
    client.request(type, { code, cursor_pos: code.length, detail_level: 0 });
  row["complete, ms"] = median(await times(20, () => ask("complete_request", language.complete)));
  row["inspect, ms"] = median(await times(20, () => ask("inspect_request", language.inspect)));
  // What the cells before left to collect and to optimise is not yet idleness.
  await settle(10_000);
  const before = processorTime(client.process.pid as number);
  await settle(10_000);
  row["idle, % of a core"] = (processorTime(client.process.pid as number) - before) * 10;
  const printing = client.execute(language.lines);
  row["100,000 lines, ms"] = await timed(() => Promise.race([printing, settle(15_000)]));
  const all = client.iopub
    .filter(({ type }) => type === "stream")
    .map(({ content }) => content.text);
  row["100,000 lines, of which arrived"] = all.join("").split("\n").length - 1;
  await client.stop();
  return row;
}

function settle(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function tree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean),
  );
  return [pid, ...children.map(Number).flatMap(tree)];
}

/** Resident and proportional memory of a process and its children, in MB. */
function memory(pid: number): [number, number] {
  const sum = (field: string): number =>
    tree(pid)
      .map((one) => readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))
      .map((text) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1]) / 1024)
      .reduce((a, b) => a + b, 0);
  return [sum("Rss"), sum("Pss")];
}

/** Processor time of a process and its children so far, in seconds. */
function processorTime(pid: number): number {
  const threads = tree(pid).flatMap((one) =>
    readdirSync(`/proc/${one}/task`).map((task) => `/proc/${one}/task/${task}/schedstat`),
  );
  const nanoseconds = threads.map((path) => Number(readFileSync(path, "utf8").split(" ")[0]));
  return nanoseconds.reduce((a, b) => a + b, 0) / 1e9;
}

function table(results: Record<string, Row>): string {
  const names = Object.keys(results);
  const whats = Object.keys(results[names[0] as string] as Row);
  const cell = (value: number | undefined): string =>
    value === undefined ? "-" : value.toFixed(value < 20 ? 1 : 0);
  const lines = whats.map((what) => [what, ...names.map((name) => cell(results[name]?.[what]))]);
  return [["", ...names], ["---", ...names.map(() => "---:")], ...lines]
    .map((columns) => `| ${columns.join(" | ")} |`)
    .join("\n");
}

const wanted = process.argv.slice(2);
const results: Record<string, Row> = {};
for (const contestant of contestants) {
  if (wanted.length > 0 && !wanted.includes(contestant.name)) continue;
  if (contestant.name === "deno") fetchDeno();
  const command = contestant.argv?.[0];
  if (command !== undefined && !existsSync(command)) {
    process.stdout.write(`${contestant.name}: no ${command}, left out\n`);
    continue;
  }
  results[contestant.name] = await measure(contestant);
}
process.stdout.write(`${table(results)}\n`);
const node = execFileSync(bin("node"), ["--version"], { encoding: "utf8" }).trim();
mkdirSync(join(root, "build"), { recursive: true });
const file = join(root, "build/bench-kernel.json");
writeFileSync(file, `${JSON.stringify({ node, cpu: cpus()[0]?.model, results }, null, 2)}\n`);
process.stdout.write(`written to ${file}\n`);
