import { createContext, Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { parseCell } from "../../../kernel-lib/kernel/src/cells/cell.ts";
import { compile } from "../../../kernel-lib/kernel/src/cells/compile.ts";
import { loadTypeScript } from "../../../kernel-lib/kernel/src/node/checkers.ts";

/** Runs cells in a global scope of their own, as the runner does; the last one's value. */
async function run(...cells: string[]): Promise<unknown> {
  const modules: Record<string, object> = { "./a": { default: "d", a: 1, b: 2 } };
  const context = createContext({
    log: [],
    __cell: {
      awaited: (value: unknown) => value,
      each: (values: unknown) => values,
      import: async (name: string) => modules[name],
      meta: { url: "file:///a" },
    },
  });
  let value: unknown;
  for (const code of cells) {
    const cell = parseCell("In[1]", code);
    expect(cell.error, code).toBeUndefined();
    const { scripts, isAsync } = compile(cell, loadTypeScript);
    for (const { prologue, code, epilogue } of scripts)
      value = new Script(prologue + code + epilogue).runInContext(context);
    if (isAsync) value = ((await value) as [unknown] | undefined)?.[0];
  }
  return typeof value === "object" ? JSON.parse(JSON.stringify(value)) : value;
}

/** The places in the reader's code of what throws in a cell, outermost last. */
async function places(code: string): Promise<string[]> {
  const { scripts, isAsync, original } = compile(parseCell("In[1]", code), loadTypeScript);
  const context = createContext({ __cell: { awaited: (value: unknown) => value } });
  try {
    for (const { prologue, code, epilogue } of scripts) {
      const script = new Script(prologue + code + epilogue, {
        filename: "In[1]",
        columnOffset: -prologue.length,
      });
      const value = script.runInContext(context);
      if (isAsync) await value;
    }
  } catch (error) {
    const stack = (error as Error).stack ?? "";
    return [...stack.matchAll(/at .*In\[1\]:(\d+):(\d+)/g)].map(([, line, column]) => {
      const at = original({ line: Number(line), column: Number(column) });
      return `${at.line}:${at.column}`;
    });
  }
  return [];
}

describe("a cell that awaits", () => {
  test.each([
    ["enum E { A = 1 }\nawait 0", "E.A", 1],
    ["enum E { A = Math.min(4, 5) }\nawait 0", "E.A", 4],
    ["enum E { A = 1 << 2 }\nawait <unknown>0", "E.A", 4],
    ["namespace N { export const a = 1 }\nawait 0", "N.a", 1],
    ["enum E { A = 1 }\nnamespace N { export const a = E.A }\nawait 0", "E.A + N.a", 2],
    ["await 0\nnamespace N { export const a = 1 }\nnamespace N { export const b = a }", "N.b", 1],
    ["class C {}\nnamespace C { export const a = 1 }\nawait 0", "C.a", 1],
    ["function f() {}\nnamespace f { export const a = 1 }\nawait 0", "f.a", 1],
    ["await 0; export enum E { A = 1 }\nexport namespace N { export const a = 2 }", "E.A + N.a", 3],
    [
      "import d, { type T, b as c } from './a'\nimport * as all from './a'",
      "[d, c, all.a]",
      ["d", 2, 1],
    ],
    ["import { type T } from './a'; let a: number = 1", "a", 1],
    ["import type { T } from './a'; let a = await 1 as number", "a", 1],
    ["let a!: number; for (var b of [1, 2] as number[]) a = await b!", "[a, b]", [2, 2]],
    ["await 0; export function f(): number; export function f(a = 1) { return a }", "f()", 1],
    [
      "await 0\nabstract class A { constructor(public a: number) {} }; class B extends A {}",
      "new B(1).a",
      1,
    ],
    ["export * from './a'\n1", "1", 1],
    ["let a = (await import('./a')).a", "a", 1],
  ])("%s", async (code, value, expected) => {
    expect(await run(code, value)).toEqual(expected);
  });
});

describe("a cell that does not await", () => {
  test.each(
    [
      [
        ["enum E { A }", "enum E { B }", "Object.keys(E)"],
        ["0", "B"],
      ],
      [["namespace N { export const a = 1 }", "namespace N { export const b = 1 }", "N"], { b: 1 }],
      [
        ["enum E { A } enum E { B = 1 }", "Object.keys(E)"],
        ["0", "1", "A", "B"],
      ],
      [["#!/usr/bin/env node\n1"], 1],
      [
        ["const a = 1 as const, b = (a as number)\n!function () { log.push(1) }()", "[b, ...log]"],
        [1, 1],
      ],
      [["export const a = 1; export default class {} export { a as b }", "a"], 1],
      [["import.meta.url"], "file:///a"],
      [["using a = { [Symbol.dispose]() { log.push(1) } }", "log"], []],
      [["declare const a: number\nlet b: string", "typeof a + b"], "undefinedundefined"],
      [["let a = 1", "let a: number", "a"], undefined],
      [["var a = 1", "var a: number", "a"], 1],
      [["import Z = require_.b", ""], undefined],
    ].slice(0, -1) as [string[], unknown][],
  )("%j", async (cells, expected) => {
    expect(await run(...cells)).toEqual(expected);
  });
});

test("await using is written with any spacing", async () => {
  const code = "await  using /* , */  a = { n: 1, async [Symbol.asyncDispose]() {} }";
  expect(await run(code, "a.n")).toBe(1);
});

test("decorators and accessors run wherever a class is", async () => {
  const code = `
const add = (value: unknown, { name }: { name: string | symbol }): any => { log.push(name) };
const A = class { @add m() {} };
function f() { @add class B { @add accessor x = 1 } return new B() }
f().x`;
  expect(await run(code)).toBe(1);
  expect(await run(code, "log")).toEqual(["m", "x", "B"]);
});

describe("an error's place is the reader's", () => {
  test.each([
    ["let x: number = 1; null!.y", ["1:26"]],
    ["await 0; let xs: number[] = (null as any)[0]", ["1:42"]],
    ["await 0\n\nfunction f(a: string): void {\n  throw new Error(a)\n}\nf('x')", ["4:9", "6:1"]],
    [
      "class A { constructor(private x: any) {}\n  m() { return this.x.y }\n}\nnew A(null).m()",
      ["2:23", "4:13"],
    ],
    ["enum E { A }\nnamespace N { export const a = 1 }\n  throw new Error(E[N.a])", ["3:9"]],
    ["const f = (): {\n  a: any\n} => (null as any).a; f()", ["3:20", "3:23"]],
  ])("%s", async (code, expected) => expect(await places(code)).toEqual(expected));
});

test.each([
  ["10,000 terms", Array(10_000).fill("1").join(" + ")],
  ["an array of 200,000 numbers", `[${Array(200_000).fill("1").join(",")}]`],
])("a cell with %s is compiled", (_, value) => {
  const { scripts } = compile(parseCell("", `let a: unknown = ${value}; await a`), loadTypeScript);
  expect(scripts.at(-1)?.code).toContain("await __cell.awaited(a)");
});
