import { type NDArray, np } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { type Answer, expectAnswer, golden, named, operand, refusal } from "./goldenArrays.ts";

// The golden cases call methods by name, with what is stored: their types are checked elsewhere.
type Method = (...args: unknown[]) => NDArray;
const call = (a: NDArray, method: string, ...args: unknown[]): NDArray =>
  (a as unknown as Record<string, Method>)[method](...args);

const cases = <T extends { out: unknown }>(list: T[], by: (one: T) => string) =>
  [...new Set(list.map(by))].map((name) => [name, list.filter((one) => by(one) === name)] as const);

// V8 and NumPy's vector loops each round exp and its like on their own; so do powers.
const rounded = { float64: 1e-15, float32: 2.5e-7 };
const transcendental = ["pow", "exp", "log", "tanh", "sin", "cos"];
const precisionOf = (op: string) => (transcendental.includes(op) ? rounded : {});

describe("methods give NumPy's answers", () => {
  const binary = golden.binary.filter(({ a }) => typeof a === "string");
  test.each(cases(binary, ({ op }) => op))("%s", (op, list) => {
    for (const { a, b, out } of list) {
      expectAnswer(() => call(named(a as string), op, operand(b)), out as Answer, precisionOf(op));
    }
  });

  const methods = golden.unary.filter(({ op }) => op in named("scalar"));
  test.each(cases(methods, ({ op }) => op))("%s", (op, list) => {
    for (const { a, out } of list) {
      expectAnswer(() => call(named(a), op), out as Answer, precisionOf(op));
    }
  });

  test.each(cases(golden.reductions, ({ op }) => op))("%s along an axis", (op, list) => {
    for (const { a, axis, options, out } of list) {
      const precise = op === "var" || op === "std" ? rounded : {};
      expectAnswer(() => call(named(a), op, axis, options), out as Answer, precise);
    }
  });

  test.each(cases(golden["long sums"], ({ op, dtype }) => `${op} of ${dtype}`))(
    "%s over many elements, to the last bit",
    (_, list) => {
      for (const { op, dtype, shape, axis, out } of list) {
        np.random.seed(7);
        const a = np.random.uniform({ size: shape }).astype(dtype as NDArray["dtype"]);
        expectAnswer(() => call(a, op, axis), out as Answer);
      }
    },
  );

  test("matmul", () => {
    for (const { a, b, out } of golden.matmul) {
      expectAnswer(() => named(a).matmul(named(b)), out as Answer);
    }
  });

  test("reshape", () => {
    for (const { a, shape, out } of golden.reshape) {
      expectAnswer(() => named(a).reshape(shape), out as Answer);
    }
  });

  test("squeeze", () => {
    for (const { a, axis, out } of golden.squeeze) {
      expectAnswer(() => named(a).squeeze(axis ?? undefined), out as Answer);
    }
  });

  test("transpose", () => {
    for (const { a, axes, out } of golden.transpose) {
      expectAnswer(() => call(named(a), "transpose", axes ?? undefined), out as Answer);
    }
  });
});

// NumPy 2: a plain number takes the dtype of a float array, and beside ints stays as it is.
test("a float32 array is compared with a plain number in float32", () => {
  const tenth = np.array([0.1], { dtype: "float32" });
  expect([String(tenth.equal(0.1)), String(tenth.lessEqual(0.1))]).toEqual(["[ True]", "[ True]"]);
  expect(String(np.array([1, 2], { dtype: "int32" }).less(1.5))).toBe("[ True False]");
});

test("dot is matmul, and refuses right operands of more axes", () => {
  const a = np.array([[1, 2, 3]]);
  expect(a.dot(np.array([1, 1, 1])).tolist()).toEqual([6]);
  expect(() => a.dot(np.ones([2, 3, 2]))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: dot: shape [2, 3, 2] has more than two axes; use matmul]`,
  );
});

test("an array knows its dtype, its rank and its size", () => {
  const a = np.zeros([2, 3], { dtype: "int32" });
  expect([a.dtype, a.ndim, a.size, a.data instanceof Int32Array]).toEqual(["int32", 2, 6, true]);
});

test("an array that does not fit its shape is refused", async () => {
  const { NDArray } = await import("kernel-lib");
  expect(() => new NDArray(Float64Array.of(1, 2), [3])).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: NDArray: shape [3] does not hold 2 elements]`,
  );
});

test("tolist gives back what array was given", () => {
  const cube = [
    [[1], [2]],
    [[3], [4]],
  ];
  expect(np.array(cube).tolist()).toEqual(cube);
  expect(np.zeros([0, 3]).tolist()).toEqual([]);
  expect(np.array(7).tolist()).toBe(7);
  expect(np.array([true, false]).tolist()).toEqual([1, 0]);
});

test("no result shares memory with its source", () => {
  const a = np.ones([1, 3]);
  const results = [
    a.at(0),
    a.reshape(3),
    a.ravel(),
    a.squeeze(),
    a.T,
    a.copy(),
    a.astype("float64"),
  ];
  a.set([":"], 5);
  for (const result of results) expect(result.tolist().toString()).toBe("1,1,1");
});

