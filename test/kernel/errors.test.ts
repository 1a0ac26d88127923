import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

/** The traceback as a reader sees it, with the cell's number left out. */
async function traceback(code: string): Promise<string> {
  const { error } = await kernel.execute(code);
  return (error?.traceback.join("\n") ?? "no error").replaceAll(/In\[\d+\]/g, "In[n]");
}

describe("a thrown error", () => {
  test("names cell and line, shows the line with a caret, leaves the kernel's frames out", async () => {
    expect(
      await traceback(
        "function outer(o: { x?: { y: number } }) {\n  return inner(o)\n}\nfunction inner(o: any) {\n  return o.x.y\n}\nouter({})",
      ),
    ).toMatchInlineSnapshot(`
      "TypeError: Cannot read properties of undefined (reading 'y')
          at inner (In[n]:5:14)
          at outer (In[n]:2:10)
          at In[n]:7:1

      In[n], line 5:
        4 | function inner(o: any) {
        5 |   return o.x.y
          |              ^
        6 | }"
    `);
  });

  test("has ename and evalue, in the reply too", async () => {
    const { error, reply } = await kernel.execute("throw new RangeError('too far')");
    expect(error).toMatchObject({ ename: "RangeError", evalue: "too far" });
    expect(reply).toMatchObject({ status: "error", ename: "RangeError", evalue: "too far" });
  });

  test("of a function of an earlier cell points into that cell", async () => {
    await kernel.execute("const half = (s: string) => {\n  return JSON.parse(s)\n}");
    const { error } = await kernel.execute("half('{')");
    const where = /In\[(\d+)\], line 2:/.exec(error?.traceback.join("\n"));
    const { reply } = await kernel.execute("0");
    expect(Number(where?.[1])).toBe(reply.execution_count - 2);
  });

  test("has the right column behind what the kernel rewrites", async () => {
    expect(await traceback("class A { static b = null as any }; A.b.c")).toMatchInlineSnapshot(`
      "TypeError: Cannot read properties of null (reading 'c')
          at In[n]:1:41

      In[n], line 1:
        1 | class A { static b = null as any }; A.b.c
          |                                         ^"
    `);
    expect(
      await traceback("import { sep } from 'node:path'; (sep as any).a.b"),
    ).toMatchInlineSnapshot(`
      "TypeError: Cannot read properties of undefined (reading 'b')
          at In[n]:1:49

      In[n], line 1:
        1 | import { sep } from 'node:path'; (sep as any).a.b
          |                                                 ^"
    `);
  });

  test("has the right line where types are compiled, not blanked out", async () => {
    expect(
      await traceback(
        "enum E { A }\n\nclass P { constructor(private x: any) {}\n\n  get() {\n    return this.x.y\n  }\n}\nnew P(null).get()",
      ),
    ).toMatchInlineSnapshot(`
      "TypeError: Cannot read properties of null (reading 'y')
          at P.get (In[n]:6:19)
          at In[n]:9:13

      In[n], line 6:
        5 |   get() {
        6 |     return this.x.y
          |                   ^
        7 |   }"
    `);
  });

  test("after an await", async () => {
    expect(
      await traceback("await new Promise((r) => setTimeout(r, 1))\nnull!['x']"),
    ).toMatchInlineSnapshot(`
      "TypeError: Cannot read properties of null (reading 'x')
          at In[n]:2:6

      In[n], line 2:
        1 | await new Promise((r) => setTimeout(r, 1))
        2 | null!['x']
          |      ^"
    `);
  });

  test("in an awaited function, with the line that awaited it", async () => {
    const code = "async function far() {\n  await null\n  throw new Error('far')\n}\n\nawait far()";
    expect(await traceback(code)).toMatch(/at far \(In\[n\]:3:9\)\n.*at (async )?In\[n\]:6:1/);
  });

  test("shows its cause and its properties", async () => {
    expect(
      await traceback(
        "throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 7 })",
      ),
    ).toMatchInlineSnapshot(`
      "Error: outer
          at In[n]:1:21 {
        code: 7,
        [cause]: Error: inner
            at In[n]:1:49
      }

      In[n], line 1:
        1 | throw Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 7 })
          |                     ^"
    `);
  });

  test("need not be an Error", async () => {
    const { error } = await kernel.execute("throw { code: 404 }");
    expect(error).toMatchObject({ ename: "Thrown", evalue: "{ code: 404 }" });
    expect((await kernel.execute("throw null")).error?.evalue).toBe("null");
    expect((await kernel.execute("throw undefined")).error?.evalue).toBe("undefined");
  });

  test("may refuse to be shown", async () => {
    const { error } = await kernel.execute(
      "throw new Proxy(new Error('x'), { get() { throw new Error('no') } })",
    );
    expect(error?.ename).toBe("Error");
    expect((await kernel.execute("1")).result).toBe("1");
  });

  test("of endless recursion", async () => {
    const { error } = await kernel.execute("function deep(): number { return deep() + 1 }\ndeep()");
    expect(error).toMatchObject({
      ename: "RangeError",
      evalue: "Maximum call stack size exceeded",
    });
  });
});

