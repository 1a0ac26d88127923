import { F, nn, np, optim, plot, torch } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { renderSpec, specProblems } from "../vegaLite.ts";

type Row = Record<string, number | string | boolean>;
const rows = (spec: plot.Spec, name: string): Row[] =>
  (spec.datasets as Record<string, Row[]>)[name];
const steps = (spec: plot.Spec): string[] =>
  rows(spec, "steps").map(({ text }) => [text].flat().join(" "));

const leaf = (value: number) => torch.tensor(value, { requiresGrad: true });

/** J = 2(ab + c), its products and sums kept or not. */
function byHand({ kept = true, backward = true } = {}) {
  const [a, b, c] = [leaf(5), leaf(3), leaf(2)];
  const u = a.mul(b);
  const v = u.add(c);
  const J = v.mul(2);
  if (kept) for (const x of [u, v, J]) x.retainGrad();
  if (backward) J.backward();
  return { a, b, c, u, v, J };
}

/** 3 inputs, 4 hidden units, 2 outputs, and the loss of one sample. */
function network() {
  torch.manualSeed(1);
  const net = new nn.Sequential(
    new nn.Linear(3, 4),
    new nn.ReLU(),
    new nn.Linear(4, 2),
    new nn.Sigmoid(),
  );
  const x = torch.tensor([[1, 2, 3]]);
  const y = net.forward(x);
  y.retainGrad();
  const J = F.binaryCrossEntropy(y, torch.tensor([[0, 1]]));
  const names = { x, y, J, ...Object.fromEntries(net.namedParameters()) };
  return { net, x, y, J, names };
}