test("astype cuts to whole numbers and refuses what int32 cannot hold", () => {
  expect(np.array([1.9, -1.9]).astype("int32").tolist()).toEqual([1, -1]);
  expect(np.array([0, 0.5, Number.NaN]).astype("bool").tolist()).toEqual([0, 1, 1]);
  expect(np.array([0.1]).astype("float32").item()).toBe(Math.fround(0.1));
  expect(() => np.array([3e9]).astype("int32")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: astype: 3000000000 is not an int32; use float64]`,
  );
  expect(() => np.array([Number.NaN]).astype("int32")).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: astype: NaN is not an int32; use float64]`,
  );
  expect(() => np.array([1]).astype("int8" as "int32")).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: astype: no dtype int8; use float64, float32, int32, bool]`,
  );
});

test("an int32 result that overflows is refused, not wrapped", () => {
  const big = np.full([2], 2 ** 31 - 1, { dtype: "int32" });
  expect(() => big.add(1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: add: 2147483648 is not an int32; use float64]`,
  );
  expect(() => big.mul(big)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: mul: 4611686014132420600 is not an int32; use float64]`,
  );
  expect(() => big.sum()).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: sum: 4294967294 is not an int32; use float64]`,
  );
  expect(() => big.add(2 ** 31)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: add: 2147483648 is not an int32; use float64]`,
  );
  expect(() => np.array([2], { dtype: "int32" }).pow(-1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: pow: int32 to the power -1 is not a whole number; use float64]`,
  );
  expect(big.less(2 ** 31).tolist()).toEqual([1, 1]);
});

test("shape errors say both shapes", () => {
  const a = np.zeros([2, 3]);
  const attempts = [
    () => a.matmul(np.zeros([4, 5]) as NDArray),
    () => a.matmul(np.zeros([]) as NDArray),
    () => a.add(np.zeros([2]) as NDArray),
    () => a.reshape([4, 2]),
    () => a.reshape([-1, 4]),
    () => a.reshape([-1, -1]),
    () => a.squeeze(0),
    () => a.transpose([0, 0]),
    () => a.sum(2),
    () => np.zeros([0, 3]).max(),
    () => np.zeros([0, 3]).mean(0),
    () => a.var(0, { ddof: 2 }),
    () => a.sum(0, { keepdim: true } as object),
    () => np.array([true]).sub(np.array([true])),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "matmul: shapes [2, 3] and [4, 5] clash: 3 columns meet 4 rows",
      "matmul: shapes [2, 3] and [] need one axis each at least; scale with mul",
      "add: shapes [2, 3] and [2] do not broadcast",
      "reshape: shape [2, 3] has 6 elements, [4, 2] has 8",
      "reshape: shape [2, 3] has 6 elements, [-1, 4] has a multiple of 4",
      "reshape: size -1 is not a whole number >= 0",
      "squeeze: axis 0 of shape [2, 3] has size 2",
      "transpose: axes [0, 0] do not name each axis of [2, 3] once",
      "sum: axis 2 is not an axis of shape [2, 3]; use -2 to 1",
      "max: shape [0, 3] has no elements to choose from",
      "mean: shape [0, 3] gives 0 elements to average, ddof is 0",
      "var: shape [2, 3] gives 2 elements to average, ddof is 2",
      "sum: no option keepdim; it knows keepdims",
      "sub: not defined for bool arrays; use astype("int32")",
    ]
  `);
});

test("broadcasting repeats elements along stretched axes, to NumPy's shapes", () => {
  for (const { a, b, out } of golden.broadcasting) {
    const x = np.arange(a.reduce((n, m) => n * m, 1)).reshape(a);
    const y = np
      .arange(b.reduce((n, m) => n * m, 1))
      .reshape(b)
      .mul(100);
    if (out === null) {
      expect(() => x.add(y)).toThrow(/^add: shapes .* do not broadcast$/);
      continue;
    }
    const sum = x.add(y);
    expect(sum.shape).toEqual(out);
    const source = (shape: number[], index: number[]) =>
      shape.map((n, axis) => (n === 1 ? 0 : index[axis + index.length - shape.length]));
    sum.data.forEach((value, flat) => {
      let rest = flat;
      const index = out.map(() => 0);
      for (let axis = out.length - 1; axis >= 0; axis--) {
        index[axis] = rest % out[axis];
        rest = Math.floor(rest / out[axis]);
      }
      expect(value).toBe(x.item(...source(a, index)) + y.item(...source(b, index)));
    });
  }
});

test("an array prints as NumPy's str wherever its text is asked for", async () => {
  const { inspect } = await import("node:util");
  const a = np.array([[0.5, 1]]);
  expect([`${a}`, inspect(a), a.repr()]).toEqual([
    "[[0.5 1. ]]",
    "[[0.5 1. ]]",
    "array([[0.5, 1. ]])",
  ]);
  const shown = (a as unknown as Record<symbol, () => object>)[Symbol.for("Jupyter.display")]();
  expect(shown).toEqual({
    "text/plain": "[[0.5 1. ]]",
    "text/html": expect.stringContaining("<table"),
  });
});
