import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

let folder: string;
let far: Client;
let near: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "far away-"));
  far = await Client.start({ folder });
  near = await Client.start({ folder: join(project, "notebooks") });
});
afterAll(async () => {
  await far.stop();
  await near.stop();
  rmSync(folder, { recursive: true });
});

async function run(kernel: Client, code: string): Promise<string | undefined> {
  const { error, result, stdout } = await kernel.execute(code);
  if (error) throw new Error(error.traceback.join("\n"));
  return result ?? stdout.trimEnd();
}

/** A package in the notebook's own node_modules. */
function install(name: string, manifest: object, files: Record<string, string>): void {
  const path = join(folder, "node_modules", name);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, "package.json"),
    JSON.stringify({ name, version: "1.0.0", ...manifest }),
  );
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
}

describe("kernel-lib", () => {
  test("is there wherever the notebook lies, types and all", async () => {
    expect(await run(far, 'import { np } from "kernel-lib"\nnp.zeros([2]).shape')).toBe("[ 2 ]");
    const { error } = await far.execute("np.zeros('two')");
    expect(error?.ename).toBe("TypeScriptError");
  });

  test("shows what it has to show", async () => {
    const { outputs } = await far.execute(
      'import { show } from "kernel-lib"\nshow(np.array([[1, 2], [3, 4]]))',
    );
    const display = outputs.find(({ type }) => type === "display_data");
    expect(display?.content.data["text/html"]).toMatch("<table");
  });

  test("explains a clash of shapes before anything runs", async () => {
    const { error } = await far.execute(
      "const clash = np.matmul(np.zeros([2, 3]), np.zeros([4, 5]))",
    );
    expect(error?.evalue).toMatch("matmul: shapes [2, 3] and [4, 5] clash");
  });
});

describe("packages", () => {
  test("ES modules with an exports map: vega-lite, vega, d3-array", async () => {
    const { dependencies } = JSON.parse(
      readFileSync(join(project, "kernel-lib/package.json"), "utf8"),
    );
    expect(await run(near, 'import * as vegaLite from "vega-lite"\nvegaLite.version')).toBe(
      `'${dependencies["vega-lite"]}'`,
    );
    expect(await run(near, 'import { View, parse } from "vega"\ntypeof parse')).toBe("'function'");
    expect(await run(near, 'import { mean } from "d3-array"\nmean([1, 2, 6])')).toBe("3");
    expect(await run(near, '(await import("d3-array")).sum([1, 2])')).toBe("3");
    install(
      "mapped",
      {
        type: "module",
        exports: {
          ".": { types: "./a.d.ts", import: "./a.js" },
          "./deep": { types: "./b.d.ts", import: "./b.js" },
        },
      },
      {
        "a.js": "export const a = 1",
        "a.d.ts": "export const a: number",
        "b.js": "export default 2",
        "b.d.ts": "declare const two: number\nexport default two",
      },
    );
    expect(
      await run(far, 'import { a } from "mapped"; import two from "mapped/deep"; a + two'),
    ).toBe("3");
  });

  test("CommonJS, by default, by name and by require", async () => {
    install(
      "common",
      { main: "index.js", types: "index.d.ts" },
      {
        "index.js": "module.exports = { ['lat' + 'e']: 5, early: 4 }",
        "index.d.ts": "declare const common: { late: number; early: number }\nexport = common",
      },
    );
    expect(await run(far, 'import common from "common"; common.late')).toBe("5");
    expect(await run(far, 'import { late, early } from "common"; late + early')).toBe("9");
    expect(await run(far, 'const common2 = require("common"); common2.early')).toBe("4");
  });

  test("Node's own, with types, by either name", async () => {
    expect(
      await run(
        far,
        'import { basename } from "path"; import fs from "node:fs"; [basename("/a/b"), typeof fs.readFileSync]',
      ),
    ).toBe("[ 'b', 'function' ]");
    const { error } = await far.execute("basename(5)");
    expect(error?.evalue).toMatch("Argument of type 'number'");
  });

  test("import type, a type among values, and dynamic import", async () => {
    expect(
      await run(
        far,
        'import type { Stats } from "node:fs"; import { statSync, type PathLike } from "node:fs"\nconst p: PathLike = "."; const s: Stats = statSync(p); s.isDirectory()',
      ),
    ).toBe("true");
    expect(
      await run(
        far,
        'import { Stats as S, readdirSync } from "node:fs"; let none: S | undefined; typeof readdirSync',
      ),
    ).toBe("'function'");
    expect(await run(far, 'const { a: again } = await import("mapped"); again')).toBe("1");
  });

  test("a package that is missing is a type error, and an error at run time", async () => {
    const { error } = await far.execute('import { x } from "no-such-package"');
    expect(error?.evalue).toMatch("Cannot find module 'no-such-package'");
    const late = await far.execute('const name: string = "no-such-package"; await import(name)');
    expect(late.error?.evalue).toMatch("Cannot find package 'no-such-package'");
  });
});

