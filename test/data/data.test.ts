// data against scikit-learn: test/golden/scikit-learn.json, by scripts/golden/scikit_learn.py.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { data, np } from "kernel-lib";
import { describe, expect, test } from "vitest";

const golden = JSON.parse(readFileSync("test/golden/scikit-learn.json", "utf8"));
const file = JSON.parse(readFileSync("kernel-lib/src/data/digits.json", "utf8"));

type Case = { options: { n: number }; x: number[][]; y: number[] };
type Maker = (n: number, options: object) => data.Dataset;

describe("makers give scikit-learn's numbers for the same randomState", () => {
  for (const name of ["makeMoons", "makeCircles", "makeBlobs"] as const) {
    test(name, () => {
      for (const { options, x, y } of golden.makers[name] as Case[]) {
        const { n, ...others } = options;
        const made = (data[name] as Maker)(n, others);
        expect(made.y.tolist()).toEqual(y);
        expect(made.x.shape).toEqual([x.length, x[0].length]);
        const error = np.max(np.abs(made.x.sub(np.array(x)))).item();
        expect(error).toBeLessThan(1e-14);
      }
    });
  }
});

describe("truth tables", () => {
  test("xor, and, or", () => {
    expect(data.xor().x.tolist()).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(data.xor().y.tolist()).toEqual([0, 1, 1, 0]);
    expect(data.and().y.tolist()).toEqual([0, 0, 0, 1]);
    expect(data.or().y.tolist()).toEqual([0, 1, 1, 1]);
  });
});

