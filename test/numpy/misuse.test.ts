// What NumPy accepts or refuses, and JavaScript would pass over in silence.
import { data, np, torch } from "kernel-lib";
import { describe, expect, test } from "vitest";
import golden from "../golden/numpy-ranges.json" with { type: "json" };

/** A call that the types forbid. */
// biome-ignore lint/suspicious/noExplicitAny: these tests do what the types forbid
const untyped = (x: unknown): any => x;

describe("ranges have NumPy's numbers to the last bit", () => {
  test.each(golden.arange)("arange of $args in $dtype", ({ args, dtype, out }) => {
    const [start, stop, step] = args;
    const range = np.arange(start, stop, step, { dtype: dtype as "float32" });
    expect(range.tolist()).toEqual(out);
  });
  test.each(golden.linspace)("linspace of $args", ({ args, out }) => {
    const [start, stop, num] = args;
    expect(np.linspace(start, stop, num).tolist()).toEqual(out);
  });
});

test("where takes NaN for true, as NumPy does", () => {
  expect(np.where(np.array([NaN, 0, -0, 2]), 1, 2).tolist()).toEqual([1, 2, 2, 1]);
});

test("functions take nested lists, as NumPy's do", () => {
  expect(np.exp([0, [1][0]]).tolist()).toEqual([1, Math.E]);
  expect(np.sqrt([[4, 9]]).tolist()).toEqual([[2, 3]]);
  expect(untyped(np.add)([1, 2], [[3], [4]]).tolist()).toEqual([
    [4, 5],
    [5, 6],
  ]);
  expect(untyped(np.maximum)([1, NaN], 2).tolist()).toEqual([2, NaN]);
  expect(untyped(np.sum)([1, 2]).item()).toBe(3);
  expect(np.where([true, false], [1, 2], 0).tolist()).toEqual([1, 0]);
});

test("a method is found on the class by its name", () => {
  for (const name of ["add", "less", "exp", "sum", "std"]) {
    expect(Object.getOwnPropertyNames(Object.getPrototypeOf(np.array([1])))).toContain(name);
  }
});

test("arrays and tensors are objects all the same", () => {
  expect(np.array([1])).toBeInstanceOf(Object);
  expect(torch.tensor([1])).toBeInstanceOf(Object);
  expect("toString" in np.array([1])).toBe(true);
});

test("an array is text in a template, and not a number", () => {
  const a = np.array([1, 2]);
  expect(`${a}`).toBe("[1. 2.]");
  expect(`a = ${a}`).toBe("a = [1. 2.]");
  for (const operation of [() => untyped(a) < 2, () => -untyped(a), () => untyped(a) * 2]) {
    expect(operation).toThrow(TypeError);
    expect(operation).toThrow("operators do not compute with it; use add, neg, less");
  }
});

