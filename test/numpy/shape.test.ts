import { expect, test } from "vitest";
import * as shape from "../../kernel-lib/src/numpy/shape.ts";
import { refusal } from "./goldenArrays.ts";

test("sizes and strides are those of row-major data", () => {
  expect([shape.sizeOf([2, 3, 4]), shape.sizeOf([]), shape.sizeOf([2, 0])]).toEqual([24, 1, 0]);
  expect(shape.stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
});

test("a shape is printed in one way", () => {
  expect([[], [3], [2, 3]].map(shape.showShape)).toEqual(["[]", "[3]", "[2, 3]"]);
});

test("axes count from either end", () => {
  expect([0, 2, -1, -3].map((axis) => shape.normalizeAxis("sum", axis, [4, 5, 6]))).toEqual([
    0, 2, 2, 0,
  ]);
});

test("what makes no shape is refused, with who asked and what to do", () => {
  const attempts = [
    () => shape.broadcastShapes("add", [2, 3], [2]),
    () => shape.checkMatMul([2, 3], [4, 5]),
    () => shape.shapeFrom("zeros", 2.5),
    () => shape.normalizeAxis("sum", 2, [3, 2]),
    () => shape.normalizeAxis("sum", 0, []),
    () => shape.checkOptions("sum", { axes: 1 }, ["keepdims"]),
    () => shape.checkOptions("sum", null as unknown as object, ["keepdims"]),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "add: shapes [2, 3] and [2] do not broadcast",
      "matmul: shapes [2, 3] and [4, 5] clash: 3 columns meet 4 rows",
      "zeros: size 2.5 is not a whole number >= 0",
      "sum: axis 2 is not an axis of shape [3, 2]; use -2 to 1",
      "sum: axis 0 is not an axis of shape []; it has none",
      "sum: no option axes; it knows keepdims",
      "sum: null is not an options object; write { keepdims }",
    ]
  `);
});
