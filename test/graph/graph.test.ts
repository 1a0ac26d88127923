import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as library from "kernel-lib";
import { graph, Value } from "kernel-lib";
import { describe, expect, test } from "vitest";

const { countPaths, edges, forwardMode, paths, topologicalOrder, trace } = graph;

/** The lecture's numbers, computed elsewhere, by item. */
const lecture = JSON.parse(
  readFileSync(new URL("../golden/cornell.json", import.meta.url), "utf8"),
);

function toyGraph(atA: number = 2, atB: number = 1) {
  const a = new Value(atA, "a");
  const b = new Value(atB, "b");
  const c = a.add(b).named("c");
  const d = b.add(1).named("d");
  const e = c.mul(d).named("e");
  return { a, b, c, d, e };
}

const centralDifference = (f: (x: number) => number, x: number, h: number = 1e-6): number =>
  (f(x + h) - f(x - h)) / (2 * h);

describe("the toy graph", () => {
  test("has the values and derivatives of the lecture", () => {
    const { a, b, c, d, e } = toyGraph();
    e.backward();
    const values = Object.fromEntries([a, b, c, d, e].map(({ label, value }) => [label, value]));
    const local = edges(e)
      .filter(({ from }) => from.kind !== "constant")
      .map(({ from, to, derivative }) => [`d${to.label}/d${from.label}`, derivative]);
    expect(values).toEqual(lecture["K-55"]);
    expect(Object.fromEntries(local)).toEqual(lecture["K-58"]);
    expect({ "de/da": a.grad }).toEqual(lecture["K-59"]);
    const products = paths(e, b).map(({ product }) => product);
    expect({ paths: products, "de/db": b.grad }).toEqual(lecture["K-61"]);
  });

  test("a value set on an input is carried forward and every derivative follows", () => {
    for (const [atA, atB] of [
      [2, 1],
      [-0.5, 3],
    ]) {
      const { a, b, e } = toyGraph();
      a.value = atA;
      b.value = atB;
      e.forward().backward();
      expect(e.value).toBe((atA + atB) * (atB + 1));
      expect(a.grad).toBeCloseTo(
        centralDifference((x) => toyGraph(x, atB).e.value, atA),
        8,
      );
      expect(b.grad).toBeCloseTo(
        centralDifference((x) => toyGraph(atA, x).e.value, atB),
        8,
      );
    }
  });

  test("two backward passes give the same derivatives as one", () => {
    const { b, e } = toyGraph();
    e.backward();
    const once = b.grad;
    e.backward();
    expect(b.grad).toBe(once);
  });

  test("backward does not trust stale values: it evaluates first", () => {
    const { a, b, e } = toyGraph();
    a.value = 10;
    e.backward();
    expect(e.value).toBe(22);
    expect(b.grad).toBeCloseTo(
      centralDifference((x) => toyGraph(10, x).e.value, 1),
      7,
    );
  });

  test("a node prints its name, value and, once known, its derivative", () => {
    const { a, e } = toyGraph();
    expect(inspect(e)).toBe("e = 6");
    e.backward();
    expect(inspect([a, e])).toMatchInlineSnapshot(`"[ a = 2 (grad 2), e = 6 (grad 1) ]"`);
    expect(inspect(a.sub(-3).mul(e.neg()))).toMatchInlineSnapshot(`"5 · (-6) = -30"`);
  });

  test("the trace tells both passes line by line", () => {
    expect(inspect(trace(toyGraph().e))).toMatchInlineSnapshot(`
      "forward   a = 2
      forward   b = 1
      forward   c = a + b = 2 + 1 = 3
      forward   d = b + 1 = 1 + 1 = 2
      forward   e = c · d = 3 · 2 = 6
      backward  ∂e/∂e = 1
      backward  ∂e/∂d = ∂e/∂e · ∂e/∂d = 1 · 3 = 3
      backward  ∂e/∂c = ∂e/∂e · ∂e/∂c = 1 · 2 = 2
      backward  ∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 2 · 1 + 3 · 1 = 5
      backward  ∂e/∂a = ∂e/∂c · ∂c/∂a = 2 · 1 = 2"
    `);
  });

  test("a path goes by the trace's names, too", () => {
    const x = new Value(-0.5, "x");
    const y = x.mul(2).add(x.pow(2).neg()).sigmoid();
    const names = new Map(trace(y).steps.map(({ node, name }) => [node, name]));
    for (const path of paths(y, x)) {
      const way = path.nodes.map((node) => names.get(node)).join(" → ");
      expect(String(path)).toBe(`${way}: ${path.computation}`);
    }
    expect(String(paths(y, x)[1])).toMatch(/^x → v2 → v3 → v4 → v5: .* = 0\.\d+$/);
  });

  test("a graph that shares inputs with another starts their derivatives anew", () => {
    const { b, e } = toyGraph();
    e.backward();
    const other = b.mul(7).backward();
    expect([b.grad, other.grad, e.grad]).toEqual([7, 1, 1]);
  });

  test("the trace numbers nameless nodes and gives records for a table", () => {
    const x = new Value(0.5, "x");
    const { steps, rows } = trace(x.pow(-2).sub(x));
    expect(steps.map(({ node }) => node.value)).toEqual([0.5, 4, 3.5, 3.5, 4, 0.5]);
    expect(rows[2]).toEqual({
      pass: "forward",
      step: 3,
      computation: "v2 = v1 - x = 4 - 0.5 = 3.5",
    });
    expect(rows[5].computation).toMatchInlineSnapshot(
      `"∂v2/∂x = ∂v2/∂v1 · ∂v1/∂x + ∂v2/∂v2 · ∂v2/∂x = 1 · (-16) + 1 · (-1) = -17"`,
    );
  });

  test("the derivatives of its paths sum up to the derivative", () => {
    const { a, b, c, e } = toyGraph();
    e.backward();
    expect(inspect(paths(e, b))).toMatchInlineSnapshot(
      `"[ b → c → e: 2 · 1 = 2, b → d → e: 3 · 1 = 3 ]"`,
    );
    expect(paths(e, b).reduce((sum, { product }) => sum + product, 0)).toBe(b.grad);
    expect(paths(e, a).map((path) => path.nodes)).toEqual([[a, c, e]]);
    expect(paths(e, b)).toHaveLength(countPaths(e, b));
  });
});