const a = np.array([1, 2, 3]);
const u = untyped(a);
const { normal, uniform } = np.random;
const misuses: [string, () => unknown, typeof TypeError | typeof RangeError, string][] = [
  ["a length", () => u.length, TypeError, "an array has no length; use shape[0], or size"],
  [
    "an element",
    () => u[0],
    TypeError,
    "an array has no elements in brackets, such as [0]; use at(0)",
  ],
  ["a written element", () => (u[0] = 9), TypeError, "such as [0]; use set([0], value)"],
  [
    "a tensor",
    () => u.add(torch.tensor([1])),
    TypeError,
    "add: needs a number or an array, got a tensor",
  ],
  ["a text", () => u.add("1"), TypeError, "add: needs a number or an array, got a string"],
  ["nothing", () => u.greater(), TypeError, "greater: needs a number or an array, got undefined"],
  ["a power of a list", () => u.pow([1]), TypeError, "pow: needs a number or an array, got a list"],
  ["a product with a number", () => u.matmul(2), TypeError, "matmul: needs an array, got a number"],
  [
    "a function of a text",
    () => np.exp(untyped("1")),
    TypeError,
    "exp: needs an array, got a string",
  ],
  [
    "a sum of a tensor",
    () => np.sum(untyped(torch.tensor([1]))),
    TypeError,
    "sum: needs an array, got a tensor",
  ],
  [
    "a list of indices",
    () => u.at([0, 1]),
    TypeError,
    "at: the list [0, 1] is not an index; use np.array([0, 1])",
  ],
  ["a truth value", () => u.at(true), TypeError, "at: true is not an index"],
  [
    "an index not in a list",
    () => u.set(0, 1),
    TypeError,
    "set: give the indices as a list, such as set([0, 1], value)",
  ],
  [
    "a written list",
    () => u.set([0], [1]),
    TypeError,
    "set: needs a number or an array, got a list",
  ],
  [
    "no shape",
    () => untyped(np.zeros)(),
    TypeError,
    "zeros: undefined is not a shape; give 3 or [2, 3]",
  ],
  [
    "two sizes",
    () => untyped(np.ones)(2, 3),
    TypeError,
    "ones: give the shape as a list, such as ones([2, 3])",
  ],
  ["a reshape to nothing", () => u.reshape(), TypeError, "reshape: undefined is not a shape"],
  ["axes side by side", () => u.transpose(1, 0), TypeError, "transpose: give the axes as a list"],
  [
    "arrays side by side",
    () => np.concatenate(u),
    TypeError,
    "concatenate: give a list, such as concatenate([a, b])",
  ],
  [
    "a list of lists",
    () => np.stack(untyped([[1]])),
    TypeError,
    "stack: needs an array, got a list",
  ],
  [
    "a list for the class",
    () => new (untyped(a.constructor))([1], [1]),
    TypeError,
    "np.array takes lists",
  ],
  ["no range", () => untyped(np.arange)(), TypeError, "arange: give stop, or start and stop"],
  [
    "a range from NaN",
    () => np.linspace(NaN, 1),
    RangeError,
    "linspace: start is NaN; give a finite number",
  ],
  ["a range to infinity", () => np.linspace(0, Infinity), RangeError, "linspace: stop is Infinity"],
  [
    "too wide a range",
    () => np.linspace(-1e308, 1e308),
    RangeError,
    "linspace: stop - start is Infinity",
  ],
  [
    "a mean of NaN",
    () => normal({ loc: NaN }),
    RangeError,
    "normal: loc is NaN; give a finite number",
  ],
  [
    "a mean of text",
    () => normal({ loc: untyped("3") }),
    TypeError,
    'normal: loc is "3", not a number',
  ],
  [
    "a bound of text",
    () => uniform({ low: untyped("0") }),
    TypeError,
    'uniform: low is "0", not a number',
  ],
  [
    "noise of text",
    () => data.makeMoons(9, { noise: untyped("1") }),
    TypeError,
    'makeMoons: noise is "1", not a number',
  ],
];
test.each(misuses)("%s is refused in words", (_, attempt, type, message) => {
  expect(attempt).toThrow(type);
  expect(attempt).toThrow(message);
});

test("a constant column keeps scale 1, also where rounding gives it a tiny variance", () => {
  const x = np.full([10, 2], 0.1);
  x.set([":", 1], np.arange(10));
  expect(x.std(0).at(0).item()).not.toBe(0);
  const scaler = new data.StandardScaler().fit(x);
  expect(scaler.scale?.at(0).item()).toBe(1);
  expect(scaler.scale?.at(1).item()).toBe(x.std(0).at(1).item());
  expect(Math.abs(scaler.transform(x).at(3, 0).item())).toBeLessThan(1e-15);
});

test("what NumPy refuses is refused: an option, an index, a shape", () => {
  expect(() => untyped(np.random.uniform)({ lo: 1 })).toThrow(
    "uniform: no option lo; it knows low, high, size",
  );
  expect(() => untyped(np.array([1, 2])).at({})).toThrow(TypeError);
  expect(() => np.zeros(0).reshape([-1, 0])).toThrow(RangeError);
});

test("an empty choice from nothing is empty, and takes no number from the stream", () => {
  np.random.seed(0);
  expect(np.random.choice(np.zeros(0), { size: 0 }).shape).toEqual([0]);
  const first = [np.random.uniform({ size: 3 }).tolist(), np.random.uniform()].flat();
  // NumPy's first four numbers of seed 0.
  expect(first.map((x) => Number(x.toFixed(8)))).toEqual([
    0.5488135, 0.71518937, 0.60276338, 0.54488318,
  ]);
});
