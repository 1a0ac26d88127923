// Single neurons against NumPy: test/golden/neurons.json, by scripts/golden/neurons.py.
import { readFileSync } from "node:fs";
import { data, type NDArray, neurons, np } from "kernel-lib";
import { describe, expect, test } from "vitest";

const golden = JSON.parse(readFileSync("test/golden/neurons.json", "utf8"));
const signs = (y: NDArray): NDArray => y.mul(2).sub(1);
const gap = (a: NDArray, b: readonly number[] | readonly number[][]): number =>
  a
    .sub(np.array(b as number[]))
    .abs()
    .max()
    .item();

describe("the threshold unit", () => {
  const { x } = data.xor();
  test.for([
    ["AND", [1, 1], 1.5, [0, 0, 0, 1]],
    ["OR", [1, 1], 0.5, [0, 1, 1, 1]],
    ["NAND", [-1, -1], -1.5, [1, 1, 1, 0]],
  ] as const)("%s", ([, weights, threshold, table]) => {
    const unit = new neurons.ThresholdUnit(weights, threshold);
    expect(unit.predict(x).tolist()).toEqual(table);
    expect(unit.predict([1, 1])).toBe(table[3]);
  });
  test("does not fire at the threshold itself", () => {
    const not = new neurons.ThresholdUnit([-1], -0.5);
    expect([not.predict([0]), not.predict([0.5]), not.predict([1])]).toEqual([1, 0, 0]);
  });
});

describe("the perceptron", () => {
  test("learns AND with 18 updates, weight by weight as NumPy does", () => {
    const { x, y } = data.and();
    const unit = new neurons.Perceptron().fit(x, signs(y));
    const moves = unit.history
      .slice(1)
      .map(({ pass, sample, weights }) => [pass, sample, ...weights]);
    expect(moves).toEqual(golden.and.history);
    expect([unit.updates, unit.errors.length, unit.converged]).toEqual([18, 9, true]);
    expect(unit.errors).toEqual(golden.and.errors);
    expect(unit.weights.tolist()).toEqual([-4, 3, 2]);
    expect(unit.predict(x).tolist()).toEqual([-1, -1, -1, 1]);
  });
  test("never ends on XOR", () => {
    const { x, y } = data.xor();
    const unit = new neurons.Perceptron({ maxPasses: 10 }).fit(x, signs(y));
    expect(unit.errors).toEqual(golden["xor errors"]);
    expect(unit.converged).toBe(false);
    expect(new neurons.Perceptron().fit(x, signs(y)).errors).toHaveLength(1000);
  });
  test("separates what is separable", () => {
    const { x, y, weights, errors } = golden.apart;
    const unit = new neurons.Perceptron({ lr: 0.1 }).fit(np.array(x), np.array(y));
    expect(gap(unit.weights, weights)).toBeLessThan(1e-12);
    expect(unit.errors).toEqual(errors);
    expect(unit.predict(np.array(x)).tolist()).toEqual(y);
  });
});

