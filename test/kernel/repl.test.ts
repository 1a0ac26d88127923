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

describe("a var in a block or loop is the cell's", () => {
  test.each([
    ["", "if (true) { var inIf = 1 }\nfor (var i = 0; i < 3; i++) {}"],
    [
      "in a cell that awaits",
      "await 0\nif (true) { var inIf = 1 }\nfor (var i = 0; i < 3; i++) {}",
    ],
  ])("%s", async (_, code) => {
    expect(await run(code, "[inIf, i]")).toBe("[ 1, 3 ]");
    expect(await run("i = 10", "i")).toBe("10");
  });

  test("with patterns, without a value, and where no semicolon stands", async () => {
    const code = `await 0
for (var [key, value] of Object.entries({ a: 1 })) console.log(key)
for (var name in { n: 1 });
console.log('x')
{
  console.log('y')
  var { z } = { z: 3 }, later: number | undefined
}
if (later) var never = 1
else var ever = 2
later = 4`;
    expect(await run(code, "[key, value, name, z, later, never, ever]")).toBe(
      "[ 'a', 1, 'n', 3, 4, undefined, 2 ]",
    );
  });
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
