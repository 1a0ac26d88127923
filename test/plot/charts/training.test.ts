// Pictures of training: boundaries, surfaces, sweeps, weights, seeds.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { data, np, plot } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { specProblems } from "../vegaLite.ts";

const golden = JSON.parse(readFileSync("test/golden/scikit-learn.json", "utf8"));
const title = "t";

/** All the values that a spec holds under a name, however deep. */
function found(spec: unknown, name: string): unknown[] {
  if (typeof spec !== "object" || spec === null) return [];
  return Object.entries(spec).flatMap(([key, value]) => [
    ...(key === name ? [value] : []),
    ...found(value, name),
  ]);
}

type Png = { width: number; height: number; pixels: number[]; palette: number[][] };

/** A PNG read by the format's own rules, with zlib's inflate. */
function read(url: string): Png {
  const bytes = Buffer.from(url.slice("data:image/png;base64,".length), "base64");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get("IHDR") as Buffer;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const raw = inflateSync(chunks.get("IDAT") as Buffer);
  const pixels = [...raw].filter((_, i) => i % (width + 1) !== 0);
  const flat = [...(chunks.get("PLTE") as Buffer)];
  const palette = Array.from({ length: flat.length / 3 }, (_, i) => flat.slice(3 * i, 3 * i + 3));
  return { width, height, pixels, palette };
}

describe("plot.decisionBoundary", () => {
  const circles = data.makeCircles(60, { noise: 0.05, factor: 0.5 });
  const points = plot.grid(circles.x);
  const inside = (radius: number) => (p: typeof points) =>
    (p.tolist() as number[][]).map(([a, b]) => 1 / (1 + Math.exp(8 * (Math.hypot(a, b) - radius))));
  const one = plot.decisionBoundary(circles, inside(0.75), { title });
  const frames = { 0: inside(0.4)(points), 10: inside(0.6)(points), 200: inside(0.75)(points) };

  test("has no problem under either Vega-Lite: one, a slider, a menu, beside each other", async () => {
    expect(await specProblems(one)).toEqual([]);
    expect(await specProblems(plot.decisionBoundary(circles, frames, { title }))).toEqual([]);
    const named = { small: frames[0], large: frames[200] };
    expect(await specProblems(plot.decisionBoundary(circles, named, { title }))).toEqual([]);
    const beside = plot.decisionBoundary(circles, frames, { title, multiples: true });
    expect(await specProblems(beside)).toEqual([]);
    expect(JSON.stringify(beside).length).toBeLessThan(60_000);
  });
  test("draws the boundary of a circle at its radius", () => {
    type Line = { x: number; y: number; x2: number };
    const lines = found(one, "values")
      .flat()
      .filter((v): v is Line => "x2" in (v as Line));
    expect(lines.length).toBeGreaterThan(40);
    for (const { x, y } of lines) expect(Math.hypot(x, y)).toBeCloseTo(0.75, 2);
  });
  test("colours a pixel by its output, the top row first", () => {
    const [a, b] = [points.at(":", 0), points.at(":", 1)];
    const top = plot.decisionBoundary(circles, b.greater(0).astype("float64"), { title });
    const { width, height, pixels, palette } = read(found(top, "url").find(String) as string);
    expect([width, height]).toEqual([40, 40]);
    expect(palette[pixels[0]]).toEqual([0xf7, 0xd0, 0xa9]); // 1: class 1
    expect(palette[pixels[1599]]).toEqual([0xb5, 0xcd, 0xea]);
    expect(a.shape).toEqual([1600]);
  });
  test("says how many points are on their side", () => {
    expect(one.description).toContain("1 of the points are on the side of their class.");
    const slider = plot.decisionBoundary(circles, frames, { title });
    expect(slider.description).toContain("At epoch 0: ");
  });
  test("says which outputs its colours cannot show", () => {
    const x = [
      [0, 0],
      [1, 1],
    ];
    const linear = plot.grid(x).at(":", 0).mul(2);
    const spec = plot.decisionBoundary({ x, y: [0, 1] }, linear, { title: "A linear unit" });
    expect(spec.description).toContain("Outputs from −0.2 to 2.2.");
  });
  test("refuses what does not fit, and says what does", () => {
    const bad = (x: object, outputs: unknown) => () =>
      plot.decisionBoundary(x as never, outputs as never, { title });
    expect(bad(circles, [1, 2])).toThrow(
      "outputs has 2 numbers; give 1600, one for each point of plot.grid(x)",
    );
    expect(bad({ x: circles.x, y: circles.y.add(1) }, points)).toThrow(
      "a class is 2; give 0 and 1",
    );
    expect(bad({ x: [[1]], y: [0] }, points)).toThrow("x has 1 columns; give two");
    expect(bad(circles, { 0: points.at(":", 0).mul(Number.NaN) })).toThrow("0 has NaN");
    expect(bad({ x: [[1, Number.NaN]], y: [0] }, points)).toThrow(
      "x[0] is [1, NaN]; give finite numbers",
    );
    expect(bad(circles, {})).toThrow("no frame; give outputs on plot.grid(x)");
  });
});