describe("every operation", () => {
  const smooth: Record<string, (x: Value) => Value> = {
    add: (x) => x.add(3, x),
    sub: (x) => new Value(2).sub(x),
    mul: (x) => x.mul(-1.5),
    square: (x) => x.mul(x),
    "div by a constant": (x) => x.div(4),
    div: (x) => new Value(2).div(x),
    neg: (x) => x.neg(),
    "pow 3": (x) => x.pow(3),
    "pow -2": (x) => x.pow(-2),
    "pow 0": (x) => x.pow(0),
    exp: (x) => x.exp(),
    sin: (x) => x.sin(),
    cos: (x) => x.cos(),
    tanh: (x) => x.tanh(),
    sigmoid: (x) => x.sigmoid(),
    relu: (x) => x.relu(),
  };
  const positive: Record<string, (x: Value) => Value> = {
    log: (x) => x.log(),
    "pow 0.5": (x) => x.pow(0.5),
  };

  function expectDerivative(f: (x: Value) => Value, at: number): void {
    const x = new Value(at, "x");
    const y = f(x).backward();
    const numeric = centralDifference((point) => f(new Value(point)).value, at);
    expect(x.grad).toBeCloseTo(numeric, 6);
    expect(forwardMode(y, x).get(y)).toBeCloseTo(numeric, 6);
  }

  test.each(Object.entries(smooth))("%s has the slope of its central difference", (_, f) => {
    for (const at of [-2.3, -0.4, 0.7, 1.9]) expectDerivative(f, at);
  });
  test.each(Object.entries(positive))("%s has the slope of its central difference", (_, f) => {
    for (const at of [0.2, 0.7, 1.9, 30]) expectDerivative(f, at);
  });

  test("values follow JavaScript's Math at the edges", () => {
    expect(new Value(0).log().value).toBe(-Infinity);
    expect(new Value(-1).log().value).toBeNaN();
    expect(new Value(-800).sigmoid().value).toBe(0);
    const x = new Value(0);
    x.relu().backward();
    expect(x.grad).toBe(0);
  });
});

