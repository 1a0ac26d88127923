import { F, nn, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import golden from "../golden/activations.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

type Numbers = readonly (number | readonly number[])[];

const double = (values: Numbers): Tensor =>
  torch.tensor(values, { dtype: "float64", requiresGrad: true });

const numbers = (x: Tensor | null): number[] => [...(x as Tensor).detach().numpy().data];

function expectClose(found: readonly number[], wanted: readonly number[], what = ""): void {
  expect(found.length, what).toBe(wanted.length);
  wanted.forEach((x, i) => {
    const isClose = Math.abs(found[i] - x) <= 1e-12 * Math.max(1, Math.abs(x));
    expect(isClose, `${what}[${i}]: ${found[i]}, wanted ${x}`).toBe(true);
  });
}

// ---- activations ----------------------------------------------------------------------------

const activations: Record<keyof typeof golden.functions, (x: Tensor) => Tensor> = {
  step: F.step,
  sign: F.sign,
  sigmoid: F.sigmoid,
  tanh: F.tanh,
  relu: F.relu,
  "leakyRelu 0.1": (x) => F.leakyRelu(x, 0.1),
  "leakyRelu 0.01": (x) => F.leakyRelu(x),
  "elu 1": (x) => F.elu(x),
  "elu 0.5": (x) => F.elu(x, 0.5),
  softplus: F.softplus,
  logSigmoid: F.logSigmoid,
  hardtanh: F.hardtanh,
  relu6: F.relu6,
  rrelu: (x) => F.rrelu(x),
  maxout: (x) => F.maxout(x, x.mul(-0.5).add(1)),
  "maxout |x|": (x) => F.maxout(x, x.neg()),
};

const rows = Object.entries(activations).map(([name, f]) => ({
  name: name as keyof typeof activations,
  f,
}));

test.each(rows)("$name and its derivative are right from -1000 to 1000", ({ name, f }) => {
  const x = double(golden.grid);
  const y = f(x);
  y.sum().backward();
  expectClose(numbers(y), golden.functions[name].value, name);
  expectClose(numbers(x.grad), golden.functions[name].derivative, `derivative of ${name}`);
});

test.each(rows)("$name and its derivative are finite in float32, too", ({ f }) => {
  const x = torch.tensor(golden.grid, { requiresGrad: true });
  const y = f(x);
  y.sum().backward();
  expect([...numbers(y), ...numbers(x.grad)].filter((v) => !Number.isFinite(v))).toEqual([]);
});

type Limit = { value: (number | string)[]; derivative: (number | string)[] };

test.each(Object.entries(golden.limits as Record<string, Limit>))(
  "%s at NaN and at infinity, and its derivative there, are PyTorch's",
  (name, limit) => {
    const x = double([Number.NaN, Infinity, -Infinity]);
    const y = activations[name as keyof typeof activations](x);
    y.sum().backward();
    expect(numbers(y)).toEqual(limit.value.map(Number));
    expect(numbers(x.grad).map((v) => v + 0)).toEqual(limit.derivative.map(Number));
  },
);

test("near 0 no digit is lost", () => {
  const x = double([-1e-10]);
  expect(F.elu(x).item() / -1e-10).toBeCloseTo(1, 9);
  expect(F.tanh(x).item() / -1e-10).toBeCloseTo(1, 9);
});

test("far out the small values keep their digits", () => {
  const x = double([-50]);
  for (const f of [F.sigmoid, F.softplus]) expect(f(x).item() / Math.exp(-50)).toBeCloseTo(1, 9);
  expect(F.logSigmoid(x.neg()).item() / -Math.exp(-50)).toBeCloseTo(1, 9);
});

test("a relu that is off passes nothing on, whatever comes back", () => {
  const x = torch.tensor([-1, 2], { requiresGrad: true });
  x.relu().backward(torch.tensor([Infinity, NaN]));
  expect(x.grad?.tolist()).toEqual([0, NaN]);
});

test("the functions of F, of torch and of a tensor are one", () => {
  const x = torch.tensor([-2, 0.5]);
  expect(F.sigmoid(x).tolist()).toEqual(x.sigmoid().tolist());
  expect(torch.sigmoid(x).tolist()).toEqual(x.sigmoid().tolist());
  expect(nn.functional).toBe(F);
});

test("in training, rrelu draws PyTorch's slopes, in PyTorch's order", () => {
  for (const dtype of ["float32", "float64"] as const) {
    const { values, gradient, next } = golden.rreluInTraining[dtype];
    torch.manualSeed(3);
    const x = torch.tensor([-1, 2, -3, 0, -0.5, -1], { dtype, requiresGrad: true });
    const y = F.rrelu(x, { training: true });
    y.sum().backward();
    expect(y.tolist()).toEqual(values);
    expect(x.grad?.tolist()).toEqual(gradient);
    expect(torch.rand(1).item()).toBe(next);
  }
});

test("rrelu's slopes lie between its bounds, and spread over all of them", () => {
  torch.manualSeed(0);
  const x = torch.full([2000], -1, { dtype: "float64" });
  const slopes = numbers(F.rrelu(x, { training: true })).map((y) => -y);
  expect(Math.min(...slopes)).toBeGreaterThanOrEqual(1 / 8);
  expect(Math.max(...slopes)).toBeLessThanOrEqual(1 / 3);
  expect(Math.min(...slopes)).toBeLessThan(0.127);
  expect(Math.max(...slopes)).toBeGreaterThan(0.331);
  const own = numbers(F.rrelu(x, { training: true, lower: 2, upper: 3 }));
  expect(own.every((y) => y <= -2 && y >= -3)).toBe(true);
});

// ---- softmax and losses -----------------------------------------------------------------------

test("softmax and logSoftmax of large inputs do not overflow", () => {
  const z = double(golden.rows);
  expectClose(numbers(F.softmax(z, 1)), golden.softmax.flat());
  expectClose(numbers(F.logSoftmax(z, -1)), golden.logSoftmax.flat());
});

test("cross entropy of large logits is PyTorch's", () => {
  const z = double(golden.rows);
  const loss = F.crossEntropy(z, [2, 1]);
  loss.backward();
  expect(loss.item()).toBeCloseTo(golden.crossEntropy.loss, 10);
  expectClose(numbers(z.grad), golden.crossEntropy.gradient.flat());
  const target = torch.tensor([2, 1], { dtype: "int32" });
  expect(F.crossEntropy(z, target).item()).toBe(loss.item());
});

test("binary cross entropy with logits is right at ±1000", () => {
  for (const { target, loss, gradient } of golden.binaryCrossEntropyWithLogits) {
    const z = double(golden.logits);
    const t = torch.full([5], target, { dtype: "float64" });
    const each = F.binaryCrossEntropyWithLogits(z, t, { reduction: "none" });
    each.sum().backward();
    expectClose(numbers(each), loss);
    expectClose(numbers(z.grad), gradient);
  }
});

test("binary cross entropy with an infinite logit is infinite where it is wrong", () => {
  const z = double([Infinity, Infinity, Infinity]);
  const t = torch.tensor([0, 0.3, 1], { dtype: "float64" });
  const each = F.binaryCrossEntropyWithLogits(z, t, { reduction: "none" });
  each.sum().backward();
  expect(numbers(each)).toEqual(golden.infiniteLogits.loss.map(Number));
  expectClose(numbers(z.grad), golden.infiniteLogits.gradient.map(Number));
});

test("a class masked by a logit of -Infinity has the gradient 0", () => {
  const z = double([
    [0, -Infinity, 1],
    [-Infinity, -1, 0.5],
  ]);
  const loss = F.crossEntropy(z, [0, 2]);
  loss.backward();
  expect(loss.item()).toBeCloseTo(golden.maskedCrossEntropy.loss, 12);
  expectClose(numbers(z.grad), golden.maskedCrossEntropy.gradient.flat());
});

test("a certain and wrong probability costs 100, as in PyTorch, and its gradient is finite", () => {
  const p = double([0, 1]);
  const loss = F.binaryCrossEntropy(p, torch.tensor([1, 0], { dtype: "float64" }));
  loss.backward();
  expect(loss.item()).toBe(100);
  expect(numbers(p.grad).every(Number.isFinite)).toBe(true);
});

test("what is not a probability is refused, with the remedy", () => {
  const one = torch.tensor([1]);
  for (const p of [1.5, -0.5, Number.NaN]) {
    expect(refusal(() => F.binaryCrossEntropy(torch.tensor([p]), one))).toBe(
      `binaryCrossEntropy: input ${p} is not a probability; ` +
        "apply sigmoid, or use binaryCrossEntropyWithLogits",
    );
  }
});

test("ints are taken in the default dtype, by random functions too", () => {
  const x = torch.full([50], -5, { dtype: "int32" });
  for (const y of [F.dropout(x, 0.3), F.rrelu(x, { training: true }), F.leakyRelu(x)]) {
    expect(y.dtype).toBe("float32");
    expect(numbers(y).every((v) => v === 0 || !Number.isInteger(v))).toBe(true);
  }
  expect(F.mseLoss(x, x).dtype).toBe("float32");
});

test("rrelu in training lets infinity through", () => {
  const x = torch.tensor([Infinity]);
  expect(F.rrelu(x, { training: true }).tolist()).toEqual([Infinity]);
});

test("half the mean squared error has the derivative (p - y) / m", () => {
  const p = double([3, 5]);
  const loss = F.halfMseLoss(p, torch.tensor([1, 8], { dtype: "float64" }));
  loss.backward();
  expect(loss.item()).toBe((4 + 9) / 4);
  expect(p.grad?.tolist()).toEqual([1, -1.5]);
});

test("hinge and perceptron charge what their definitions say", () => {
  const [z, t] = [double([2, 0.5, -1, 0]), double([1, 1, 1, -1])];
  expect(F.hingeLoss(z, t, { reduction: "none" }).tolist()).toEqual([0, 0.5, 2, 1]);
  expect(F.perceptronLoss(z, t, { reduction: "none" }).tolist()).toEqual([0, 0, 1, 0]);
});

test.each([
  "mseLoss",
  "halfMseLoss",
  "binaryCrossEntropy",
  "binaryCrossEntropyWithLogits",
  "hingeLoss",
  "perceptronLoss",
] as const)("%s refuses shapes that differ, and names both", (name) => {
  const who = name === "halfMseLoss" ? "mseLoss" : name;
  expect(refusal(() => F[name](torch.zeros(3, 1), torch.zeros(3)))).toBe(
    `${who}: input and target have shapes [3, 1] and [3]; reshape one of them`,
  );
});

test("a loss refuses what it does not know", () => {
  const x = torch.zeros(2);
  expect(refusal(() => F.mseLoss(x, x, { reduction: "avg" as "sum" }))).toBe(
    "mseLoss: there is no reduction avg; use mean, sum or none",
  );
  expect(refusal(() => F.mseLoss(x, x, { reduce: "sum" } as object))).toContain("no option reduce");
  expect(refusal(() => F.crossEntropy(torch.zeros(2, 3), [0, 3]))).toBe(
    "crossEntropy: target 1 is 3; give a class from 0 to 2",
  );
  expect(refusal(() => F.crossEntropy(torch.zeros(2, 3), [0]))).toBe(
    "crossEntropy: input of shape [2, 3], target of [1]; give logits [m, classes] and m class numbers",
  );
  expect(refusal(() => F.crossEntropy(torch.zeros(3), [0]))).toContain("input of shape [3]");
  expect(
    refusal(() => F.crossEntropy(torch.zeros(2, 3), [0, 1], { reduction: "avg" as "sum" })),
  ).toBe("crossEntropy: there is no reduction avg; use mean, sum or none");
});

// ---- dropout ----------------------------------------------------------------------------------

test("dropout drops a share of p, scales the others, and keeps the mean", () => {
  torch.manualSeed(0);
  const x = torch.ones([10000], { requiresGrad: true });
  const y = F.dropout(x, 0.2);
  const values = numbers(y);
  expect(new Set(values)).toEqual(new Set([0, 1.25]));
  const dropped = values.filter((v) => v === 0).length;
  expect(Math.abs(dropped - 2000)).toBeLessThan(5 * Math.sqrt(10000 * 0.2 * 0.8));
  y.sum().backward();
  expect(numbers(x.grad)).toEqual(values);
});

test("dropout leaves everything in evaluation, and nothing at p = 1", () => {
  const x = torch.rand(5);
  expect(F.dropout(x, 0.5, false)).toBe(x);
  expect(F.dropout(x, 0)).toBe(x);
  expect(F.dropout(x, 1).tolist()).toEqual([0, 0, 0, 0, 0]);
  expect(refusal(() => F.dropout(x, 1.5))).toBe("dropout: p is 1.5; give a number from 0 to 1");
});

test("dropout of everything draws no random numbers, as in PyTorch", () => {
  torch.manualSeed(0);
  const first = torch.rand(1).item();
  torch.manualSeed(0);
  const x = torch.tensor([1, Number.NaN, Infinity], { requiresGrad: true });
  const y = F.dropout(x, 1);
  expect(y.tolist()).toEqual([0, Number.NaN, Number.NaN]);
  expect(torch.rand(1).item()).toBe(first);
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([0, 0, 0]);
});

test("linear accepts any dims before the features", () => {
  const weight = torch.tensor(
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
    { dtype: "float64" },
  );
  const x = torch.ones([2, 1, 3], { dtype: "float64" });
  expect(F.linear(x, weight).tolist()).toEqual([[[6, 15]], [[6, 15]]]);
  const narrow: Tensor = torch.zeros(2, 5);
  expect(refusal(() => F.linear(narrow, weight))).toBe("linear wants 3 features, got shape [2, 5]");
});
