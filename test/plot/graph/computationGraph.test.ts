import { paths, plot, trace, Value } from "kernel-lib";
import { describe, expect, test } from "vitest";
import { renderSpec, specProblems } from "../vegaLite.ts";

function toyGraph() {
  const a = new Value(2, "a");
  const b = new Value(1, "b");
  const c = a.add(b).named("c");
  const d = b.add(1).named("d");
  return { a, b, c, d, e: c.mul(d).named("e") };
}

/** A 2-3-1 network with its loss: weights and units have names, sums and products have none. */
function namedNetwork() {
  const x = [5, 3].map((value, i) => new Value(value, `x${i + 1}`));
  const W = [
    [1, -1, 3],
    [2, 2, -1],
  ].map((row, i) => row.map((w, j) => new Value(w, `W${i + 1}${j + 1}`)));
  const V = [0.1, 0.5, -0.1].map((v, i) => new Value(v, `V${i + 1}`));
  const products = V.map((v, j) => {
    const sum = x[0].mul(W[0][j]).add(x[1].mul(W[1][j]));
    return sum
      .sigmoid()
      .named(`h${j + 1}`)
      .mul(v);
  });
  const y = products[0].add(products[1], products[2]).sigmoid().named("y");
  return { W, y, J: y.log().neg().named("J") };
}

/** A 2-3-1 network with a logarithmic loss, number by number. */
function network(): Value {
  const x = [5, 3].map((value, i) => new Value(value, `x${i}`));
  const h = [
    [1, 2],
    [-1, 2],
    [3, -1],
  ].map((w, j) =>
    x[0]
      .mul(w[0])
      .add(x[1].mul(new Value(w[1], `w${j}`)))
      .sigmoid(),
  );
  return h[0].mul(0.1).add(h[1].div(2), h[2].neg()).sigmoid().log().neg().named("J");
}

function chain(length: number): Value {
  let y = new Value(0.5, "x");
  for (let i = 0; i < length; i++) y = i % 2 === 0 ? y.mul(1.5) : y.sigmoid();
  return y;
}

type Row = Record<string, number | string | boolean>;
const rows = (spec: plot.Spec, name: string): Row[] =>
  (spec.datasets as Record<string, Row[]>)[name];

const pictures: Record<string, () => plot.Spec> = {
  structure: () => plot.computationGraph(toyGraph().e, { show: "structure" }),
  values: () => plot.computationGraph(toyGraph().e, { show: "values" }),
  "local derivatives": () => plot.computationGraph(toyGraph().e, { show: "local" }),
  "all of it": () => plot.computationGraph(toyGraph().e, { title: "e = (a + b)(b + 1)" }),
  constants: () => plot.computationGraph(toyGraph().e, { constants: true, step: 2 }),
  "a highlighted path": () => {
    const { a, e } = toyGraph();
    return plot.computationGraph(e, { show: "local", highlight: paths(e, a)[0] });
  },
  network: () => plot.computationGraph(network()),
  chain: () => plot.computationGraph(chain(30)),
  "a single input": () => plot.computationGraph(new Value(3, "x")),
};

describe("the specification", () => {
  test.each(Object.entries(pictures))(
    "of %s is valid and compiles without a warning",
    async (_, picture) => {
      expect(await specProblems(picture())).toEqual([]);
    },
  );

  test("shows each value and derivative in words", () => {
    expect(pictures["all of it"]().description).toMatchInlineSnapshot(
      `"e = (a + b)(b + 1). Computation graph of e with 5 nodes. input a = 2; derivative of e with respect to it 2. input b = 1; derivative of e with respect to it 5. operation c (a + b) = 3, from a (local derivative 1) and b (local derivative 1); derivative of e with respect to it 2. operation d (b + 1) = 2, from b (local derivative 1); derivative of e with respect to it 3. operation e (c · d) = 6, from c (local derivative 2) and d (local derivative 3); derivative of e with respect to it 1."`,
    );
    expect(pictures.structure().description).toMatchInlineSnapshot(
      `"Computation graph of e with 5 nodes. input a. input b. operation c (a + b), from a and b. operation d (b + 1), from b. operation e (c · d), from c and d."`,
    );
  });

  test("draws what it shows and nothing more", async () => {
    const texts = async (name: string): Promise<string[]> => {
      const { svg } = await renderSpec(pictures[name]());
      return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
    };
    expect(await texts("structure")).not.toContain("6");
    expect(await texts("values")).toContain("6");
    expect(await texts("values")).not.toContain("5");
    expect(await texts("all of it")).toContain("5");
    expect(await texts("a highlighted path")).toContain("a → c → e: 2 · 1 = 2");
  });
});

