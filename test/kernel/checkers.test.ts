import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

// The compiler stands behind one interface. TypeScript 7's API calls itself unstable: what it
// says is compared with what TypeScript 6's LanguageService says.

let native: Client;
let service: Client;

beforeAll(async () => {
  native = await Client.start();
  service = await Client.start({ env: { TYPESCRIPT_KERNEL_CHECKER: "service" } });
  for (const kernel of [native, service])
    await kernel.execute(`
import { np } from "kernel-lib"
/** Adds. */
function add(a: number, b: number): number { return a + b }
type Row = { id: number; name?: string }
let count = 1
const rows: Row[] = []
class Net<T> { #w = 1; constructor(public size: T) {} forward(x: number) { return this.#w * x } }`);
}, 60_000);
afterAll(async () => {
  await native.stop();
  await service.stop();
});

test.each([
  "add('1', 2)",
  "add(1)",
  "count = 'x'",
  "rows.push({ id: 1, title: 'x' })",
  "rows[0].name.length",
  "new Net(1).forward('x')",
  "new Net(1).size.toUpperCase()",
  "nowhere",
  "import { y } from 'nothing-of-this-name'",
  "np.matmul(np.zeros([2, 3]), np.zeros([4, 5]))",
  "const half = (x) => x / 2",
  "const row: Row = {}",
  "await fetch(1 as never).text()",
  "process.exitCode = 'a' as const; Buffer.from(true)",
])("both refuse %s, for the same reason at the same place", async (code) => {
  const [one, other] = await Promise.all([native.execute(code), service.execute(code)]);
  const plain = (text: string): string => text.replace(/In\[\d+\]/g, "In[n]");
  expect(one.error?.ename).toBe("TypeScriptError");
  expect(plain(one.error?.evalue)).toMatch(/\S/);
  expect(plain(one.error?.evalue)).toBe(plain(other.error?.evalue));
});

test.each(["add(1, 2)", "rows.map((row) => row.id)", "np.zeros([2, 3]).shape", "new Net(3).size"])(
  "both accept %s",
  async (code) => {
    const [one, other] = await Promise.all([native.execute(code), service.execute(code)]);
    expect(one.error).toBeUndefined();
    expect(one.result).toBeDefined();
    expect(one.result).toBe(other.result);
  },
);

test.each([
  ["np.zer", "zeros"],
  ["rows.", "push"],
  ["co", "count"],
  ["new Net(1).f", "forward"],
  ["let r: Ro", "Row"],
])("both complete %s, by %s too", async (code, name) => {
  const request = { code, cursor_pos: code.length };
  const [one, other] = await Promise.all(
    [native, service].map((kernel) => kernel.request("complete_request", request)),
  );
  expect(one?.matches).toContain(name);
  expect(other?.matches).toContain(name);
  // Where a type is wanted the native checker also offers values, after the types.
  const first = [...new Set(one?.matches)].slice(0, code.includes(":") ? 1 : 3);
  expect(other?.matches).toEqual(expect.arrayContaining(first));
});

test.each([
  ["add", "(a: number, b: number)", "Adds."],
  ["rows", "Row[]", ""],
  ["np.matmul", "matmul", "matri"],
])("both show what %s is", async (code, declaration, words) => {
  const request = { code, cursor_pos: code.length, detail_level: 0 };
  const [one, other] = await Promise.all(
    [native, service].map((kernel) => kernel.request("inspect_request", request)),
  );
  expect(one?.found && other?.found).toBe(true);
  for (const reply of [one, other]) {
    expect(reply?.data["text/markdown"]).toContain(declaration);
    expect(reply?.data["text/markdown"]).toContain(words);
  }
  const documentation = (reply: typeof one): string => reply?.data["text/markdown"].split("```")[2];
  expect(documentation(one)).toBe(documentation(other));
});
