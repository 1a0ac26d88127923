import { expect, test } from "vitest";
import { faultsOf } from "../../../scripts/mutate/faults.ts";

const faults = (text: string): string[] =>
  faultsOf("a.ts", text).map(
    ({ start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end),
  );

test("operators, numbers, conditions and calls are changed, one at a time", () => {
  expect(faults("f(a + 1);")).toEqual(["", "f(a - 1);", "f(a + 2);"]);
  expect(faults("if (a < b) c = -a;")).toEqual([
    "if (!(a < b)) c = -a;",
    "if (a <= b) c = -a;",
    "if (a < b) c = a;",
  ]);
  expect(faults("const c = a && true ? Math.max(a, b) : a;")).toEqual([
    "const c = !(a && true) ? Math.max(a, b) : a;",
    "const c = a || true ? Math.max(a, b) : a;",
    "const c = a && false ? Math.max(a, b) : a;",
    "const c = a && true ? Math.min(a, b) : a;",
  ]);
});

test("types and texts are left as they are", () => {
  const text = 'type T = 1 | true; let x: 2 = 2 as 2; const y = "1 + 1"; function f(n: T): 3 {}';
  expect(faults(text)).toEqual([text.replace("= 2 as", "= 3 as")]);
});

test("a fault knows its line and what stood there", () => {
  expect(faultsOf("a.ts", "const a =\n  b * c;")).toEqual([
    {
      file: "a.ts",
      line: 2,
      source: "b * c;",
      start: 14,
      end: 15,
      original: "*",
      replacement: "/",
    },
  ]);
});