describe("what is highlighted", () => {
  test("is named in the description, a path with its product", () => {
    const { a, c, e } = toyGraph();
    const [path] = paths(e, a);
    const described = (options: plot.ComputationGraphOptions): string =>
      plot.computationGraph(e, options).description;
    expect(described({ highlight: path })).toContain("Highlighted: a → c → e: 2 · 1 = 2.");
    expect(described({ highlight: path, show: "structure" })).toContain("Highlighted: a → c → e.");
    expect(described({ highlight: [a, c] })).toContain("Highlighted: a, c.");
    expect(described({})).not.toContain("Highlighted");
  });

  test("goes by the names of the picture", () => {
    const { W, y, J } = namedNetwork();
    const [path] = paths(J, W[0][1]);
    const way = "W12 → v5 → v7 → h2 → v8 → v13 → y → v14 → J";
    const spec = plot.computationGraph(J, { show: "local", highlight: path });
    expect(spec.description).toContain(`Highlighted: ${way}: (−1) · 1.69383 · `);
    // A path through a part of the drawn graph, too, whose own numbers are others.
    const before = new Value(1, "b").neg();
    const [short] = paths(y, W[0][1]);
    const whole = before.add(W[0][1].neg(), y);
    const { description } = plot.computationGraph(whole, { highlight: short });
    const names = new Map(trace(whole).steps.map(({ node, name }) => [node, name]));
    expect(description).toContain(short.nodes.map((node) => names.get(node)).join(" → "));
  });

  test("has a caption in full, inside the picture", () => {
    const { W, J } = namedNetwork();
    const [path] = paths(J, W[0][1]);
    const spec = plot.computationGraph(J, { show: "local", highlight: path });
    expect(captions(spec)[0].join(" ")).toMatch(/^W12 → v5 .* = −0.201341$/);
    expectInside(spec);
  });
});

const captions = (spec: plot.Spec): string[][] =>
  rows(spec, "steps").map(({ text }) => text as unknown as string[]);

/** A character of the captions' 12 pixels is about 7 wide. */
function expectInside(spec: plot.Spec): void {
  const lines = captions(spec).flat();
  const longest = Math.max(...lines.map((line) => line.length));
  expect(longest * 7).toBeLessThanOrEqual(Number(spec.width));
}

describe("the step slider", () => {
  test("starts with the inputs alone and gives every node its value, then its derivative", () => {
    const spec = pictures["all of it"]();
    const steps = rows(spec, "steps").map(({ text }) => [text].flat().join(""));
    expect(steps).toHaveLength(9);
    expect(steps[0]).toBe("the inputs are given");
    expect(steps[3]).toBe("forward: e = c · d = 3 · 2 = 6");
    expect(steps[7]).toMatch(/^backward: ∂e\/∂b = .* = 2 · 1 \+ 3 · 1 = 5$/);
    expect(rows(spec, "nodes").map(({ name, forth, back }) => [name, forth, back])).toEqual([
      ["a", 0, 8],
      ["b", 0, 7],
      ["c", 1, 6],
      ["d", 2, 5],
      ["e", 3, 4],
    ]);
  });

  test("wraps a long sum, and shortens one that would push the graph away", () => {
    const x = new Value(0.123456, "x");
    const [first, ...others] = Array.from({ length: 12 }, (_, i) => x.pow(i + 2));
    const spec = plot.computationGraph(first.add(...others));
    expectInside(spec);
    const last = captions(spec).at(-1) ?? [];
    expect(last).toHaveLength(4);
    expect(last[2]).toMatch(/…$/);
    expect(last[3]).toMatch(/ = \d\.\d+$/);
  });

  test("is absent where there is nothing to step through", () => {
    expect(pictures.structure().params).toEqual([{ name: "step", value: 0 }]);
  });
});