describe("plot.convexRegion", () => {
  const fence = (n: number) =>
    Array.from({ length: n }, (_, k) => {
      const angle = (2 * Math.PI * k) / n + 0.3;
      return { w: [Math.cos(angle), Math.sin(angle)], b: 0.8 };
    });
  test("has no problem under either Vega-Lite", async () => {
    expect(await specProblems(plot.convexRegion(fence(6), { title }))).toEqual([]);
    expect(await specProblems(plot.convexRegion(fence(1), { title }))).toEqual([]);
  });
  // Regular polygons of apothem r: area n r² tan(π / n).
  test.for([3, 4, 6])("%i lines at the same distance fence in a regular polygon", (n) => {
    const { description } = plot.convexRegion(fence(n), { title });
    const area = n * 0.64 * Math.tan(Math.PI / n);
    const [, corners, given] = /with (\d+) corners and area ([\d.]+)\./.exec(description) ?? [];
    expect(Number(corners)).toBe(n);
    expect(Math.abs(Number(given) - area)).toBeLessThan(0.006);
  });
  test("says when nothing is left, or the region goes on", () => {
    const apart = [
      { w: [1, 0], b: -1 },
      { w: [-1, 0], b: -1 },
    ];
    const none = plot.convexRegion(apart, { title });
    expect(none.description).toContain("No point is on the positive side of all.");
    const open = plot.convexRegion([{ w: [1, 0], b: 0 }], { title });
    expect(open.description).toContain("area 8, cut off at the edge of the picture.");
  });
  test("refuses no line and too many", () => {
    expect(() => plot.convexRegion([{ w: [0, 0], b: 1 }], { title })).toThrow("which has no line");
    expect(() => plot.convexRegion(fence(7), { title })).toThrow("7 half planes; give 1 to 6");
  });
});

describe("plot.strip", () => {
  const groups = { tanh: [0.1, 0.3, 0.2], ReLU: [1, Number.NaN, 2] };
  const spec = plot.strip(groups, { title, yTitle: "loss", reference: { chance: 0.5 } });
  test("has no problem under either Vega-Lite, linear or logarithmic", async () => {
    expect(await specProblems(spec)).toEqual([]);
    const log = plot.strip({ a: [1e-3, 1] }, { title, yTitle: "loss", log: true });
    expect(await specProblems(log)).toEqual([]);
  });
  test("says median and spread, and what is not a number", () => {
    expect(spec.description).toContain("tanh: median 0.2, from 0.1 to 0.3.");
    expect(spec.description).toContain("ReLU: median 2, from 1 to 2; 1 ended in no number.");
  });
  test("refuses the logarithm of 0", () => {
    expect(() => plot.strip({ a: [0] }, { title, yTitle: "y", log: true })).toThrow(
      "plot.strip: 0 has no logarithm; log needs y > 0",
    );
  });
});

describe("plot.weightImages", () => {
  const weights = np.linspace(-1, 1, 18).reshape([2, 9]);
  test("has no problem under either Vega-Lite: one, a slider, rows", async () => {
    expect(await specProblems(plot.weightImages(weights, { title }))).toEqual([]);
    const frames = { 0: weights, 5: weights.mul(2) };
    expect(await specProblems(plot.weightImages(frames, { title }))).toEqual([]);
    expect(await specProblems(plot.weightImages(frames, { title, multiples: true }))).toEqual([]);
  });
  test("paints negative red, positive blue", () => {
    const spec = plot.weightImages(weights, { title });
    const values = found(spec, "values")[0] as { url: string }[];
    const [first, second] = values.map(({ url }) => read(url));
    expect([first.width, first.height]).toEqual([3, 3]);
    expect(first.palette[first.pixels[0]]).toEqual([0xc8, 0x55, 0x3d]);
    expect(second.palette[second.pixels[8]]).toEqual([0x3b, 0x6f, 0xb6]);
  });
  test("refuses weights that are not images", () => {
    expect(() => plot.weightImages([[1, 2, 3]], { title })).toThrow(
      "plot.weightImages: 3 weights per unit do not fit a square; give shape",
    );
  });
});