describe("local files", () => {
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

  test("a .ts file's edits are seen at the next import", async () => {
    write("local.ts", "export const version: number = 1; export enum E { A = 'a' }");
    expect(await run(far, 'import { version, E } from "./local.ts"; [version, E.A]')).toBe(
      "[ 1, 'a' ]",
    );
    write("local.ts", "export const version: number = 22");
    expect(await run(far, 'import { version } from "./local.ts"; version')).toBe("22");
  });

  test("edits of a file that an imported file imports", async () => {
    write("inner.ts", "export const inner: string = 'old'");
    write(
      "outer.ts",
      "import { inner } from './inner.ts'; export const outer = () => inner; export let state = { n: 0 }",
    );
    expect(await run(far, 'import { outer, state } from "./outer"; state.n++; outer()')).toBe(
      "'old'",
    );
    expect(await run(far, 'import { state as same } from "./outer"; same.n')).toBe("1");
    write("inner.ts", "export const inner: string = 'newer'");
    expect(await run(far, 'import { outer } from "./outer"; outer()')).toBe("'newer'");
  });

  test("the checker sees the edits too", async () => {
    write("typed.ts", "export const t: number = 1");
    await run(far, 'import { t } from "./typed.ts"; t.toFixed()');
    write("typed.ts", "export const t: string = 'text'");
    const { error } = await far.execute('import { t } from "./typed.ts"; t.toFixed()');
    expect(error?.evalue).toMatch("Property 'toFixed' does not exist on type 'string'");
  });

  test("JSON, with and without an attribute", async () => {
    write("data.json", '{ "answer": 42 }');
    expect(await run(far, 'import data from "./data.json"; data.answer')).toBe("42");
    expect(
      await run(far, 'import again from "./data.json" with { type: "json" }; again.answer'),
    ).toBe("42");
  });

  test("import.meta and __dirname are the notebook's", async () => {
    expect(await run(far, "import.meta.dirname === __dirname && __dirname === process.cwd()")).toBe(
      "true",
    );
  });
});

test("a tsconfig.json above the notebook may say less strict", async () => {
  const loose = mkdtempSync(join(tmpdir(), "loose-"));
  writeFileSync(join(loose, "tsconfig.json"), '{ "compilerOptions": { "strict": false } }');
  mkdirSync(join(loose, "sub"));
  const kernel = await Client.start({ folder: join(loose, "sub") });
  expect(await run(kernel, "const f = (x) => x; f(1)")).toBe("1");
  await kernel.stop();
  rmSync(loose, { recursive: true });
});

test("compiled packages are kept where only their owner may write, and edits are seen", async () => {
  const cache = join(folder, "cache");
  const version = async (): Promise<string | undefined> => {
    const kernel = await Client.start({ folder, env: { XDG_CACHE_HOME: cache } });
    const found = await run(kernel, 'import { version } from "kept"; version');
    await expect.poll(() => kept().length).toBeGreaterThan(0);
    await kernel.stop();
    return found;
  };
  const kept = (): string[] =>
    readdirSync(cache, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  const types = { "index.d.ts": "export const version: number" };
  const manifest = { type: "module", main: "index.js", types: "index.d.ts" };
  for (const number of [1, 2, 2]) {
    install("kept", manifest, { ...types, "index.js": `export const version = ${number}` });
    expect(await version()).toBe(String(number));
  }
  expect(statSync(join(cache, "typescript-kernel")).mode & 0o777).toBe(0o700);
});

test("a cache that cannot be written is done without", async () => {
  writeFileSync(join(folder, "no-folder"), "");
  const kernel = await Client.start({ folder, env: { XDG_CACHE_HOME: join(folder, "no-folder") } });
  expect(await run(kernel, 'import { sep } from "node:path"; sep')).toBe("'/'");
  await kernel.stop();
});