describe("the layout", () => {
  const box = (row: Row) => ({
    left: Number(row.left),
    right: Number(row.right),
    // Room for the value above and the derivative below.
    top: Number(row.top) - 14,
    bottom: Number(row.bottom) + 14,
  });

  type Area = { left: number; right: number; top: number; bottom: number };
  const apart = (a: Area, b: Area): boolean =>
    a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;

  test.each(["all of it", "network", "chain"])("of %s lets no two nodes overlap", (name) => {
    const boxes = rows(pictures[name](), "nodes").map(box);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        expect(apart(a, b)).toBe(true);
      }
    }
  });

  test("routes an edge that skips columns around the nodes between", () => {
    const x = new Value(1, "x");
    const spec = plot.computationGraph(x.exp().sin().tanh().add(x, x.exp()));
    const boxes = rows(spec, "nodes").map(box);
    for (const { x, y } of rows(spec, "lines")) {
      const inside = boxes.filter(
        ({ left, right, top, bottom }) => left < +x && +x < right && top < +y && +y < bottom,
      );
      expect(inside).toEqual([]);
    }
  });

  test("fits a deep graph into a notebook's column, its labels apart", () => {
    for (const show of ["local", "all"] as const) {
      const spec = plot.computationGraph(namedNetwork().J, { show });
      expect(spec.width).toBeLessThanOrEqual(870);
      const labels = rows(spec, "edges").map(({ x, y, derivative }) => {
        const half = String(derivative).length * 3;
        return { left: +x - half, right: +x + half, top: +y - 5, bottom: +y + 5 };
      });
      for (const [i, a] of labels.entries()) {
        for (const b of [...labels.slice(i + 1), ...rows(spec, "nodes").map(box)]) {
          expect(apart(a, b)).toBe(true);
        }
      }
    }
  });

  test.each(["structure", "values", "local"])("of %s ends below its lowest node", (name) => {
    const show = name as "structure" | "values" | "local";
    const spec = plot.computationGraph(toyGraph().e, { show, title: "toy" });
    const lowest = Math.max(...rows(spec, "nodes").map(({ bottom }) => +bottom));
    expect(Number(spec.height) - lowest).toBeLessThanOrEqual(12);
  });

  test("lets every edge run from left to right", () => {
    const nodes = rows(pictures.network(), "nodes");
    expect(nodes.length).toBeGreaterThan(15);
    const points = rows(pictures.network(), "lines");
    for (const [i, { edge, x }] of points.slice(1).entries()) {
      if (points[i].edge === edge) expect(x).toBeGreaterThanOrEqual(+points[i].x);
    }
  });
});

test("the picture follows a changed input and leaves the graph evaluated", () => {
  const { a, e } = toyGraph();
  a.value = 4;
  const spec = plot.computationGraph(e);
  expect(rows(spec, "nodes").map(({ value }) => value)).toEqual(["4", "1", "5", "2", "10"]);
  expect(e.value).toBe(10);
});

test("a graph of other objects is drawn from nodes alone", async () => {
  const node = { derivative: "", forward: "", backward: "" };
  const x: plot.GraphNode = {
    ...{ ...node, of: "x", kind: "input", name: "x", lines: ["x", ""], value: "[2, 3]", edges: [] },
  };
  const y: plot.GraphNode = {
    ...{ ...node, of: "y", kind: "operation", name: "y", lines: ["y", "relu"], value: "[2, 3]" },
    edges: [{ from: x, derivative: "" }],
  };
  const spec = plot.computationGraph([x, y], { show: "values", highlight: ["y"] });
  expect(await specProblems(spec)).toEqual([]);
  expect(spec.description).toContain("operation y (relu) = [2, 3], from x.");
});

describe("a mistake is named with its remedy", () => {
  const message = (draw: () => plot.Spec): string => {
    try {
      draw();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  };
  test("in an option or in the graph", () => {
    const { e } = toyGraph();
    const show = "value" as "values";
    expect(message(() => plot.computationGraph(e, { show }))).toMatchInlineSnapshot(
      `"plot.computationGraph: show is "value"; give one of structure, values, local, all"`,
    );
    expect(message(() => plot.computationGraph(e, { step: 20 }))).toMatchInlineSnapshot(
      `"plot.computationGraph: step is 20; give a whole number from 0 to 8"`,
    );
    expect(
      message(() => plot.computationGraph(e, { highlight: [new Value(1)] })),
    ).toMatchInlineSnapshot(`"plot.computationGraph: a node to highlight is not in the graph"`);
    expect(message(() => plot.computationGraph(chain(1000)))).toMatchInlineSnapshot(
      `"plot.computationGraph: 1501 nodes are too many to read (at most 300); draw a part of the graph"`,
    );
  });
});
