import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

async function run(code: string): Promise<string | undefined> {
  const { error, result } = await kernel.execute(code);
  if (error) throw new Error(`${code}\n${error.traceback.join("\n")}`);
  return result;
}

test.each([
  ["a hashbang", "#!/usr/bin/env node\nconst half: number = 0.5; half", "0.5"],
  ["export *", "export * from 'kernel-lib'\n1", "1"],
  ["await using with odd spacing", "await  using  /**/ r = { [Symbol.dispose]() {} }\n2", "2"],
  [
    "decorators and accessors in class expressions and nested scopes",
    `const names: unknown[] = []
const note = (value: unknown, { name }: DecoratorContext): any => { names.push(name) }
const A = class { @note m() {} }
function f() { @note class B { @note accessor x = 1 } return new B() }
[f().x, ...names].join()`,
    "'1,m,x,B'",
  ],
  ["parameter properties", "class P { constructor(readonly x = 3) {} }\nnew P().x", "3"],
  ["an enum of flags", "enum F { A = 1 << 2, B = A | 1 }\nF[F.B]", "'B'"],
  ["an assertion in angle brackets", "const three = () => <unknown>{ n: 3 }\nthree()", "{ n: 3 }"],
])("%s", async (_, code, expected) => expect(await run(code)).toBe(expected));

test("an enum and a namespace outlive a cell that awaits", async () => {
  await run("namespace N { export const a = 1 }\nenum E { A = Math.max(3, 4) }\nawait 0");
  expect(await run("N.a + E.A")).toBe("5");
});