describe("a type error", () => {
  test("is TypeScriptError with code, position and sentence", async () => {
    const { error } = await kernel.execute("const a = 1\nconst s: string = a");
    expect(error?.ename).toBe("TypeScriptError");
    expect(error?.evalue).toMatch(
      /^In\[\d+\]:2:7 - TS2322: Type 'number' is not assignable to type 'string'\.$/,
    );
    expect(await traceback("const a = 1\nconst s: string = a")).toMatchInlineSnapshot(`
      "TypeScriptError: In[n]:2:7 - TS2322: Type 'number' is not assignable to type 'string'.

      In[n], line 2:
        1 | const a = 1
        2 | const s: string = a
          |       ^"
    `);
  });

  test("is several if several", async () => {
    const { error } = await kernel.execute("const a: string = 1; const b: number = 'x'");
    expect(error?.evalue.split("\n")).toHaveLength(2);
  });

  test("explains itself where TypeScript does", async () => {
    const { error } = await kernel.execute(
      "const deep: { a: { b: number } } = { a: { b: 'x' as string } as { b: string } }",
    );
    expect(error?.evalue).toMatch("is not assignable to type 'number'");
  });

  test("strict is the default", async () => {
    expect(await traceback("(x) => x")).toMatch("implicitly has an 'any' type");
    expect(await traceback("let maybe: string | undefined; maybe.length")).toMatch("TS18048");
  });

  test("a syntax error is reported once, at its place", async () => {
    expect(await traceback("const a = {\n  b: 1,,\n}")).toMatchInlineSnapshot(`
      "TypeScriptError: In[n]:2:8 - TS1136: Property assignment expected.

      In[n], line 2:
        1 | const a = {
        2 |   b: 1,,
          |        ^
        3 | }"
    `);
  });
});

describe("an error nobody can catch is reported in its cell", () => {
  test("a rejection nobody awaits", async () => {
    const { error, reply } = await kernel.execute("Promise.reject(new Error('nobody'))\n1 + 1");
    expect(error).toMatchObject({ ename: "Error", evalue: "nobody" });
    expect(reply.status).toBe("error");
  });

  test("a throw in a timer, while the cell still runs", async () => {
    const { error, reply } = await kernel.execute(
      "await new Promise((r) => setTimeout(() => { setTimeout(r, 1); throw new Error('in a timer') }, 1))",
    );
    expect(error?.evalue).toBe("in a timer");
    expect(reply.status).toBe("error");
  });

  test("a throw in a timer, after its cell and during another", async () => {
    const id = kernel.submit(`
let isNext = false, thrown = (): void => {}
const look = (): void => {
  if (!isNext) return void setTimeout(look, 1)
  setTimeout(thrown, 1)
  throw new Error("late")
}
setTimeout(look, 1)
0`);
    await kernel.answer(id);
    const { reply } = await kernel.execute(
      "isNext = true; await new Promise<void>((resolve) => (thrown = resolve))",
    );
    expect(reply.status).toBe("ok");
    const isError = ({ type }: { type: string }): boolean => type === "error";
    await kernel.until(() => kernel.outputsOf(id).some(isError));
    expect(kernel.outputsOf(id).find(isError)?.content.evalue).toBe("late");
  });

  test("process.exit() stops the cell, the kernel lives on", async () => {
    await kernel.execute("const before = 1");
    const { error } = await kernel.execute("process.exit(3)");
    expect(error?.evalue).toMatch("process.exit(3)");
    expect((await kernel.execute("before")).result).toBe("1");
  });
});
