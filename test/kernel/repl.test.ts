import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "./client.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

/** Runs cells in turn, all of which must succeed; the last one's result or printed text. */
async function run(...cells: string[]): Promise<string | undefined> {
  let last: string | undefined;
  for (const code of cells) {
    const { error, result, stdout } = await kernel.execute(code);
    if (error) throw new Error(`${code}\n${error.traceback.join("\n")}`);
    last = result ?? stdout.trimEnd();
  }
  return last;
}

describe("a function sees later changes", () => {
  test("of a variable it counts in", async () => {
    expect(
      await run("let n = 0; function inc() { n++; return n }", "inc()", "n = 10", "inc()"),
    ).toBe("11");
  });

  test("of a constant declared again", async () => {
    expect(
      await run(
        "const rate = 0.5",
        "function price(x: number) { return x * rate }",
        "price(100)",
        "const rate = 0.25",
        "price(100)",
      ),
    ).toBe("25");
  });

  test("of a helper defined again", async () => {
    expect(
      await run(
        "function helper() { return 'old' }",
        "const caller = () => helper()",
        "function helper() { return 'new' }",
        "caller()",
      ),
    ).toBe("'new'");
  });

  test("of a class defined again", async () => {
    expect(
      await run(
        "class Layer { size = 1 }",
        "const build = () => new Layer()",
        "class Layer { size = 2 }",
        "build().size",
      ),
    ).toBe("2");
  });
});

test("a shorthand property takes a name from an earlier cell", async () => {
  expect(await run("const sx = 3", "({ sx })")).toBe("{ sx: 3 }");
});

describe("a name is declared again", () => {
  const declared = {
    const: "const again = 'const'",
    let: "let again = 'let'",
    var: "var again = 'var'",
    function: "function again() { return 'function' }",
    class: "class again { static value = 'class' }",
    destructuring: "const { again } = { again: 'destructuring' }",
    enum: "enum again { a = 'enum' }",
    import: "import { sep as again } from 'node:path'",
  };
  const shown: Record<string, string> = {
    const: "'const'",
    let: "'let'",
    var: "'var'",
    function: "[Function: again]",
    class: "[class again] { value: 'class' }",
    destructuring: "'destructuring'",
    enum: "{ a: 'enum' }",
    import: "'/'",
  };
  for (const [before, first] of Object.entries(declared))
    for (const [after, second] of Object.entries(declared))
      test(`${before}, then ${after}`, async () => {
        expect(await run(first, second, "again")).toBe(shown[after]);
      });
});

test("an enum declared again keeps nothing of the old one", async () => {
  expect(await run("enum E { A, B }", "enum E { C }", "Object.keys(E)")).toBe("[ '0', 'C' ]");
});

describe("destructuring and assignment", () => {
  test("nested patterns with defaults and rests declare their names", async () => {
    expect(
      await run(
        "const { a, b: [b1, ...bs], c = 4 } = { a: 1, b: [2, 3, 4] } as { a: number; b: number[]; c?: number }",
        "[a, b1, bs, c]",
      ),
    ).toBe("[ 1, 2, [ 3, 4 ], 4 ]");
  });

  test("swapping two variables of earlier cells", async () => {
    expect(await run("let p = 1, q = 2", "[p, q] = [q, p]", "[p, q]")).toBe("[ 2, 1 ]");
  });
});

describe("types", () => {
  test("types and interfaces live on across cells", async () => {
    expect(
      await run(
        "interface Point { x: number; y: number }\ntype Path = Point[]",
        "const path: Path = [{ x: 1, y: 2 }]",
        "path[0]!.y",
      ),
    ).toBe("2");
  });

  test("a type declared again in a later cell shadows the earlier one", async () => {
    await run("type Size = number", "const small: Size = 1", "type Size = string");
    expect(await run("const large: Size = 'XL'", "[small, large]")).toBe("[ 1, 'XL' ]");
    const { error } = await kernel.execute("const wrong: Size = 1");
    expect(error?.evalue).toMatch("Type 'number' is not assignable to type 'string'");
  });

  test("a constant stays a constant in later cells", async () => {
    await run("const fixed = 1");
    const { error } = await kernel.execute("fixed = 2");
    expect(error?.evalue).toMatch("Cannot assign to 'fixed' because it is a constant.");
  });
});

