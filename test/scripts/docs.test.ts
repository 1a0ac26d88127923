import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compatibilityTable, type Reflection } from "../../scripts/docs/compatibility.ts";
import { examplesOf, runExample } from "../../scripts/docs/examples.ts";
import { root } from "../../scripts/project.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("the examples of the READMEs", { timeout: 30_000 }, () => {
  const examples = ["README.md", "kernel-lib/README.md"].flatMap((file) =>
    examplesOf(read(file)).map((example) => ({ file, ...example })),
  );

  test("are found", () => {
    expect(examples.map(({ file }) => file)).toEqual(["README.md", "kernel-lib/README.md"]);
  });

  test.each(examples)("$file: its cell prints what the file says", ({ code, output }) => {
    expect(runExample(code).output).toBe(output);
  });
});

describe("npm run docs", () => {
  test("would write into docs/ what is there already", { timeout: 60_000 }, () => {
    const script = join(root, "scripts", "docs.ts");
    const output = execFileSync(process.execPath, [script, "--check"], { encoding: "utf8" });
    expect(output).toContain("build/docs/index.html");
  });
});

describe("the table of names", () => {
  const python = { versions: {}, names: { numpy: ["arange", "newaxis", "zeros_like"] } };
  const member = (name: string, differs?: string): Reflection => ({
    id: name.length,
    name,
    kind: 64,
    ...(differs && {
      comment: { blockTags: [{ tag: "@differs", content: [{ text: differs }] }] },
    }),
  });
  const library = (...members: Reflection[]): Reflection => {
    const names = [
      "np",
      "NDArray",
      "torch",
      "Tensor",
      "nn",
      "F",
      "optim",
      "Model",
      "Callback",
      "metrics",
    ];
    const parts = { np: [...members, ...inside("random")], nn: inside("Module", "init") };
    const children = [...names, "data"].map((name, id) => ({
      id,
      name,
      kind: 4,
      children: parts[name as keyof typeof parts] ?? inside("lrScheduler"),
    }));
    return { id: 0, name: "kernel-lib", kind: 1, children };
  };
  const inside = (...names: string[]): Reflection[] =>
    names.map((name, id) => ({ id, name, kind: 4, children: [] }));

  test("pairs camelCase with Python's name, and says what differs", () => {
    const api = library(member("zerosLike", "Always\nfloat64."), member("newAxis"), member("mine"));
    const table = compatibilityTable(api, python);
    expect(table).toContain("| `np.zerosLike` | `numpy.zeros_like` | Always float64. |");
    expect(table).toContain("| `np.newAxis` | `numpy.newaxis` |  |");
    expect(table).toContain("Not in the original: `np.mine`.");
  });

  test("does not pass over a part of the library that is gone", () => {
    expect(() => compatibilityTable({ id: 0, name: "kernel-lib", kind: 1 }, python)).toThrow(
      "docs: kernel-lib has no np",
    );
  });
});