describe("plot.confusionMatrix", () => {
  const { true: truth, predicted, matrix } = golden.confusion;
  const spec = plot.confusionMatrix(truth, predicted, { title });
  test("counts as scikit-learn does", async () => {
    const cells = found(spec, "values")[0] as { row: number; column: number; count: number }[];
    const counts = [0, 1, 2, 3].map((row) =>
      cells.filter((cell) => cell.row === row).map(({ count }) => count),
    );
    expect(counts).toEqual(matrix);
    expect(await specProblems(spec)).toEqual([]);
  });
  test("refuses classes without a name", () => {
    expect(() => plot.confusionMatrix([0, 2], [0, 1], { title, labels: ["a", "b"] })).toThrow(
      "plot.confusionMatrix: class 2 has no name in labels",
    );
  });
});

describe("plot.learningRateSweep", () => {
  const run = (rate: number) => Array.from({ length: 40 }, (_, t) => (1 - rate) ** (2 * t) / 2);
  const runs = { "2.5": run(2.5), "0.1": run(0.1), "1.9": run(1.9), "40": run(40) };
  const spec = plot.learningRateSweep(runs, { title });
  test("has no problem under either Vega-Lite, diverged runs and all", async () => {
    expect(await specProblems(spec)).toEqual([]);
    expect(await specProblems(plot.learningRateSweep({ "0.1": run(0.1) }, { title }))).toEqual([]);
  });
  test("names every rate, by size, and what diverged", () => {
    expect(spec.description).toMatch(
      /rate 0\.1 falls.*rate 1\.9 falls.*rate 2\.5 .*rate 40 diverges\./,
    );
  });
  test("refuses runs that are not named by rates, and nothing but diverged ones", () => {
    expect(() => plot.learningRateSweep({ "40": run(40) }, { title })).toThrow(
      "every run diverged; add a smaller rate",
    );
    expect(() => plot.learningRateSweep({ fast: [1] }, { title })).toThrow(
      "a rate is NaN; name runs by numbers above 0",
    );
  });
});

describe("plot.lossSurface", () => {
  const f = (a: number, b: number): number => a * a + b * b;
  const paths = {
    SGD: [
      [1, 1],
      [0.5, 0.5],
    ],
    Adam: [
      [1, 1],
      [9, 0],
    ],
  };
  const domain = [
    [-2, 2],
    [-2, 2],
  ] as const;
  const spec = plot.lossSurface(f, paths, { title, domain });
  test("has no problem under either Vega-Lite, with paths and without", async () => {
    expect(await specProblems(spec)).toEqual([]);
    expect(await specProblems(plot.lossSurface(f, paths, { title }))).toEqual([]);
    expect(await specProblems(plot.lossSurface(f, {}, { title, domain }))).toEqual([]);
  });
  test("draws circles around the minimum, each point of a line at one loss", () => {
    type Line = { x: number; y: number; x2: number };
    const lines = found(spec, "values")
      .flat()
      .filter((v): v is Line => "x2" in (v as Line));
    const top = Math.sqrt(8);
    for (const { x, y } of lines) {
      const level = (Math.hypot(x, y) / top) * 10;
      expect(Math.abs(level - Math.round(level))).toBeLessThan(0.05);
    }
  });
  test("says where the paths go, and that one leaves", () => {
    expect(spec.description).toContain(
      "SGD goes from (1, 1) to (0.5, 0.5) in 1 steps, loss 2 to 0.5.",
    );
    expect(spec.description).toContain("loss 2 to 81; it leaves the picture.");
  });
  test("refuses three weights", () => {
    expect(() => plot.lossSurface(f, { SGD: [[1, 2, 3]] }, { title })).toThrow(
      "plot.lossSurface: SGD has 3 weights; give two",
    );
  });
});