describe("the delta rule", () => {
  const { x, y, limit, online, batch, "least squares": best } = golden.mixed;
  const [points, labels] = [np.array(x), np.array(y)];
  test("moves as NumPy does, online and in batches", () => {
    const { x: gate, y: and } = data.and();
    const one = new neurons.Adaline({ lr: 0.1, passes: 1 }).fit(gate, signs(and));
    expect(gap(one.weights, golden["and adaline"].weights)).toBeLessThan(1e-15);
    for (const [mode, lr, wanted] of [
      ["online", 0.01, online],
      ["batch", 0.5, batch],
    ] as const) {
      const unit = new neurons.Adaline({ mode, lr, passes: 5 }).fit(points, labels);
      expect(gap(unit.weights, wanted.weights)).toBeLessThan(1e-13);
      expect(gap(np.array(unit.losses), wanted.losses)).toBeLessThan(1e-13);
      expect(unit.history).toHaveLength(6);
    }
  });
  test("in batches ends at least squares below the limit rate, and explodes above", () => {
    const run = (lr: number) =>
      new neurons.Adaline({ mode: "batch", lr, passes: 2000 }).fit(points, labels);
    expect(gap(run(0.95 * limit).weights, best)).toBeLessThan(1e-12);
    expect(run(1.05 * limit).losses.at(-1)).toBeGreaterThan(1e6);
  });
  test("fits a line to any targets", () => {
    const { x: line, y: targets, "least squares": fitted } = golden.line;
    const unit = new neurons.Adaline({ mode: "batch", lr: 1, passes: 500 });
    unit.fit(np.array(line), np.array(targets));
    expect(gap(unit.weights, fitted)).toBeLessThan(1e-12);
  });
  test("shuffles by its own seed", () => {
    const run = (randomState: number) =>
      new neurons.Adaline({ shuffle: true, randomState, passes: 2 }).fit(points, labels).weights;
    expect(run(1).tolist()).toEqual(run(1).tolist());
    expect(run(1).tolist()).not.toEqual(run(2).tolist());
  });
});

describe("one unit per class", () => {
  const { x, labels, weights } = golden.clouds;
  test("each unit learns its class against the others", () => {
    const layer = new neurons.OneVsAll(3, () => new neurons.Perceptron());
    layer.fit(np.array(x), np.array(labels));
    expect(layer.weights.tolist()).toEqual(weights);
    expect(layer.scores(np.array(x)).shape).toEqual([45, 3]);
    expect(layer.predict(np.array(x)).tolist()).toEqual(labels);
  });
});

describe("what cannot be is refused in words", () => {
  const { x, y } = data.and();
  const fitted = new neurons.Perceptron().fit(x, signs(y));
  const bad: [string, () => unknown, string][] = [
    [
      "labels 0 and 1",
      () => new neurons.Perceptron().fit(x, y),
      "Perceptron.fit: a label is 0; give 1 and -1 (of 0 and 1: y.mul(2).sub(1))",
    ],
    [
      "fewer labels than samples",
      () => new neurons.Perceptron().fit(x, np.ones(3)),
      "Perceptron.fit: x has shape [4, 2], y [3]; give y [n]",
    ],
    [
      "a unit that has not learned",
      () => new neurons.Adaline().predict(x),
      "Adaline: there are no weights yet; call fit(x, y)",
    ],
    [
      "other inputs than it learned from",
      () => fitted.predict(np.ones([2, 3])),
      "Perceptron.score: x has 3 columns, the unit has 2 inputs",
    ],
    [
      "a vector for rows",
      () => fitted.predict(np.ones(2)),
      "Perceptron.score: x has shape [2]; give [n, d]",
    ],
    [
      "a rate as text",
      () => new neurons.Adaline({ lr: "0.1" as never }),
      'Adaline: lr is "0.1"; give a number',
    ],
    ["no rate", () => new neurons.Perceptron({ lr: 0 }), "Perceptron: lr is 0; give one above 0"],
    [
      "an unknown mode",
      () => new neurons.Adaline({ mode: "mini" as "batch" }),
      'Adaline: mode is mini; give "online" or "batch"',
    ],
    [
      "a class beyond the last",
      () => new neurons.OneVsAll(2, () => new neurons.Perceptron()).fit(x, np.array([0, 1, 2, 0])),
      "OneVsAll.fit: a label is 2; give whole numbers from 0 to 1",
    ],
    [
      "one class",
      () => new neurons.OneVsAll(1, () => new neurons.Perceptron()),
      "OneVsAll: classes is 1; give a whole number >= 2",
    ],
    [
      "inputs of another number",
      () => new neurons.ThresholdUnit([1, 1], 1).predict([1]),
      "ThresholdUnit.predict: x has 1 columns, the unit has 2 inputs",
    ],
  ];
  test.for(bad)("%s", ([, call, message]) => {
    expect(call).toThrow(message);
  });
});
