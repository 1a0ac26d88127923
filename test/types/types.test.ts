import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

// Readers' compilers see the built declarations, so these are what is tested: under stock tslab's
// TypeScript 5.0.4, which resolves modules as Node 10 did, and under the current one.
const root = resolve(import.meta.dirname, "../..");
const current = join(root, "node_modules/typescript/bin/tsc");
const compilers = {
  "TypeScript 5.0.4": {
    tsc: join(root, "node_modules/@tslab/typescript-for-tslab/bin/tsc"),
    options: { module: "esnext", moduleResolution: "node10" },
  },
  "TypeScript 7": { tsc: current, options: { module: "esnext", moduleResolution: "bundler" } },
};

let folder: string;

/** What tsc prints, one line an error. */
async function complaints(tsc: string, ...args: string[]): Promise<string> {
  try {
    await promisify(execFile)(process.execPath, [tsc, "--pretty", "false", ...args], {
      cwd: folder,
    });
    return "";
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "types-"));
  const library = join(folder, "node_modules/kernel-lib");
  for (const part of ["dist", "package.json"]) {
    await cp(join(root, "kernel-lib", part), join(library, part), { recursive: true });
  }
  await cp(join(root, "test/types"), folder, { recursive: true });
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

async function check(compiler: keyof typeof compilers, strict: boolean, files: string[]) {
  const { tsc, options } = compilers[compiler];
  const compilerOptions = { ...options, strict, target: "es2022", noEmit: true, types: [] };
  const project = join(folder, "tsconfig.json");
  await writeFile(project, JSON.stringify({ compilerOptions, files }));
  return complaints(tsc, "-p", project);
}

const settings = Object.keys(compilers).flatMap((compiler) =>
  [true, false].map((strict) => ({
    compiler: compiler as keyof typeof compilers,
    strict,
  })),
);

test.each(settings)(
  "$compiler, strict $strict: what is right compiles",
  async (setting) => {
    const { compiler, strict } = setting;
    expect(await check(compiler, strict, ["ok.ts", "friction.ts"])).toBe("");
  },
  60_000,
);

test.each(settings)(
  "$compiler, strict $strict: a clash is refused in words",
  async (setting) => {
    const { compiler, strict } = setting;
    await expect(await check(compiler, strict, ["bad.ts"])).toMatchFileSnapshot("bad.golden.txt");
  },
  60_000,
);

test("no public declaration says any", async () => {
  const dist = join(folder, "node_modules/kernel-lib/dist");
  const files = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith(".d.ts"));
  expect(files).toContain("numpy/ndarray.d.ts");
  for (const file of files) {
    const code = (await readFile(join(dist, file), "utf8")).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(code, file).not.toMatch(/\bany\b/);
  }
});