describe("a tensor's graph", () => {
  const tensors = byHand();
  const drawn = plot.computationGraph(tensors.J, { names: tensors });

  test("shows the values and the gradients of the tensors", () => {
    for (const row of rows(drawn, "nodes")) {
      const tensor = tensors[row.name as keyof typeof tensors];
      expect(Number(row.value)).toBe(tensor.item());
      expect(Number(row.derivative)).toBe(tensor.grad?.item());
    }
    expect(rows(drawn, "nodes").map(({ large, small }) => `${large} ${small}`)).toEqual([
      ...["a ", "b ", "c ", "u a · b", "v u + c", "J v · 2"],
    ]);
  });

  test("has the local derivative on every edge between single numbers", () => {
    expect(rows(drawn, "edges").map(({ full }) => full)).toEqual([
      ...["∂u/∂a = 3", "∂u/∂b = 5", "∂v/∂u = 1", "∂v/∂c = 1", "∂J/∂v = 2"],
    ]);
  });

  test("steps through both passes by the chain rule", () => {
    expect(steps(drawn)).toMatchInlineSnapshot(`
      [
        "the inputs are given",
        "forward: u = a · b = 5 · 3 = 15",
        "forward: v = u + c = 15 + 2 = 17",
        "forward: J = v · 2 = 17 · 2 = 34",
        "backward: J.grad = 1",
        "backward: v.grad = J.grad · ∂J/∂v = 1 · 2 = 2",
        "backward: u.grad = v.grad · ∂v/∂u = 2 · 1 = 2",
        "backward: c.grad = v.grad · ∂v/∂c = 2 · 1 = 2",
        "backward: b.grad = u.grad · ∂u/∂b = 2 · 5 = 10",
        "backward: a.grad = u.grad · ∂u/∂a = 2 · 3 = 6",
      ]
    `);
  });

  test("sums over all the ways to a leaf that is used twice", () => {
    const b = leaf(1);
    const c = b.add(2);
    const d = b.add(1);
    const e = c.mul(d);
    for (const x of [c, d, e]) x.retainGrad();
    e.backward();
    const spec = plot.computationGraph(e, { names: { b, c, d, e } });
    expect(steps(spec).at(-1)).toBe(
      "backward: b.grad = c.grad · ∂c/∂b + d.grad · ∂d/∂b = 2 · 1 + 3 · 1 = 5",
    );
  });

  test("is drawn before backward, too, without gradients", () => {
    const { J, ...names } = byHand({ backward: false });
    const spec = plot.computationGraph(J, { names });
    expect(spec.description).toMatch(/^Computation graph of v1 with 6 nodes\. input a = 5\. /);
    expect(spec.description).not.toContain("grad");
    expect(rows(spec, "edges")).toHaveLength(5);
  });

  test("has no gradient where no tensor keeps one, and says how to keep it", () => {
    const { J, ...names } = byHand({ kept: false });
    const spec = plot.computationGraph(J, { names });
    const gradients = rows(spec, "nodes").map(({ derivative }) => derivative);
    expect(gradients).toEqual(["6", "10", "2", "", "", ""]);
    expect(steps(spec)).toContain(
      "backward: u passes its gradient on, unkept (retainGrad keeps it)",
    );
  });

  test("writes the chain rule only where its numbers give the gradient, not a sum of passes", () => {
    const x = leaf(5);
    const y = x.mul(3);
    const last = (): string | undefined =>
      steps(plot.computationGraph(y, { names: { x, y } })).at(-1);
    y.backward(null, { retainGraph: true });
    expect(last()).toBe("backward: x.grad = ∂y/∂x = 3");
    y.backward();
    expect(last()).toBe("backward: x.grad = 6");
  });

  test("writes short arrays in full, larger ones as their shape with the norm of the gradient", () => {
    const { net, y, J, names } = network();
    J.backward();
    const spec = plot.computationGraph(J, { names });
    const of = Object.fromEntries(rows(spec, "nodes").map((row) => [row.name, row]));
    expect(of.x.value).toBe("[[1, 2, 3]]");
    expect(of["0.weight"].value).toBe("shape [4, 3]");
    const gradient = net.namedParameters()[0][1].grad?.tolist() as number[][];
    const norm = Math.hypot(...gradient.flat());
    expect(Number(String(of["0.weight"].derivative).slice(4))).toBeCloseTo(norm, 3);
    const shown = JSON.parse(String(of.y.value).replaceAll("−", "-"));
    expect(shown[0][0]).toBeCloseTo(y.item(0, 0), 3);
    expect(rows(spec, "nodes").map(({ large, small }) => `${large} ${small}`)).toContain("y σ");
    expect(spec.description).toContain("(linear) = shape [1, 4], from x and 0.weight and 0.bias.");
  });

  test("knows the exponent of a power, and draws numbers as nodes where asked to", () => {
    const x = leaf(3);
    const y = x.pow(2).div(4);
    const spec = plot.computationGraph(y, { names: { x, y } });
    expect(rows(spec, "nodes").map(({ large, small }) => `${large} ${small}`)).toEqual([
      ...["x ", "( )² v1", "y / 4"],
    ]);
    const whole = plot.computationGraph(y, { names: { x, y }, constants: true });
    expect(rows(whole, "nodes").map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      ...["input x", "constant 2", "operation v1", "constant 4", "operation y"],
    ]);
    expect(rows(whole, "edges").map(({ derivative }) => derivative)).toEqual([
      ...["6", "", "0.25", "−0.563"],
    ]);
  });

  test("has no problem under either Vega-Lite, in any of its forms", async () => {
    const { J, names } = network();
    const early = plot.computationGraph(J, { names });
    J.backward();
    const forms = [
      drawn,
      early,
      plot.computationGraph(J, { names, title: "A network" }),
      plot.computationGraph(J, { show: "structure" }),
      plot.computationGraph(tensors.J, { names: tensors, highlight: [tensors.a, tensors.u] }),
      plot.computationGraph(leaf(3)),
    ];
    for (const spec of forms) expect(await specProblems(spec)).toEqual([]);
    expect((await renderSpec(early)).svg).not.toContain("undefined");
  });

  test("refuses what it could not draw truthfully, and says what to do", () => {
    const draw = plot.computationGraph;
    expect(() => draw(torch.tensor(1))).toThrowErrorMatchingInlineSnapshot(
      `[Error: plot.computationGraph: nothing was recorded of this tensor; compute it from an input made with { requiresGrad: true }, outside of torch.noGrad]`,
    );
    const { J, u } = byHand();
    expect(() => draw(J, { names: { u: u.detach() } })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.computationGraph: names.u is not in the graph; name the tensors that the output was computed from, not copies or detached ones]`,
    );
    const { net, J: loss, names } = network();
    loss.backward();
    new optim.SGD(net.parameters(), { lr: 0.1 }).step();
    expect(() => draw(loss, { names })).toThrowErrorMatchingInlineSnapshot(
      `[Error: plot.computationGraph: v2 is no longer what its inputs x, 0.weight, 0.bias give: one was changed since; draw before the optimiser's step, or compute the output again]`,
    );
    let y = leaf(1).add(0);
    for (let i = 0; i < 1000; i++) y = y.mul(1.5);
    expect(() => draw(y)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: plot.computationGraph: 1002 nodes are too many to read (at most 300); draw a part of the graph]`,
    );
  });
});

test("every plot takes a tensor where it takes an array, with its graph cut off", () => {
  const x = torch.tensor([1, 2, 4], { requiresGrad: true });
  const y = x.mul(x);
  const spec = plot.lines({ title: "squares", x, series: { square: y } });
  expect(spec).toEqual(
    plot.lines({ title: "squares", x: np.array([1, 2, 4]), series: { square: [1, 4, 16] } }),
  );
  const W = torch.tensor([
    [1, 2],
    [3, -4],
  ]);
  expect(plot.heatMap(W, { title: "W" })).toEqual(plot.heatMap(W.tolist(), { title: "W" }));
  expect(() => plot.heatMap(x, { title: "x" })).toThrow("x has shape [3]; give a matrix");
});
