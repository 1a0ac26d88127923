import { plot } from "kernel-lib";
import { expect, test } from "vitest";

test.each([
  [2, "2"],
  [-0.40962, "−0.41"],
  [0.99998, "0.99998"],
  [1 - 1e-12, "≈1"],
  [-3.42e-6, "−3.4e−6"],
  [0.1 + 0.2, "0.3"],
  [1234567, "1.2e6"],
  [-Infinity, "−∞"],
])("the number %d is labelled %s: short, and never wrong by a whole number", (value, text) => {
  const { data } = plot.heatMap([[value]], { title: "One number" });
  expect(data).toMatchObject({ values: [{ text }] });
});
