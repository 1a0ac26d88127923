import { type NDArray, np } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { type Answer, expectAnswer, golden, named, operand, refusal } from "./goldenArrays.ts";

// The golden cases call functions by name, with what is stored.
type NumpyFunction = (...args: unknown[]) => NDArray | number;
const call = (name: string, ...args: unknown[]): NDArray => {
  const result = (np as unknown as Record<string, NumpyFunction>)[name](...args);
  return typeof result === "number" ? np.array(result) : result;
};

const rounded = { float64: 1e-15, float32: 2.5e-7 };

describe("functions give NumPy's answers", () => {
  test("of one operand", () => {
    for (const { op, a, out } of golden.unary) {
      const exact = ["neg", "abs", "sqrt"].includes(op);
      expectAnswer(() => call(op, named(a)), out as Answer, exact ? {} : rounded);
    }
  });

  test("of two operands, a number on either side", () => {
    // Comparisons are methods only.
    const comparisons = ["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"];
    for (const { op, a, b, out } of golden.binary.filter(({ op }) => !comparisons.includes(op))) {
      const precision = op === "pow" ? rounded : {};
      expectAnswer(() => call(op, operand(a), operand(b)), out as Answer, precision);
    }
  });

  test("where", () => {
    for (const { condition, x, y, out } of golden.where) {
      expectAnswer(() => np.where(named(condition), operand(x), operand(y)), out as Answer);
    }
  });

  test("along an axis", () => {
    for (const { op, a, axis, options, out } of golden.reductions) {
      const precise = op === "var" || op === "std" ? rounded : {};
      expectAnswer(() => call(op, named(a), axis, options), out as Answer, precise);
    }
  });

  test("matmul and outer", () => {
    for (const { a, b, out } of golden.matmul) {
      expectAnswer(() => np.matmul(named(a), named(b)), out as Answer);
    }
    for (const { a, b, out } of golden.outer) {
      expectAnswer(() => np.outer(named(a), named(b)), out as Answer);
    }
  });

  test("concatenate and stack", () => {
    for (const { op, arrays, axis, out } of golden.joining) {
      expectAnswer(() => call(op, arrays.map(named), axis), out as Answer);
    }
  });

  test("concatenate and stack take the first axis unless told", () => {
    const [a, b] = [np.array([[1, 2]]), np.array([[3, 4]])];
    const [joined, stacked] = [np.concatenate([a, b]), np.stack([a, b])];
    expect(joined.tolist()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(stacked.shape).toEqual([2, 1, 2]);
  });

  test("transpose", () => {
    for (const { a, axes, out } of golden.transpose) {
      expectAnswer(() => call("transpose", named(a), axes ?? undefined), out as Answer);
    }
  });

  test("linspace, arange and eye, to the last bit", () => {
    for (const { args, out } of golden.linspace) {
      expectAnswer(() => call("linspace", ...args), out as Answer);
    }
    for (const { args, out } of golden.arange) {
      expectAnswer(() => call("arange", ...args), out as Answer);
    }
    for (const { args, out } of golden.eye) expectAnswer(() => call("eye", ...args), out as Answer);
  });

  test("allclose", () => {
    for (const { x, y, options, out } of golden.allclose) {
      const compute = () => np.array(np.allclose(operand(x), operand(y), options));
      expectAnswer(compute, out as Answer);
    }
    // The examples of NumPy's documentation.
    expect(np.allclose(np.array([1e10, 1e-8]), np.array([1.00001e10, 1e-9]))).toBe(true);
    expect(np.allclose(np.array([1e10, 1e-7]), np.array([1.00001e10, 1e-8]))).toBe(false);
  });
});

test("functions have the methods' short names too", () => {
  expect([np.sub(3, 1), np.mul(2, 3), np.div(1, 4), np.neg(2), np.pow(2, 10)]).toEqual([
    2, 6, 0.25, -2, 1024,
  ]);
  expect(np.sub).toBe(np.subtract);
});

test("numbers give a number, arrays an array", () => {
  expect(np.exp(0)).toBe(1);
  expect(np.maximum(-1, 0)).toBe(0);
  expect(np.maximum(0, np.array([-1, 2])).tolist()).toEqual([0, 2]);
});

test("array takes numbers and booleans, nested to any depth", () => {
  expect(np.array([[true], [false]]).dtype).toBe("bool");
  expect(np.array([1, true]).tolist()).toEqual([1, 1]);
  expect(np.array([[[[1], [2]]]]).shape).toEqual([1, 1, 2, 1]);
  expect(np.array([]).shape).toEqual([0]);
  expect(np.array([[], []]).shape).toEqual([2, 0]);
  expect(np.array([1, 2], { dtype: "int32" }).data).toEqual(Int32Array.of(1, 2));
});

test("new arrays have the shape and dtype asked for", () => {
  const like = np.array([[1, 2]], { dtype: "int32" });
  const made: NDArray[] = [
    np.zeros(2),
    np.zeros([2, 1], { dtype: "bool" }),
    np.ones([1, 2], { dtype: "float32" }),
    np.full([2], 7, { dtype: "int32" }),
    np.full(2, 0.5),
    np.zerosLike(like),
    np.onesLike(like, { dtype: "float64" }),
    np.eye(2, { dtype: "int32" }),
    np.arange(3, { dtype: "int32" }),
    np.arange(1, 3, { dtype: "int32" }),
    np.arange(1, 3, 2, { dtype: "int32" }),
  ];
  expect(made.map((a) => `${a.dtype} ${JSON.stringify(a.tolist())}`)).toMatchInlineSnapshot(`
    [
      "float64 [0,0]",
      "bool [[0],[0]]",
      "float32 [[1,1]]",
      "int32 [7,7]",
      "float64 [0.5,0.5]",
      "int32 [[0,0]]",
      "float64 [[1,1]]",
      "int32 [[1,0],[0,1]]",
      "int32 [0,1,2]",
      "int32 [1,2]",
      "int32 [1]",
    ]
  `);
});

test("what cannot be made is refused", () => {
  const attempts = [
    () => np.zeros(2.5),
    () => np.zeros([2, -1]),
    () => np.zeros(2, { dype: "int32" } as object),
    () => np.zeros(2, { dtype: "int64" as "int32" }),
    () => np.zeros(2, "int32" as unknown as object),
    () => np.array([[1, 2, 3], [1, 2]]), // biome-ignore format: rows of unequal length
    () => np.array([1, [2]]),
    () => np.array([[[1]], [[1, 2]]]),
    () => np.array([1, "2"]),
    () => np.array([1, undefined]),
    () => np.full(1, 0.5, { dtype: "int32" }),
    () => np.linspace(0, 1, -1),
    () => np.arange(0, 1, 0),
    () => np.arange(0, Infinity),
    () => np.concatenate([]),
    () => np.concatenate([np.zeros([2, 3]), np.zeros([2, 2])]),
    () => np.concatenate([np.zeros([2, 3])], 2),
    () => np.stack([np.zeros(2), np.zeros(3)]),
    () => np.where(np.array([true]), np.zeros(2), np.zeros(3)),
    () => np.dot(np.zeros([2, 3]), np.zeros([2, 3]) as NDArray),
    () => np.sub(np.zeros(2), np.zeros(3) as NDArray),
    () => np.allclose(1, 1, { tol: 1 } as object),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "zeros: size 2.5 is not a whole number >= 0",
      "zeros: size -1 is not a whole number >= 0",
      "zeros: no option dype; it knows dtype",
      "zeros: no dtype int64; use float64, float32, int32, bool",
      "zeros: int32 is not an options object; write { dtype }",
      "array: ragged rows: row 1 has 2 entries, row 0 has 3",
      "array: ragged rows: row 1 has 1 entries, row 0 is a number",
      "array: ragged rows: row 1 has shape [1, 2], row 0 has shape [1, 1]",
      "array: 2 is neither a number, a boolean nor a list",
      "array: undefined is neither a number, a boolean nor a list",
      "full: 0.5 is not an int32; use float64",
      "linspace: size -1 is not a whole number >= 0",
      "arange: from 0 to 1 by 0 is not a finite range",
      "arange: from 0 to Infinity by 1 is not a finite range",
      "concatenate: no arrays given",
      "concatenate: shapes [2, 3] and [2, 2] differ beside axis 0",
      "concatenate: axis 2 is not an axis of shape [2, 3]; use -2 to 1",
      "stack: shapes [2] and [3] differ; they must be equal",
      "where: shapes [2] and [3] do not broadcast",
      "matmul: shapes [2, 3] and [2, 3] clash: 3 columns meet 2 rows",
      "sub: shapes [2] and [3] do not broadcast",
      "allclose: no option tol; it knows rtol, atol",
    ]
  `);
});

test("arrayEqual compares shapes and elements", () => {
  const a = np.array([[1, 2]]);
  expect(np.arrayEqual(a, a.copy())).toBe(true);
  expect(np.arrayEqual(a, a.ravel())).toBe(false);
  expect(np.arrayEqual(a, a.add(1))).toBe(false);
  expect(np.arrayEqual(np.array([Number.NaN]), np.array([Number.NaN]))).toBe(false);
});
