import { F, nn, plot, type Tensor, torch } from "kernel-lib";
import { describe, expect, it } from "vitest";
import { renderSpec, specProblems } from "../vegaLite.ts";

const W = [
  [1, -1, 3],
  [2, 2, -1],
];
const V = [[0.1], [0.5], [-0.1]];
const model = {
  weights: [W, V],
  weightNames: ["W", "V"],
  values: [[5, 3], [0.99, 0.73, 0.98], [0.59]],
  gradients: [W.map((row) => row.map((w) => w / 10)), V],
  nodeGradients: [null, [-0.04, -0.2, 0.04], [-1.69]],
};
type Row = Record<string, unknown>;
const rows = (spec: plot.Spec, kind: string): Row[] =>
  (spec.data as { values: Row[] }).values.filter((row) => row.kind === kind);

describe("plot.network", () => {
  it("has no problem under either Vega-Lite, in any of its forms", async () => {
    const forms = [
      plot.network(model),
      plot.network({ ...model, step: true, edgeLabels: "derivative" }),
      plot.network({ ...model, step: 0 }),
      plot.network({ sizes: [2, 3, 1] }),
      plot.network({ sizes: [3, 2], edgeLabels: "name", captions: ["layer l", "layer l + 1"] }),
      plot.network({ weights: [W, V], highlight: { layer: 0, neuron: "slider" } }),
      plot.network({ sizes: [2, 3, 1], highlight: { layer: 0, neuron: 2 } }),
      plot.network({ sizes: [784, 30, 10] }),
    ];
    for (const spec of forms) expect(await specProblems(spec)).toEqual([]);
  });

  it("draws one edge a weight, from input i to unit j, with weight and derivative", () => {
    const edges = rows(plot.network(model), "edge");
    expect(edges.map(({ name, weight }) => `${name} ${weight}`)).toEqual([
      "W₁₁ 1",
      "W₂₁ 2",
      "W₁₂ -1",
      "W₂₂ 2",
      "W₁₃ 3",
      "W₂₃ -1",
      "V₁ 0.1",
      "V₂ 0.5",
      "V₃ -0.1",
    ]);
    expect(edges[2]).toMatchObject({ gradient: -0.1, sign: "negative", weightText: "−1" });
  });

  it("names weights by layer, unit and input where no letters are given", () => {
    const edges = rows(plot.network({ sizes: [2, 3, 1] }), "edge");
    expect(edges.slice(0, 4).map(({ name }) => name)).toEqual(["w₁₁₁", "w₁₁₂", "w₁₂₁", "w₁₂₂"]);
  });

  it("steps unit by unit forward, then layer by layer backward", () => {
    const layers = plot.network({ ...model, step: true }).layer as { data?: { values: Row[] } }[];
    expect(layers.at(-1)?.data?.values.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "step 0: the inputs and the weights",
        "step 1: forward: h₁ = 0.99",
        "step 2: forward: h₂ = 0.73",
        "step 3: forward: h₃ = 0.98",
        "step 4: forward: y = 0.59",
        "step 5: backward: ∂J/∂y",
        "step 6: backward: ∂J/∂V",
        "step 7: backward: ∂J/∂h",
        "step 8: backward: ∂J/∂W",
      ]
    `);
  });

  it("leaves out derivatives that are not known yet", async () => {
    const early = plot.network({ ...model, gradients: [null, model.gradients[1]] });
    const known = rows(early, "edge").filter((edge) => "gradient" in edge);
    expect(known.map(({ name }) => name)).toEqual(["V₁", "V₂", "V₃"]);
    expect(early.description).toContain("∂J/∂V₁");
    expect(early.description).not.toContain("∂J/∂W");
    expect((await renderSpec(early, "6")).svg).not.toContain("undefined");
  });

  it("keeps the labels of edges apart", () => {
    const edges = rows(plot.network(model), "edge") as { labelX: number; labelY: number }[];
    for (const a of edges) {
      for (const b of edges) {
        if (a === b) continue;
        expect(Math.hypot(a.labelX - b.labelX, a.labelY - b.labelY)).toBeGreaterThan(30);
      }
    }
  });

  it("draws the first six units of a wide layer, a gap, and the last", () => {
    const units = rows(plot.network({ sizes: [784, 2] }), "unit");
    expect(units.map(({ name }) => name)).toEqual([
      ...["x₁", "x₂", "x₃", "x₄", "x₅", "x₆", "x₇₈₄", "y₁", "y₂"],
    ]);
  });

  it("puts every number into its description", () => {
    const { description } = plot.network({ ...model, title: "The net by hand" });
    expect(description).toMatch(/^The net by hand. Network diagram, left to right: input: 2 units/);
    expect(description).toContain("h₁ = 0.99, h₂ = 0.73, h₃ = 0.98. ∂J/∂h₁ = −0.04");
    expect(description).toContain("W₁₁ = 1, W₁₂ = −1, W₁₃ = 3");
  });

  it("refuses shapes that do not fit, and names both", () => {
    expect(() => plot.network({ weights: [W, W] })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.network: weights[0] has shape [2, 3] and weights[1] [2, 3]; the columns of one must be the rows of the next]`,
    );
    expect(() =>
      plot.network({ weights: [W, V], gradients: [V, W] }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.network: gradients[0] has shape [3, 1], its weights [2, 3]]`,
    );
    expect(() => plot.network({})).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.network: give either weights, a matrix [in, out] per layer, or sizes, or a module]`,
    );
    const highlight = { layer: 0, neuron: 3 };
    expect(() => plot.network({ sizes: [2, 3], highlight })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.network: highlight.neuron is 3; give 0 to 2 or "slider"]`,
    );
    expect(() => plot.network({ ...model, step: 9 })).toThrow("step is 9; give one from 0 to 8");
  });
});

describe("plot.network of a module", () => {
  torch.manualSeed(3);
  const net = new nn.Sequential(
    new nn.Sequential(new nn.Linear(2, 3), new nn.Sigmoid()),
    new nn.Dropout(0.5),
    new nn.Linear(3, 1, { bias: false }),
    new nn.Sigmoid(),
  );
  const [first, last] = net.parameters().filter(({ ndim }) => ndim === 2) as Tensor[];
  const input = torch.tensor([5, 3]);
  const criterion = (y: Tensor) => F.binaryCrossEntropy(y, torch.tensor([1]));
  const spec = plot.network({ module: net, input, criterion, step: true });

  it("draws the weights, biases and activations of the model", () => {
    const weights = rows(spec, "edge").map(({ weight }) => weight);
    expect(weights).toEqual([...first.flatten().tolist(), ...last.flatten().tolist()]);
    const units = rows(spec, "unit");
    const bias = net.namedParameters().find(([name]) => name === "0.0.bias")?.[1] as Tensor;
    expect(units.map((unit) => unit.bias)).toEqual([
      ...[undefined, undefined, ...bias.flatten().tolist(), undefined],
    ]);
    const h = F.sigmoid(F.linear(input, first as never, bias as never) as Tensor);
    const y = F.sigmoid(F.linear(h as never, last as never) as Tensor);
    expect(units.map(({ value }) => value)).toEqual([5, 3, ...h.flatten().tolist(), y.item()]);
    expect(spec.description).toContain("bias of h₁ = ");
  });

  it("draws the derivatives of the criterion for the input, and leaves the model as it was", () => {
    expect(net.parameters().every(({ grad }) => grad === null)).toBe(true);
    expect(net.training && net.namedChildren().every(([, { training }]) => training)).toBe(true);
    const at = (change: () => void): number => {
      torch.noGrad(change);
      const loss = criterion(net.eval().forward(input)).item();
      net.train();
      return loss;
    };
    // Finite differences by the weight W₁₂ from x₂ to h₁, at place [0, 1] of the matrix.
    const w = first.item(0, 1);
    const ends = [0.01, -0.01].map((d) => at(() => first.set([0, 1], w + d)));
    torch.noGrad(() => first.set([0, 1], w));
    const [, edge] = rows(spec, "edge");
    expect(edge.ends).toBe("x₂ → h₁");
    expect(edge.gradient).toBeCloseTo((ends[0] - ends[1]) / 0.02, 3);
    const output = rows(spec, "unit").at(-1) as { value: number; gradient: number };
    expect(output.gradient).toBeCloseTo(-1 / output.value, 4);
  });

  it("draws the gradients that the parameters have after backward", () => {
    const model = new nn.Sequential(new nn.Linear(2, 2), new nn.Tanh());
    expect(rows(plot.network({ module: model }), "edge")[0]).not.toHaveProperty("gradient");
    model.forward(input).sum().backward();
    const gradients = rows(plot.network({ module: model }), "edge").map((row) => row.gradient);
    const grad = model.parameters()[0].grad as Tensor;
    expect(gradients).toEqual(grad.flatten().tolist());
  });

  it("has no problem under either Vega-Lite", async () => {
    expect(await specProblems(spec)).toEqual([]);
    expect(await specProblems(plot.network({ module: net, input: [5, 3] }))).toEqual([]);
  });

  it("refuses what it cannot draw, and says what to give", () => {
    expect(() =>
      plot.network({ module: new nn.Linear(2, 1) as never }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.network: module is Linear(in_features=2, out_features=1, bias=True); give an nn.Sequential of Linear layers and activations, or weights]`,
    );
    expect(() =>
      plot.network({ module: new nn.Sequential(new nn.Tanh()) }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.network: module has no Linear layer; give one]`,
    );
    expect(() => plot.network({ module: net, criterion })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.network: criterion needs a sample; give input, 2 numbers]`,
    );
    expect(() =>
      plot.network({ module: net, input: [1, 2, 3] }),
    ).toThrowErrorMatchingInlineSnapshot(`[RangeError: plot.network: input has 3 numbers; give 2]`);
    expect(() => plot.network({ module: net, sizes: [2, 3] })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.network: give either a module, or weights or sizes]`,
    );
    expect(() => plot.network({ sizes: [2, 3], input })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: plot.network: input and criterion belong to a module; give it, or values]`,
    );
  });
});

describe("the neurons", () => {
  const neuron = plot.artificialNeuron({
    inputs: [0.5, -1.2],
    weights: [1, -2],
    bias: 0.25,
    activation: { name: "ReLU", f: (z) => Math.max(0, z) },
  });

  it("have no problem under either Vega-Lite", async () => {
    expect(await specProblems(plot.biologicalNeuron())).toEqual([]);
    expect(await specProblems(neuron)).toEqual([]);
    expect(await specProblems(plot.composition(["f₁", "f₂", "…", "f₅"]))).toEqual([]);
  });

  it("say what the artificial one computes", () => {
    expect(neuron.description).toContain("Their sum z is 3.15; the activation ReLU gives 3.15.");
  });

  it("refuse as many weights as do not fit the inputs", () => {
    const activation = { name: "tanh", f: Math.tanh };
    expect(() =>
      plot.artificialNeuron({ inputs: [1, 2], weights: [1], activation }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.artificialNeuron: weights has 1 numbers; give 2]`,
    );
  });
});