describe("TypeScript that is more than types", () => {
  test("enums and namespaces", async () => {
    expect(
      await run(
        "enum Colour { Red, Green = 'g' }\nnamespace Geometry { export const tau = 6.28; export type T = 1 }",
        "[Colour.Red, Colour.Green, Geometry.tau]",
      ),
    ).toBe("[ 0, 'g', 6.28 ]");
  });

  test("a const enum", async () => {
    expect(await run("const enum Level { Low = 1, High = 2 }", "Level.High")).toBe("2");
  });

  test("a namespace that extends a function of its cell", async () => {
    expect(
      await run("function f() { return f.k }\nnamespace f { export const k = 7 }", "f()"),
    ).toBe("7");
  });

  test("generics and parameter properties", async () => {
    expect(
      await run(
        "class Box<T> { constructor(readonly value: T) {} map<U>(f: (x: T) => U): Box<U> { return new Box(f(this.value)) } }",
        "new Box(20).map((x) => x + 1).value",
      ),
    ).toBe("21");
  });

  test("decorators", async () => {
    expect(
      await run(
        "const seen: string[] = []\nfunction log(_: unknown, context: ClassMethodDecoratorContext) { seen.push(String(context.name)) }",
        "class Logged { @log run() { return 1 } }",
        "seen",
      ),
    ).toBe("[ 'run' ]");
  });

  test("private fields, also in a class a function returns", async () => {
    expect(
      await run(
        "function make() { class Local { #secret = 42; reveal() { return this.#secret } } return new Local() }",
        "make().reveal()",
      ),
    ).toBe("42");
  });

  test("an abstract class, satisfies, and a non-null assertion", async () => {
    expect(
      await run(
        "abstract class Shape { abstract area(): number }\nclass Square extends Shape { area() { return 4 } }",
        "const shape = { s: new Square() } satisfies Record<string, Shape>",
        "shape.s!.area()",
      ),
    ).toBe("4");
  });
});

describe("top-level await", () => {
  test.each([
    ["in a declaration", "const one = await Promise.resolve(1)\none", "1"],
    ["of a called function", "await (async () => 2)()", "2"],
    ["in for await", "for await (const x of [Promise.resolve(3)]) console.log(x)", "3"],
    ["in a condition", "if (await Promise.resolve(true)) console.log('yes')", "yes"],
    ["in an argument", "String(await Promise.resolve(4))", "'4'"],
    ["in a destructuring default", "const [d = await Promise.resolve(5)] = [] as number[]\nd", "5"],
    [
      "in await using",
      "await using gone = { async [Symbol.asyncDispose]() {} }; typeof gone",
      "'object'",
    ],
  ])("%s", async (_, code, expected) => {
    expect(await run(code)).toBe(expected);
  });
});

test("export before a declaration says nothing", async () => {
  expect(
    await run(
      "export const exported = 1; export function twice() { return exported * 2 }",
      "twice()",
    ),
  ).toBe("2");
});

test("a cell that throws half way leaves what it declared before", async () => {
  const { error } = await kernel.execute("const kept = 1; throw new Error('stop')");
  expect(error?.evalue).toBe("stop");
  expect(await run("kept")).toBe("1");
});

test("a cell with a type error does not run at all", async () => {
  await run("let touched = false");
  const { reply } = await kernel.execute("touched = true; const s: string = 1");
  expect(reply.status).toBe("error");
  expect(await run("touched")).toBe("false");
});

test("after 200 cells closures still see changes and names can be declared again", async () => {
  await run("let base = 1; const addBase = (x: number) => x + base; type Id = number");
  for (let i = 0; i < 200; i++) await run(`const step${i % 20} = ${i}; base = step${i % 20}`);
  expect(await run("addBase(1000)")).toBe("1199");
  expect(await run("const id: Id = step19; const base = 'text'; id + ' ' + base")).toBe(
    "'199 text'",
  );
  const { error } = await kernel.execute("base * 2");
  expect(error?.ename).toBe("TypeScriptError");
});
