import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

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

  test("a type and a value of one name live side by side, in whatever order they come", async () => {
    await run("interface Pair<T> { first: T }", "const Pair = (first: number) => ({ first })");
    expect(await run("const made: Pair<number> = Pair(1); made")).toBe("{ first: 1 }");
    expect(
      await run("const Pair = () => 'again'", "let kept: Pair<string> | undefined; Pair()"),
    ).toBe("'again'");
    await run("function unit() { return 1 }", "type unit = 'm' | 's'", "let Count = 1");
    await run("interface Count { n: number }", "Count = 2", "let other: Count = { n: Count }");
    expect(await run("const metre: unit = 'm'; [unit(), metre, other]")).toBe(
      "[ 1, 'm', { n: 2 } ]",
    );
    for (let i = 0; i < 40; i++) await run("0");
    expect(await run("const late: Pair<unit> = { first: 's' }; [Pair(), late]")).toBe(
      "[ 'again', { first: 's' } ]",
    );
    const { error } = await kernel.execute("const wrong: Pair<unit> = { first: 'kg' }");
    expect(error?.evalue).toMatch("is not assignable to type 'unit'");
  });

  test("a class declared again as a constant, or a type as a class, is the new one alone", async () => {
    await run("class Both { a = 1 }", "const Both = 5", "type Gone = number");
    expect(await run("class Gone { b = 2 }", "const gone: Gone = new Gone(); Both + gone.b")).toBe(
      "7",
    );
    expect((await kernel.execute("let was: Both")).error?.evalue).toMatch("'Both'");
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
