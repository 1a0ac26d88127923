import { F, nn, np, plot, type Tensor, torch } from "kernel-lib";
import { describe, expect, it } from "vitest";
import { specProblems } from "../vegaLite.ts";

/** Four layers after backward, with an activation between. */
function deep(activation: () => nn.Layer): nn.Sequential {
  torch.manualSeed(0);
  const net = new nn.Sequential(
    ...[new nn.Linear(20, 30), activation(), new nn.Linear(30, 30), activation()],
    ...[new nn.Linear(30, 30), activation(), new nn.Linear(30, 1), new nn.Sigmoid()],
  );
  F.binaryCrossEntropy(net.forward(torch.randn(16, 20)), torch.ones(16, 1)).backward();
  return net;
}

const sigmoid = deep(() => new nn.Sigmoid());
const relu = deep(() => new nn.ReLU());

type Bin = { model: string; layer: string; left: number; right: number; count: number };
type Row = Bin & { kind: string; height: number; median?: number; text: string };
const rows = (spec: plot.Spec, kind: string, layer?: string): Row[] =>
  (spec.data as { values: Row[] }).values.filter(
    (row) => row.kind === kind && (layer === undefined || row.layer === layer),
  );
const gradientsOf = (net: nn.Module, name: string): number[] => {
  const parameter = new Map(net.namedParameters()).get(name) as nn.Parameter;
  return (parameter.grad as Tensor).flatten().tolist();
};

describe("plot.gradientHistogram", () => {
  const both = plot.gradientHistogram({ sigmoid, ReLU: relu });

  it("has no problem under either Vega-Lite, in any of its forms", async () => {
    const forms = [
      both,
      plot.gradientHistogram(sigmoid, { scale: "linear", biases: true, loss: "L" }),
      plot.gradientHistogram({ W: [0, 0, 0], b: [Number.NaN, Number.POSITIVE_INFINITY] }),
      plot.gradientHistogram({ W: [0, 0] }, { scale: "linear" }),
    ];
    for (const spec of forms) expect(await specProblems(spec)).toEqual([]);
  });

  it("counts every gradient of every layer in the bin that holds it", () => {
    const spec = plot.gradientHistogram(sigmoid);
    const layers = ["0.weight", "2.weight", "4.weight", "6.weight"];
    expect([...new Set(rows(spec, "bin").map(({ layer }) => layer))]).toEqual(layers);
    for (const layer of layers) {
      const places = gradientsOf(sigmoid, layer).map((g) => Math.log10(Math.abs(g)));
      for (const { left, right, count } of rows(spec, "bin", layer)) {
        expect(places.filter((place) => left <= place && place < right)).toHaveLength(count);
      }
      const counts = rows(spec, "bin", layer).map(({ count }) => count);
      expect(counts.reduce((sum, count) => sum + count)).toBe(places.length);
    }
  });

  it("keeps the sign on a linear axis, symmetrical around 0", () => {
    const spec = plot.gradientHistogram(
      {
        W: np.array([
          [-1, 0.5],
          [0, 4.1],
        ]),
      },
      { scale: "linear" },
    );
    const bins = rows(spec, "bin").map(({ left, right, count }) => [left, right, count]);
    expect(bins).toEqual([
      [-1.1, -0.9, 1],
      [-0.1, 0.1, 1],
      [0.5, 0.7, 1],
      [3.9, 4.1, 1],
    ]);
  });

  it("says each layer's median and how many gradients are 0 or not finite", () => {
    const spec = plot.gradientHistogram({ first: [0, 0, 1e-3, -1e-5, 1e-4], last: [1, Infinity] });
    expect(rows(spec, "summary").map(({ text }) => text)).toEqual([
      "median |g| 1e−4, 2 of 5 are 0",
      "median |g| 1, 1 of 2 not finite",
    ]);
    expect(spec.description).toContain("first: 5 gradients, median |g| 1e−4, 2 of 5 are 0.");
    expect(rows(spec, "summary")[0].median).toBeCloseTo(-4, 10);
  });

  it("sets models side by side on one axis, and shows gradients vanish behind sigmoids", () => {
    const median = (model: string, layer: string) =>
      rows(both, "summary", layer).find((row) => row.model === model)?.median ?? Number.NaN;
    const drop = (model: string) => median(model, "6.weight") - median(model, "0.weight");
    expect(drop("sigmoid")).toBeGreaterThan(drop("ReLU") + 1);
    expect(both.description).toContain("ReLU, 4.weight: 900 gradients, median |g| ");
  });

  it("draws the layers that were chosen", () => {
    const spec = plot.gradientHistogram(relu, { layers: ["6.weight"] });
    expect(rows(spec, "bin").every(({ layer }) => layer === "6.weight")).toBe(true);
  });

  it("refuses what it cannot draw, and says what to do", () => {
    const draw = plot.gradientHistogram;
    const fresh = new nn.Sequential(new nn.Linear(2, 1));
    expect(() => draw(fresh)).toThrowErrorMatchingInlineSnapshot(
      `[Error: plot.gradientHistogram: 0.weight has no gradient; call backward() on a loss first]`,
    );
    expect(() => draw({ a: relu, b: fresh })).toThrowErrorMatchingInlineSnapshot(
      `[Error: plot.gradientHistogram: 0.weight of b has no gradient; call backward() on a loss first]`,
    );
    expect(() => draw(new nn.Tanh())).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: the module has no weights that learn; give one]`,
    );
    expect(() => draw({})).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: no layer; give { "layer 1": W.grad }]`,
    );
    expect(() => draw([1, 2] as never)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.gradientHistogram: gradients are 1,2; give a module after backward, or a record of arrays such as { "layer 1": W.grad }]`,
    );
    expect(() => draw({ W: [] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: W is empty; give at least one number]`,
    );
    expect(() => draw({ W: [1] }, { layers: ["V"] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: layers has "V"; the layers are W]`,
    );
    expect(() => draw({ W: [1] }, { scale: "log10" as "log" })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: scale is "log10"; give log or linear]`,
    );
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`layer ${i}`, [i]]));
    expect(() => draw(many)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.gradientHistogram: 50 layers are too many to read (at most 40); choose some with layers]`,
    );
  });
});
