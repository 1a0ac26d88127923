import { expect, test } from "vitest";
import { formatArray, type Printable, reprArray } from "../kernel-lib/src/format.ts";
import golden from "./golden/numpy-print.json" with { type: "json" };

function restore({ dtype, shape, every }: (typeof golden.cases)[number]): Printable {
  const size = shape.reduce((a, b) => a * b, 1);
  const number = (x: string | number) => Number(String(x).replace("inf", "Infinity"));
  const numbers = Array.from({ length: size }, (_, i) => number(every[i % every.length]));
  switch (dtype) {
    case "float64":
      return { dtype, shape, data: Float64Array.from(numbers) };
    case "float32":
      return { dtype, shape, data: Float32Array.from(numbers) };
    case "int32":
      return { dtype, shape, data: Int32Array.from(numbers) };
    case "bool":
      return { dtype, shape, data: Uint8Array.from(numbers) };
    default:
      throw new Error(`no such dtype: ${dtype}`);
  }
}

const name = (of: { name: string; dtype: string }) => `${of.name}, ${of.dtype}`;

test.each([...new Set(golden.cases.map(name))])("%s: prints as in NumPy", (wanted) => {
  for (const expected of golden.cases.filter((one) => name(one) === wanted)) {
    const a = restore(expected);
    expect(formatArray(a)).toBe(expected.str);
    expect(reprArray(a)).toBe(expected.repr);
  }
});
