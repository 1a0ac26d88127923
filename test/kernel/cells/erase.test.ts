import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "amaro";
import { expect, test } from "vitest";
import { erase } from "../../../kernel-lib/kernel/src/cells/erase.ts";
import { parse } from "../../../kernel-lib/kernel/src/cells/parse.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function erased(code: string): string | undefined {
  return erase(code, parse(code, "ts").body);
}

/** What Node's own way of blanking types makes of it, but for the semicolons either adds. */
function expected(code: string): string {
  return transformSync(code, { mode: "strip-only" }).code;
}

function sources(): [string, string][] {
  return ["kernel-lib/src", "kernel-lib/kernel/src", "test", "scripts"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => [name, readFileSync(join(root, name), "utf8")]);
}

function cells(): [string, string][] {
  const folder = join(root, "notebooks");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ipynb") && !name.includes(".ipynb_checkpoints"))
    .flatMap((name) => {
      const notebook = JSON.parse(readFileSync(join(folder, name), "utf8"));
      return (notebook.cells as { cell_type: string; source: string | string[] }[])
        .filter(({ cell_type }) => cell_type === "code")
        .map(({ source }, i): [string, string] => [`${name} ${i}`, [source].flat().join("")]);
    });
}

function plain(code: string): string {
  return code.replace(/[;\s]+/g, " ");
}

test("blanks types as Node does, in every source and cell of this project", () => {
  const all = [...sources(), ...cells()];
  let done = 0;
  for (const [name, code] of all) {
    const found = parse(code, "ts").error ? undefined : erased(code);
    if (found === undefined) continue;
    done++;
    expect(found.length, name).toBe(code.length);
    expect(plain(found), name).toBe(plain(expected(code)));
    expect(parse(found, "js").error, name).toBeUndefined();
  }
  expect(done).toBeGreaterThan(all.length / 4);
}, 60_000);

test.each([
  "const f = <T>(a?: T, ...b: number[]): a is T => a! as any",
  "let x: number | undefined; x!.toFixed(); (x as number).toFixed()",
  "const y = ((x) as number) + ((x)!) + (((x)) satisfies unknown as number)",
  "class A<T> extends B<T> { x: number = 1; static y: string; m<U>(a: U): void {} }",
  "type A = 1\ninterface B { a: string }\nfunction f(a: string): void\nfunction f(a: any) {}",
  "import type { A } from 'a'; declare const x: number; const y = f<string>`a`",
  "try {} catch (e: unknown) {} for (const x of y as any[]) f(x as T, y!)",
  "const { a, b = 1 as number }: { a: T; b: T } = c; async <T>(x: T) => x; new Map<string, X>()",
  "a?.b!.c?.(1); if (a < b) f(a as any, b > (c))",
])("blanks %s", (code) => {
  const found = erased(code) as string;
  expect(plain(found)).toBe(plain(expected(code)));
  expect(parse(found, "js").error).toBeUndefined();
});

test.each([
  "enum E { A }",
  "namespace N { export const a = 1 }",
  "class A { constructor(private x: number) {} }",
  "function f(this: Window) {}",
  "const x = <T>y",
  "import { type A } from 'a'",
  "class A { get: string\n f() {} }",
  "a as any\n(b)",
  "const f = (a: string): {\n  b: number } => g",
])("leaves %s to others", (code) => expect(erased(code)).toBeUndefined());