describe("spirals and stairs", () => {
  test("an arm turns by the wanted angle while its radius grows to 1", () => {
    const { x, y } = data.makeSpirals(40, { turns: 0.5, shuffle: false });
    const arm = (x.tolist() as number[][]).filter((_, i) => y.item(i) === 0);
    const radii = arm.map(([a, b]) => Math.hypot(a, b));
    expect(radii.every((r, i) => i === 0 || r > radii[i - 1])).toBe(true);
    expect(radii[19]).toBeCloseTo(1, 12);
    expect(arm[19][0]).toBeCloseTo(-1, 12); // half a turn: from the right to the left
    expect(arm[19][1]).toBeCloseTo(0, 12);
  });
  test("three arms have a third of the samples each", () => {
    const { y } = data.makeSpirals(30, { arms: 3, noise: 0.1 });
    expect([0, 1, 2].map((arm) => y.tolist().filter((label) => label === arm).length)).toEqual([
      10, 10, 10,
    ]);
  });
  test("a staircase climbs from -1 to 1 in equal stairs", () => {
    const { x, y } = data.staircase(12, { steps: 3 });
    expect(x.shape).toEqual([12, 1]);
    expect(y.tolist()).toEqual([-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1]);
  });
  test("the same randomState gives the same noise, another one another", () => {
    const of = (randomState: number) => data.staircase(9, { noise: 0.1, randomState }).y.tolist();
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});

describe("surfaces", () => {
  const h = 1e-5;
  test("gradients are central differences", () => {
    const { f, gradient } = data.quadraticBowl([1, 25]);
    const w = [0.7, -0.3];
    for (const i of [0, 1]) {
      const moved = (by: number) => f(w.map((x, k) => (k === i ? x + by : x)));
      expect(gradient(w)[i]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 8);
    }
    const well = data.doubleWell();
    for (const at of [-1.5, 0, 0.8]) {
      expect(well.gradient(at)).toBeCloseTo((well.f(at + h) - well.f(at - h)) / (2 * h), 7);
    }
  });
  test("the double well's minima are where a fine grid has them", () => {
    const { f, minima } = data.doubleWell({ tilt: 0.3 });
    const grid = Array.from({ length: 40001 }, (_, i) => -2 + i / 10000);
    const found = grid.filter(
      (w, i) => i > 0 && i < 40000 && f(w) < f(grid[i - 1]) && f(w) < f(grid[i + 1]),
    );
    expect(minima).toHaveLength(2);
    minima.forEach((w, i) => {
      expect(w).toBeCloseTo(found[i], 3);
    });
  });
  test("a strong tilt leaves one well", () => {
    expect(data.doubleWell({ tilt: 2 }).minima).toHaveLength(1);
  });
});

describe("the digits", () => {
  const digits = data.loadDigits();
  const { x, y, images } = digits;
  test("are scikit-learn's file, byte by byte", () => {
    const rows = (x.tolist() as number[][]).map((row, i) => [...row, y.item(i)].join(","));
    const sha256 = createHash("sha256")
      .update(`${rows.join("\n")}\n`)
      .digest("hex");
    expect(sha256).toBe(file.sha256);
    expect(sha256).toBe("6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8");
  });
  test("come with shape, counts, source and licence", () => {
    expect([x.shape, y.shape, images.shape]).toEqual([[1797, 64], [1797], [1797, 8, 8]]);
    expect(images.at(0).ravel().tolist()).toEqual(golden.digits.first);
    expect(np.max(np.abs(x.mean(0).sub(np.array(golden.digits.mean)))).item()).toBeLessThan(1e-12);
    const counts = Array.from({ length: 10 }, (_, d) => y.tolist().filter((l) => l === d).length);
    expect(counts).toEqual(golden.digits.counts);
    expect(digits.licence).toBe("CC BY 4.0");
    expect(digits.source).toContain("Alpaydin");
  });
});

describe("before training", () => {
  const numbered = (n: number): data.Dataset => ({
    x: np.arange(n).reshape([n, 1]),
    y: np.arange(n),
  });
  test("a split is scikit-learn's", () => {
    for (const { options, train, test } of golden.splits) {
      const { n, ...others } = options;
      const parts = data.trainTestSplit(numbered(n), others);
      expect(parts.train.y.tolist()).toEqual(train);
      expect(parts.test.y.tolist()).toEqual(test);
      expect(parts.test.x.shape).toEqual([test.length, 1]);
    }
  });
  type Column = { value: number; n: number; scale: number };
  test.each<Column>(golden.columns.constant)("$n times $value is a constant column", (column) => {
    const scaler = new data.StandardScaler().fit(np.full([column.n, 1], column.value));
    expect(scaler.scale?.item()).toBe(column.scale);
  });
  test("a column that varies by 1e-12 is not constant", () => {
    const { x, scale } = golden.columns.nearly;
    expect(new data.StandardScaler().fit(np.array(x)).scale?.item()).toBeCloseTo(scale, 16);
    expect(scale).toBeLessThan(1e-12);
  });
  test("the scaler is scikit-learn's, and goes back", () => {
    const { x, mean, scale, z } = golden.scaler;
    const scaler = new data.StandardScaler();
    expect(scaler.fitTransform(np.array(x)).tolist()).toEqual(z);
    expect(scaler.mean?.tolist()).toEqual(mean);
    expect(scaler.scale?.tolist()).toEqual(scale);
    const back = scaler.inverseTransform(np.array(z));
    expect(np.max(np.abs(back.sub(np.array(x)))).item()).toBeLessThan(1e-15);
  });
  test("minibatches hold every sample once, in a new order", () => {
    const batches = [...data.minibatches(numbered(10), 4, { randomState: 1 })];
    expect(batches.map(({ x }) => x.shape)).toEqual([
      [4, 1],
      [4, 1],
      [2, 1],
    ]);
    const order = batches.flatMap(({ y }) => y.tolist());
    expect(order).not.toEqual(numbered(10).y.tolist());
    expect(order.toSorted((a, b) => a - b)).toEqual(numbered(10).y.tolist());
    expect(batches.every(({ x, y }) => x.ravel().tolist().join() === y.tolist().join())).toBe(true);
  });
});

describe("what cannot be is refused in words", () => {
  const bad: [string, () => unknown, string][] = [
    ["too few samples", () => data.makeMoons(1), "makeMoons: 1 samples; give a whole number >= 2"],
    [
      "negative noise",
      () => data.makeCircles(10, { noise: -1 }),
      "makeCircles: noise is -1; give a number >= 0",
    ],
    [
      "a radius that is no inner one",
      () => data.makeCircles(10, { factor: 1.5 }),
      "makeCircles: factor is 1.5; give the inner radius, 0 <= factor < 1",
    ],
    [
      "centers of several lengths",
      () => data.makeBlobs(10, { centers: [[1], [1, 2]] }),
      "makeBlobs: centers must be points of one length, such as [[-2, 0], [2, 0]]",
    ],
    [
      "an unknown option",
      () => data.makeMoons(10, { sigma: 1 } as object),
      "makeMoons: no option sigma; it knows noise, shuffle, randomState",
    ],
    [
      "half an arm",
      () => data.makeSpirals(10, { arms: 1.5 }),
      "makeSpirals: 1.5 arms; give a whole number >= 1",
    ],
    [
      "a test set of everything",
      () => data.trainTestSplit(data.xor(), { testSize: 4 }),
      "trainTestSplit: testSize is 4 of 4 samples; " +
        "give a share between 0 and 1, or a count from 1 to 3",
    ],
    [
      "batches of no sample",
      () => [...data.minibatches(data.xor(), 0)],
      "minibatches: batchSize is 0; give a whole number >= 1",
    ],
    [
      "x and y of other lengths",
      () => data.trainTestSplit({ x: np.ones([3, 1]), y: np.ones(2) }),
      "trainTestSplit: x [3, 1], y [2]; give x [n, features] and y [n] with n >= 1",
    ],
    [
      "a scaler that knows nothing",
      () => new data.StandardScaler().transform(np.ones([2, 2])),
      "StandardScaler.transform: call fit(x) first",
    ],
    [
      "other columns than it was fitted to",
      () => new data.StandardScaler().fit(np.ones([2, 2])).transform(np.ones([2, 3])),
      "StandardScaler.transform: x has shape [2, 3], it was fitted to 2 columns",
    ],
    [
      "a bowl that is none",
      () => data.quadraticBowl([1, -1]),
      "quadraticBowl: curvatures are [1, -1]; give one or more above 0",
    ],
    [
      "weights of another number",
      () => data.quadraticBowl([1, 25]).f([1]),
      "quadraticBowl: 1 weights for 2 curvatures; give as many",
    ],
  ];
  test.for(bad)("%s", ([, call, message]) => {
    expect(call).toThrow(message);
  });
});
