import { plot } from "kernel-lib";
import { describe, expect, it } from "vitest";
import { specProblems } from "../vegaLite.ts";

const x = Array.from({ length: 50 }, (_, i) => -5 + (10 * i) / 49);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const step = (z: number): number => (z >= 0 ? 1 : 0);
type Row = Record<string, number>;
const values = (spec: plot.Spec): Row[] => (spec.data as { values: Row[] }).values;

describe("plot.lines", () => {
  const spec = plot.lines({
    x,
    series: { step: x.map(step), "σ(z)": x.map(sigmoid) },
    steps: ["step"],
    logToggle: true,
    title: "The sigmoid is a smooth step",
    xTitle: "z",
  });

  it("has no problem under either Vega-Lite", async () => {
    expect(await specProblems(spec)).toEqual([]);
  });

  it("holds the data at full precision", () => {
    expect(values(spec).map((row) => row.y1)).toEqual(x.map(sigmoid));
  });

  it("says in words where curves start, end and cross", () => {
    expect(spec.description).toMatchInlineSnapshot(
      `"The sigmoid is a smooth step. Horizontal: z; vertical: y. step rises from 0 at −5 to 1 at 5. σ(z) rises from 0.00669 at −5 to 0.993 at 5. step and σ(z) cross near 0."`,
    );
  });

  it("tells dots without lines apart by shape, and ticks at whole numbers", async () => {
    const series = { sigmoid: [461, 420, 487], ReLU: [69, 57, 62] };
    const points = ["sigmoid", "ReLU"];
    const dots = plot.lines({ x: [0, 1, 2], series, points, title: "Epochs for each seed" });
    expect(await specProblems(dots)).toEqual([]);
    const look = (dots.layer as { encoding: object }[])[0]?.encoding;
    expect(look).toMatchObject({ shape: { scale: { range: ["circle", "triangle-up"] } } });
    expect(dots.encoding).toMatchObject({ x: { axis: { tickMinStep: 1 } } });
    expect(spec.encoding).not.toMatchObject({ x: { axis: { tickMinStep: 1 } } });
  });

  it("takes arrays and leaves them alone", () => {
    const y = { data: Object.freeze([1, 4, 9]), shape: [3, 1] };
    const spec = plot.lines({ x: Object.freeze([1, 2, 3]), series: { y }, title: "Squares" });
    expect(values(spec)).toEqual([
      { x: 1, y0: 1 },
      { x: 2, y0: 4 },
      { x: 3, y0: 9 },
    ]);
  });

  it("says where a curve stops being a number", () => {
    const spec = plot.lines({ x: [0, 1, 2], series: { loss: [2, 1, Number.NaN] }, title: "Loss" });
    expect(spec.description).toContain("loss falls from 2 at 0 to 1 at 1; it is NaN at 2.");
  });

  it("refuses what does not fit, and says what to give", () => {
    const title = "t";
    expect(() =>
      plot.lines({ x, series: { y: [1, 2] }, title }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.lines: series "y" has 2 numbers; give 50]`,
    );
    expect(() => plot.lines({ x, series: {}, title })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.lines: series is empty; give named series such as { tanh: y }]`,
    );
    const matrix = { data: [1, 2, 3, 4], shape: [2, 2] };
    expect(() => plot.lines({ x: matrix, series: {}, title })).toThrow("shape [2, 2]");
    const unknown = { x, series: { y: x }, title, colour: "red" };
    expect(() => plot.lines(unknown)).toThrow("plot.lines: no option colour");
  });
});

describe("plot.functions", () => {
  const spec = plot.functions(
    {
      tanh: { f: Math.tanh, derivative: (z) => 1 - Math.tanh(z) ** 2 },
      ReLU: { f: (z) => Math.max(0, z), derivative: step },
    },
    { title: "Two activations and their derivatives", range: [-1, 2] },
  );

  it("has no problem under either Vega-Lite, with derivatives or without", async () => {
    expect(await specProblems(spec)).toEqual([]);
    const alone = plot.functions({ sigmoid }, { title: "The sigmoid" });
    expect(await specProblems(alone)).toEqual([]);
  });

  it("gives both sides of a jump a point of their own", () => {
    const near = values(spec).filter(({ z, derivative }) => Math.abs(z) < 1e-9 && derivative <= 1);
    const [left, right] = near.slice(-2);
    expect([left.derivative, right.derivative]).toEqual([0, 1]);
    expect(right.z - left.z).toBeLessThan(1e-9);
  });

  it("refuses a domain that does not ascend", () => {
    expect(() =>
      plot.functions({ sigmoid }, { title: "t", domain: [1, 1] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.functions: domain is [1, 1]; give two ascending numbers]`,
    );
  });
});

describe("plot.trainingCurves", () => {
  const run = (rate: number) => ({
    loss: x.map((_, t) => Math.exp(-rate * t)),
    score: x.map((_, t) => 1 - Math.exp(-rate * t) / 2),
  });
  const spec = plot.trainingCurves(
    { "10": run(10), "0.1": run(0.1), "1": run(1) },
    { title: "A larger learning rate learns faster", runs: "learning rate" },
  );

  it("has no problem under either Vega-Lite, for one run or several", async () => {
    expect(await specProblems(spec)).toEqual([]);
    expect(await specProblems(plot.trainingCurves(run(0.1)))).toEqual([]);
    expect(await specProblems(plot.trainingCurves({ loss: [3, 2, 1] }))).toEqual([]);
  });

  it("offers the runs in a menu, by size", () => {
    expect(spec.params).toContainEqual({
      name: "group",
      value: "all",
      bind: { input: "select", options: ["all", "0.1", "1", "10"], name: "learning rate " },
    });
  });

  it("keeps every loss as it was, under its step", () => {
    expect(values(spec).map((row) => row.y0)).toEqual(run(0.1).loss);
    expect(values(spec).map((row) => row.x)).toEqual(x.map((_, t) => t));
  });

  it("refuses a score of another length than the loss", () => {
    expect(() =>
      plot.trainingCurves({ loss: [2, 1], score: [0.5] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.trainingCurves: score has 1 numbers; give 2]`,
    );
  });
});

describe("plot.panels", () => {
  const panel = (name: string, f: (z: number) => number) =>
    plot.lines({ x, series: { [name]: x.map(f) }, title: name, width: 300 });

  it("has no problem under either Vega-Lite, selections and controls included", async () => {
    const both = plot.panels([panel("tanh", Math.tanh), panel("sigmoid", sigmoid)], {
      title: "Two squashing functions",
    });
    expect(await specProblems(both)).toEqual([]);
    const runs = { a: { loss: [2, 1] }, b: { loss: [3, 1] } };
    const mixed = [plot.trainingCurves(runs), plot.network({ sizes: [2, 3, 1] })];
    expect(await specProblems(plot.panels(mixed))).toEqual([]);
    expect(both.description).toMatch(/^Two squashing functions. Panel 1: tanh.*Panel 2: sigmoid/);
  });

  it("leaves the plots it is given alone", () => {
    const one = panel("tanh", Math.tanh);
    const before = JSON.stringify(one);
    plot.panels([one, one]);
    expect(JSON.stringify(one)).toBe(before);
  });
});