/** Width 3: three functions of x, then layers of sums of all three, then one sum. */
function layeredSums(x: Value, layers: number): Value {
  let layer = [x.sin(), x.tanh(), x.exp()];
  for (let i = 1; i < layers; i++) layer = layer.map(() => layer[0].add(layer[1], layer[2]));
  return layer[0].add(layer[1], layer[2]);
}

describe("the passes", () => {
  test("forward mode from each input and one backward pass agree", () => {
    const w = [0.3, -1.2, 0.8].map((value, i) => new Value(value, `w${i}`));
    const h = [w[0].mul(w[1]).tanh(), w[1].sub(w[2]).sigmoid(), w[2].exp().div(w[0])];
    const y = h[0]
      .add(...h)
      .mul(h[2])
      .sin()
      .backward();
    for (const input of w) expect(forwardMode(y, input).get(y)).toBeCloseTo(input.grad, 12);
  });

  test("paths multiply with depth while edges only add up", () => {
    const x = new Value(0.3, "x");
    const y = layeredSums(x, 10).backward();
    expect({ paths: countPaths(y, x), edges: edges(y).length }).toEqual(lecture["K-62"]);
    const sum = paths(y, x).reduce((total, { product }) => total + product, 0);
    expect(sum / x.grad).toBeCloseTo(1, 9);
  });

  test("a chain of 100,000 operations needs no recursion", () => {
    const x = new Value(0.5, "x");
    let y = x;
    let slope = 1;
    for (let i = 0; i < 100_000; i++) {
      slope *= Math.cos(y.value);
      y = y.sin();
    }
    y.backward();
    expect(x.grad / slope).toBeCloseTo(1, 6);
    expect(topologicalOrder(y)).toHaveLength(100_001);
    expect(countPaths(y, x)).toBe(1);
    expect(paths(y, x)[0].edges).toHaveLength(100_000);
    expect(trace(y).steps).toHaveLength(200_002);
  });

  test("the nodes come in an order in which parents stand before children", () => {
    const y = layeredSums(new Value(1, "x"), 4);
    const order = topologicalOrder(y);
    for (const { from, to } of edges(y)) {
      expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
    }
  });
});

describe("a mistake is named with its remedy", () => {
  const message = (f: () => unknown): string => {
    try {
      f();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  };

  test("an input of another graph", () => {
    const stranger = new Value(1, "x");
    const { e } = toyGraph();
    expect(message(() => forwardMode(e, stranger))).toMatchInlineSnapshot(
      `"forwardMode: x is not in the graph of e; give one of its nodes (inputs: a, b)"`,
    );
    expect(message(() => paths(e, stranger))).toMatch(/^paths: x is not in the graph of e/);
  });

  test("a value set on a computed node", () => {
    const { e } = toyGraph();
    expect(
      message(() => {
        e.value = 3;
      }),
    ).toMatchInlineSnapshot(
      `"e: its value is computed; set the value of an input, then call forward()"`,
    );
  });

  test("something that is not a number", () => {
    const { a } = toyGraph();
    const text = "2" as unknown as number;
    expect(message(() => new Value(text, "w"))).toMatchInlineSnapshot(
      `"Value: the value of w is 2 (string); give a number"`,
    );
    expect(message(() => a.mul(text))).toMatchInlineSnapshot(
      `"mul: an operand is 2 (string); give a Value or a number"`,
    );
    expect(message(() => a.pow(Number.NaN))).toMatchInlineSnapshot(
      `"pow: the exponent is NaN (number); give a number"`,
    );
  });

  test("more paths than anyone would read", () => {
    const x = new Value(1, "x");
    expect(message(() => paths(layeredSums(x, 12).named("y"), x))).toMatchInlineSnapshot(
      `"paths: 531441 paths from x to y are too many to list (at most 100000); count them with countPaths"`,
    );
  });
});

test("the names from before there was a namespace are the same functions", () => {
  const { nodes, ...others } = library;
  expect(nodes).toBe(topologicalOrder);
  for (const name of ["edges", "trace", "forwardMode", "paths", "countPaths"] as const) {
    expect(others[name]).toBe(graph[name]);
  }
});
