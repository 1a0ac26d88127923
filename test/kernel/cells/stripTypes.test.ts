import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { ModuleDetectionKind, ModuleKind, ScriptTarget, transpileModule } from "typescript-6";
import { describe, expect, test } from "vitest";
import { parseCell } from "../../../kernel-lib/kernel/src/cells/cell.ts";
import { stripTypes } from "../../../kernel-lib/kernel/src/cells/stripTypes.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

function stripped(code: string): string | undefined {
  return stripTypes(code, parseCell("", code).body)?.toString();
}

/** What TypeScript makes of it. */
function transpiled(code: string): string {
  return transpileModule(code, {
    compilerOptions: {
      target: ScriptTarget.ESNext,
      module: ModuleKind.ESNext,
      moduleDetection: ModuleDetectionKind.Force,
      verbatimModuleSyntax: true,
    },
  }).outputText;
}

/** The syntax tree of JavaScript, without what says nothing: places, parentheses, `;`. */
function tree(code: string): unknown {
  const { program, errors } = parseSync("x.js", code, { lang: "js", preserveParens: false });
  expect(errors, code).toEqual([]);
  return JSON.parse(
    JSON.stringify(program.body, (key, value) => {
      if (["start", "end", "raw"].includes(key)) return undefined;
      if (typeof value === "bigint") return `${value}n`;
      if (Array.isArray(value)) return value.filter((one) => !saysNothing(one));
      return value;
    }),
  );
}

/** TypeScript adds `export {}` where only types were imported. */
function saysNothing(node: unknown): boolean {
  const { type, specifiers, source, declaration } = (node ?? {}) as Record<string, unknown>;
  if (type === "EmptyStatement") return true;
  const isEmpty = Array.isArray(specifiers) && specifiers.length === 0;
  return type === "ExportNamedDeclaration" && isEmpty && !source && !declaration;
}

function expectSameProgram(code: string, name = code): void {
  const found = stripped(code);
  expect(found, name).toBeDefined();
  expect(tree(found as string), name).toEqual(tree(transpiled(code)));
  expect((found as string).split("\n").length, name).toBe(code.split("\n").length);
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

test("makes the program TypeScript makes of every source and cell of this project", () => {
  const all = [...sources(), ...cells()].filter(([, code]) => !parseCell("", code).error);
  expect(all.length).toBeGreaterThan(500);
  for (const [name, code] of all) expectSameProgram(code, name);
}, 120_000);

describe("makes the program TypeScript makes of", () => {
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
    "import { type A, b, type C } from 'a'; import D, { type E } from 'd'; b + D",
    "import { type A } from 'a'; export { type A }",
    "const a = 1; type B = 2; export { a, type B /* , */ , }; export type { B as C }",
    "export interface A {} export type B = A; export declare function f(): void; export const c = 1",
    "export type * from 'a'; export type { A } from 'b'; export * from 'c'",
    "export function f(a: string): void; export function f(a: any) {}",
    "export default function f(a: string): void; export default function f(a: any) {}",
    "declare global { interface X {} } declare module 'a' {} declare namespace N {} declare enum E {}",
    "declare class A { a: string } declare function f(): void; declare let x: number, y: string",
    "class A { a?: number; 'b'?: string = 'b'; ['c']? : 1; #d?: number; static e?: T }",
    "class A { get: string\n f() {} }\nclass B { set?: T\n f() {} }\nclass C { static\n f() {} }",
    "class A { a!: number; 'b'!: T; [c] ! : T }\nlet x!: number, y /* : */ !: T",
    "class A { private a = 1; protected static b; public readonly c: T; readonly d = 4 }",
    "class A { a = 1\n readonly ['b'] = 2\n private *c() {}\n protected async d() {} }",
    "class A extends B { override a = 1; private static override readonly b; override m() {} }",
    "class A { private get a() { return 1 } protected set a(v: number) {} public static async *b() {} }",
    "abstract class A { abstract a: string; abstract b(): void; abstract get c(): T; d() {} }",
    "export abstract class A { private abstract a: string }\nexport default abstract class {}",
    "a\nabstract class A {}",
    "class A { m(a: string): void; m(a: any) {} constructor(a: string); constructor(a: any) {} }",
    "class A { [key: string]: number; static [key: string]: T; declare a: string; m?(): void; n?() {} }",
    "class A implements B, C<D> {}\nclass E<F> extends G<F> implements\n  H {}",
    "const A = class implements B {}\nconst C = class<T> extends (D as any) implements B {}",
    "function f(this: T) {} function g(this: T, a: U) {} const h = function (this: T /* , */,) {}",
    "class A { m(this: A, b?: string) {} }",
    "function f(a /* ? */ ?: T, { b }: U = c, [d]: V[] = [], ...e: W) {}",
    "const f = (a: string): {\n  b: number\n} => g",
    "const f = (): {\n  b: number\n} => g\nconst h = async (a /* ) */, // )\n): Promise<\n  T> => g",
    "const f = (a: A) // )\n  : {\n  b: number } => g",
    "function f() { return <T,\n>(a: T) => a }",
    "const f = async <\n  T,\n>(a: T) => a",
    "f<\n  A,\n  B\n>(a); new Map<\n  A,\n  B>()",
    "a as any\n(b)",
    "a!\n(b)",
    "const f = g<string>\n;(b)",
    "const a = () => b as T\n;[1].map(c)\nlet x: number\n(b)",
    "if (a) b as T\nelse c!\nd",
    "do a as T\nwhile (b)",
    "for (let i = a as T; i < (b as number); i++) c\nfor (const x in y as T) z!",
    "const a = b as {\n  c: string\n}\n(d)",
    "return_ = a as unknown as\n  T\n+ b",
    "class A { a = b as T\n ['c'] = 1\n d: T\n *f() {} }",
    "export default a as T\n(b)",
    "switch (a as T) { case b!: c<T>(d) }\nthrow a as T\n",
    `label: for (;;) { let a: T; break label }\nconst t = \`a\${b as T}c\${d!}\``,
    "const a = { b: c as T, d<U>(e: U): void {}, get f(): T { return 1 }, async *g(h?: T) {} }",
    "function f(a: asserts_): asserts a is T {}\nfunction g(x: any): asserts x {}",
    `let x: typeof import("a"), y: unique symbol, z: \`a\${string}\`, w: new () => T, v: A extends B ? C : D`,
    "const a = b satisfies C, d = <const T,>(e: T) => e, f = [1] as const",
    "type A = {\n  b: string\n}\n(c)",
    "a\ninterface B {}\n(c)",
    "const a = <T>b\n(c)\n{}\n<T>d",
    "const f = () => <T>{}; function g() { return <\n  T>\n  a }",
    "f(<T>a.b, -(<number>c), <T>(<unknown>d)); <T>e!",
  ])("%s", (code) => expectSameProgram(code));
});

