import { expect, test } from "vitest";
import { positional } from "../../kernel-lib/src/numpy/decimal.ts";

// np.format_float_positional(x, precision=decimals, trim=".") of NumPy 2.4.
test.each([
  [0.6, 0, "1."],
  [0.4, 0, "0."],
  [0.5, 0, "0."],
  [2.5, 0, "2."],
  [0.04, 1, "0."],
  [-0.04, 1, "-0."],
  [0.96, 1, "1."],
  [0.25, 1, "0.2"],
  [12.96, 1, "13."],
])("%f with %i decimals is as NumPy rounds it: %s", (x, decimals, text) => {
  expect(positional(x, decimals).join("")).toBe(text);
});
