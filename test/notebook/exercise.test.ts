import { check, type NDArray, np } from "kernel-lib";
import { afterEach, expect, test, vi } from "vitest";

const log = vi.spyOn(console, "log").mockImplementation(() => {});
afterEach(() => log.mockClear());

/** The one text that check printed. */
function printed(): string {
  expect(log).toHaveBeenCalledTimes(1);
  return log.mock.calls[0][0];
}

const wanted = np.array([
  [1, 2],
  [3, 4],
]);

test("an answer not given yet is named as missing, beside what is expected", () => {
  const mine: NDArray | undefined = undefined;
  check("W grad", mine, wanted);
  expect(printed()).toMatchInlineSnapshot(`
    "W grad: nothing here yet. Replace undefined in the cell above with your answer.
      expected  [[1. 2.]
                 [3. 4.]]"
  `);
});

test("a right answer is shown beside the expected one", () => {
  check("loss", 0.1 + 0.2, 0.3);
  expect(printed()).toMatchInlineSnapshot(`
    "loss: right.
      expected  0.3
      yours     0.30000000000000004"
  `);
});

test("a wrong array says how far off it is, where, and the author's hint", () => {
  const mine = np.array([
    [1, 2],
    [3, 6],
  ]);
  check("W grad", mine, wanted, {
    hints: [
      { when: np.zeros([2, 2]), say: "forward before backward" },
      { when: (yours) => yours.sum().item() > 10, say: "a factor 1/2 is missing" },
    ],
  });
  expect(printed()).toMatchInlineSnapshot(`
    "W grad: not yet.
      expected  [[1. 2.]
                 [3. 4.]]
      yours     [[1. 2.]
                 [3. 6.]]
      The largest difference is 2 at [1, 1]: expected 4, yours 6.
      Hint: a factor 1/2 is missing"
  `);
});

test("a transposed shape is recognised", () => {
  check("X", np.ones([3, 2]), np.ones([2, 3]));
  expect(printed()).toMatchInlineSnapshot(`
    "X: not yet.
      expected  [[1. 1. 1.]
                 [1. 1. 1.]]
      yours     [[1. 1.]
                 [1. 1.]
                 [1. 1.]]
      Expected is an array of shape [2, 3], yours is an array of shape [3, 2].
      Yours has the transposed shape: look at the order of the factors, or where .T belongs."
  `);
});

test.each([
  ["an axis of size 1", [2, 1, 2], "axes of size 1 only: look at reshape, squeeze and keepdims."],
  ["the same entries in another shape", [4], "As many entries in another shape: look at reshape."],
  ["another size", [5], "which axes meet, and which are summed away?"],
])("%s gets a hint about shapes", (_, shape, hint) => {
  check("X", np.zeros(shape), wanted);
  expect(printed()).toContain(hint);
});

test.each([
  ["reversed signs", wanted.neg(), "Every sign is the other way round."],
  ["a transpose", wanted.T, "Yours is the transpose of what is expected."],
  ["a constant factor", wanted.mul(2), "Yours is 2 times what is expected, everywhere."],
  ["zeros", wanted.mul(0), "Yours is zero everywhere."],
  ["rounded entries", wanted.mul(1.0004), "Nearly: keep every digit, without rounding."],
  ["NaN", wanted.mul(np.array([1, Number.NaN])), "Yours has 2 NaN, the first at [0, 1]."],
])("%s are recognised in an array", (_, mine, hint) => {
  check("X", mine, wanted);
  expect(printed()).toContain(hint);
});

test.each([
  ["a number", 3, 4, "The largest difference is 1: expected 4, yours 3."],
  ["a NaN", Number.NaN, 4, "Yours is NaN."],
  ["an infinity", Infinity, 4, "The largest difference is Infinity: expected 4, yours Infinity."],
  ["a string", "blue", "red", "blue is not red."],
  ["a truth value", true, false, "true is not false."],
  ["a list", [1, 2, 3], [1, 2, 4], "The largest difference is 1 at [2]: expected 4, yours 3."],
  ["a nested list", [[1], [2]], [[1], [3]], "The largest difference is 1 at [1, 0]"],
  [
    "a ragged list",
    [[1, 2], [3]],
    [
      [1, 2],
      [3, 4],
    ],
    "a list with rows of different lengths",
  ],
  [
    "a number for a list",
    1,
    [1, 2],
    "Expected is an array of shape [2], yours is a single number.",
  ],
  ["a string for a number", "4", 4, "Yours is of type string, expected is a single number."],
])("%s that is wrong says why", (_, mine, expected, sentence) => {
  check<never>("X", mine as never, expected as never);
  expect(printed()).toContain("X: not yet.");
  expect(printed()).toContain(sentence);
});

test.each([
  ["a string", "red", "red"],
  ["a truth value", true, true],
  ["a list", [1, 2], [1, 2]],
  ["an array for a list", np.array([1, 2]), [1, 2]],
  ["a NaN where one is expected", [Number.NaN], [Number.NaN]],
  ["an infinity", Infinity, Infinity],
  ["no entries", np.zeros([0, 2]), np.zeros([0, 2])],
])("%s can be right", (_, mine, expected) => {
  check<never>("X", mine as never, expected as never);
  expect(printed()).toContain("X: right.");
});

test("tolerance is absolute near zero and relative far from it", () => {
  check("small", 0.0005, 0, { tolerance: 1e-3 });
  check("large", 1000.5, 1000, { tolerance: 1e-3 });
  check("too far", 1002, 1000, { tolerance: 1e-3 });
  const texts = log.mock.calls.map(([text]) => text.split(".")[0]);
  expect(texts).toEqual(["small: right", "large: right", "too far: not yet"]);
});

test("a hint written for the right shape does not throw at another", () => {
  const hints = [{ when: (yours: NDArray) => yours.at(1, 1).item() > 3, say: "never" }];
  check("X", np.array([1, 2]), wanted, { hints });
  expect(printed()).not.toContain("never");
});

test("an unknown option is refused by name", () => {
  const options = { tolerence: 1 };
  expect(() => check("X", 1, 2, options as object)).toThrowErrorMatchingInlineSnapshot(
    `[TypeError: check: no option tolerence; it knows tolerance, hints]`,
  );
});