describe("declares and assigns parameter properties as TypeScript does in", () => {
  test.each([
    "class A { constructor(private x: number) {} }",
    "class A { y = 1; constructor(readonly x: number, public z?: T, private w = 2) { this.y = x } }",
    "class A extends B { constructor(protected override readonly x: number) { super(x) } }",
    "class A extends B { constructor(private x: T, y: U) { super(y as any)\n this.m() } }",
    "class A { constructor(private x: T) { 'use strict'; x } }",
    "class A { constructor(private x: T); constructor(public x: any) {} }",
  ])("%s", (code) => expectSameProgram(code));
});

/** An enum's `var` is the REPL's affair. */
test.each([
  "enum E { A }",
  "enum E { A, B = 5, C, D = -2, 'e f', G = 'g', }",
  "enum E { A = 'a', 'B' = \"b\" }",
  "export enum E {\n  // first\n  A = 1 /* , */,\n  B,\n}",
  "const enum E { A, B }",
  "enum E {}",
  "enum E { A } enum E { B = 1 }",
  "enum E { A = 1 << 0, B = 1 << 1, C = A | B, D = (A + 2) * 3 ** 2 % 5, E = ~C >>> 1, F }",
  "enum E { A = 7 / 2 - 1, B = +1 & 3, C = 6 ^ 3, D = -8 >> 1, E = 'e', F = E }",
])("lowers %s as TypeScript does", (code) => {
  const values = (js: string | undefined): unknown =>
    new Function(`var E;${js?.replace(/export (\{\}|var E);?|export/g, "")};return E`)();
  expect(values(stripped(code))).toEqual(values(transpiled(code)));
});

test.each([
  "enum E { A, B = E.A }",
  "enum E { A = Math.PI, B = 'a' + 'b' }",
  "enum E { A = 'a'.length, B = 2 }",
  "{ enum E { A } }",
  "namespace N { export const a = 1 }",
  "@d class A {}",
  "const A = class { @d m() {} }",
  "function f() { class A { accessor x = 1 } }",
  "export = a",
])("leaves %s to a compiler", (code) => expect(stripped(code)).toBeUndefined());
