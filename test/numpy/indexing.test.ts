import { type NDArray, np } from "kernel-lib";
import { expect, test } from "vitest";
import { type Answer, expectAnswer, golden, named, operand, refusal } from "./goldenArrays.ts";

type Selectors = Parameters<NDArray["set"]>[0];

/** Stored selectors; the names of arrays have neither ":" nor ".". */
const restore = (stored: (string | number | null)[]) =>
  stored.map((s) => (typeof s === "string" && !/[:.]/.test(s) ? named(s) : s)) as Selectors;

const describeCase = (given: object): string => JSON.stringify({ ...given, out: undefined });

test.each(golden.at.map((one) => [describeCase(one), one] as const))("at %s", (_, one) => {
  const selectors = restore(one.selectors);
  expectAnswer(() => named(one.a).at(...selectors), one.out as Answer);
});

test.each(golden.set.map((one) => [describeCase(one), one] as const))("set %s", (_, one) => {
  const selectors = restore(one.selectors);
  const compute = () => {
    const copy = named(one.a).copy();
    copy.set(selectors, operand(one.value));
    return copy;
  };
  expectAnswer(compute, one.out as Answer);
});

test("item reads one element, from either end", () => {
  const a = np.array([
    [1, 2],
    [3, 4],
  ]);
  expect([a.item(0, 1), a.item(-1, -1), a.sum().item(), np.array([5]).item()]).toEqual([
    2, 4, 10, 5,
  ]);
  expect(() => a.item()).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: item: shape [2, 2] needs 2 indices, got 0]`,
  );
  expect(() => a.item(1)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: item: shape [2, 2] needs 2 indices, got 1]`,
  );
  expect(() => a.item(2, 0)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: item: index 2 is out of bounds for axis 0 of shape [2, 2]; use -2 to 1]`,
  );
});

test("set writes whole numbers only into int32 arrays", () => {
  const a = np.zeros(2, { dtype: "int32" });
  expect(() => a.set([0], 0.5)).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: set: 0.5 is not an int32; use float64]`,
  );
  expect(() => a.set([0], np.zeros(3))).toThrowErrorMatchingInlineSnapshot(
    `[RangeError: set: shape [3] does not broadcast to []]`,
  );
});

test("indexing errors say where, and what would do", () => {
  const a = np.zeros([3, 2]);
  const attempts = [
    () => a.at(5),
    () => a.at(0, 2),
    () => a.at(0.5),
    () => a.at(0, 0, 0),
    () => a.at("1:a" as "1:2"),
    () => a.at("::0"),
    () => a.at(np.array([0, 1.5])),
    () => a.at(np.array([0, 3], { dtype: "int32" })),
    () => a.at(np.array([true, false])),
    () => np.zeros(0).at(0),
    () => a.at(0, "...", "..."),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "at: index 5 is out of bounds for axis 0 of shape [3, 2]; use -3 to 2",
      "at: index 2 is out of bounds for axis 1 of shape [3, 2]; use -2 to 1",
      "at: index 0.5 is not a whole number",
      "at: 3 indices are too many for shape [3, 2] of 2 axes",
      "at: "1:a" is not a slice; write "start:stop:step"",
      "at: the step of "::0" is 0",
      "at: index 1.5 is not a whole number",
      "at: index 3 is out of bounds for axis 0 of shape [3, 2]; use -3 to 2",
      "at: a mask of shape [2] does not fit axis 0 of shape [3, 2]",
      "at: index 0 is out of bounds for axis 0 of shape [0]; it is empty",
      "at: "..." may be given only once",
    ]
  `);
});
