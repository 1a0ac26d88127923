import { plot } from "kernel-lib";
import { describe, expect, it } from "vitest";
import { specProblems } from "../vegaLite.ts";

describe("plot.heatMap", () => {
  const W = { data: [1, 2, -1, 2, 3, -1], shape: [3, 2] };
  const spec = plot.heatMap(W, {
    title: "One row of weights for each neuron",
    rows: ["w₁", "w₂", "w₃"],
    columns: ["x₁", "x₂"],
    rowTitle: "neuron",
    columnTitle: "input",
  });

  it("has no problem under either Vega-Lite, small or large", async () => {
    expect(await specProblems(spec)).toEqual([]);
    const large = Array.from({ length: 30 }, (_, i) => Array.from({ length: 40 }, (_, j) => i - j));
    expect(await specProblems(plot.heatMap(large, { title: "A large matrix" }))).toEqual([]);
    expect(await specProblems(plot.heatMap([[0, 0]], { title: "Nothing but zeros" }))).toEqual([]);
  });

  it("shows a number that is none as what it is", async () => {
    const holes = plot.heatMap([[1, Number.NaN, -2, Number.POSITIVE_INFINITY]], { title: "Holes" });
    expect(await specProblems(holes)).toEqual([]);
    expect(holes.description).toContain("0: 1, NaN, −2, ∞.");
  });

  it("reads the matrix out row by row", () => {
    expect(spec.description).toMatchInlineSnapshot(
      `"One row of weights for each neuron. Heat map of a 3 × 2 matrix. Columns x₁, x₂. w₁: 1, 2. w₂: −1, 2. w₃: 3, −1."`,
    );
  });

  it("refuses a ragged matrix and names that do not fit, and says which", () => {
    const title = "t";
    expect(() => plot.heatMap([[1, 2], [3]], { title })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.heatMap: x[1] has 1 numbers; give 2]`,
    );
    expect(() => plot.heatMap(W, { title, rows: ["a"] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.heatMap: rows has 1 names; give 3]`,
    );
  });
});

describe("plot.scatter", () => {
  const points = [
    [0, 0],
    [1, 0.5],
    [3, 2],
    [4, 3],
  ];
  const spec = plot.scatter(points, {
    title: "Two classes and a line between them",
    labels: [0, 0, 1, 1],
    boundary: { w: [1, 1], b: -3.5 },
  });

  it("has no problem under either Vega-Lite", async () => {
    expect(await specProblems(spec)).toEqual([]);
    expect(await specProblems(plot.scatter(points, { title: "Points of no class" }))).toEqual([]);
  });

  it("draws the boundary where w · x + b = 0", () => {
    const [, line] = spec.layer as { data: { values: { x: number; y: number }[] } }[];
    for (const end of line.data.values) expect(end.x + end.y - 3.5).toBeCloseTo(0, 12);
  });

  it("refuses what it cannot draw", () => {
    const title = "t";
    expect(() => plot.scatter([[1, 2, 3]], { title })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.scatter: x has 3 columns; give two]`,
    );
    const half = { title, labels: [0, 0.5, 1, 1] };
    expect(() => plot.scatter(points, half)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.scatter: labels contain 0.5; give whole numbers from 0 to 5]`,
    );
    expect(() => plot.scatter([[1, Number.NaN]], { title })).toThrow("x[0] is [1, NaN]");
    const flat = { title, boundary: { w: [0, 0], b: 1 } };
    expect(() => plot.scatter(points, flat)).toThrow("boundary.w is [0, 0]");
  });
});
