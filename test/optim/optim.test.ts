import { optim, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import golden from "../golden/torch-nn.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

const leaf = (values: number | number[]): Tensor =>
  torch.tensor(values, { dtype: "float64", requiresGrad: true });

const camel = (name: string): string => name.replace(/_(.)/g, (_, c: string) => c.toUpperCase());

function make(name: string, parameters: Tensor[], options: object) {
  const own = Object.fromEntries(Object.entries(options).map(([key, x]) => [camel(key), x]));
  return new optim[name as "SGD" | "RMSprop" | "Adam"](parameters, own);
}

const A = torch.tensor(
  [
    [1, 2],
    [0, 3],
  ],
  { dtype: "float64" },
);

test.each(golden.trajectories)("$name $options moves as PyTorch's for 50 steps", (one) => {
  const [w, p] = [leaf([1.5, -0.75]), leaf(3)];
  const optimizer = make(one.name, [w, p], one.options);
  expect(one.points.length).toBe(50);
  for (const [step, wanted] of one.points.entries()) {
    optimizer.zeroGrad();
    const curved = A.matmul(w).pow(2).sum().add(w.sin().sum());
    curved.add(p.sub(1).pow(4)).backward();
    optimizer.step();
    const found = [...(w.detach().tolist() as number[]), p.item()];
    const far = wanted.filter(
      (x, i) => !(Math.abs(found[i] - x) <= 1e-10 * Math.max(1, Math.abs(x))),
    );
    expect(far, `step ${step}: ${found}, PyTorch ${wanted}`).toEqual([]);
  }
});

test("a step moves the parameters in place, and leaves alone what has no gradient", () => {
  const [w, unused] = [leaf([1, 2]), leaf([5])];
  const { array } = w as unknown as { array: object };
  const optimizer = new optim.SGD([w, unused], { lr: 0.5, weightDecay: 0.1 });
  w.sum().backward();
  optimizer.step();
  expect((w as unknown as { array: object }).array).toBe(array);
  expect(w.tolist()).toEqual([1 - 0.5 * 1.1, 2 - 0.5 * 1.2]);
  expect(unused.tolist()).toEqual([5]);
  expect([w.requiresGrad, w.isLeaf]).toEqual([true, true]);
});

test("weight decay of 1 adds the parameter to its gradient", () => {
  const w = leaf([2]);
  w.sum().backward();
  new optim.SGD([w], { lr: 0.5, weightDecay: 1 }).step();
  expect(w.tolist()).toEqual([2 - 0.5 * (1 + 2)]);
});

test("zeroGrad clears, and without it gradients add up", () => {
  const w = leaf([1]);
  const optimizer = new optim.SGD([w], { lr: 1 });
  w.sum().backward();
  w.sum().backward();
  expect(w.grad?.tolist()).toEqual([2]);
  optimizer.zeroGrad();
  expect(w.grad).toBeNull();
  optimizer.step();
  expect(w.tolist()).toEqual([1]);
});

test("the learning rate may change between steps", () => {
  const w = leaf([0]);
  const optimizer = new optim.SGD([w], { lr: 1 });
  w.sum().backward();
  optimizer.step();
  optimizer.lr = 0.25;
  optimizer.step();
  expect(w.tolist()).toEqual([-1.25]);
});

test("a graph that saved a parameter notices the step", () => {
  const w = leaf([2]);
  const optimizer = new optim.SGD([w], { lr: 0.1 });
  const loss = w.mul(w).sum();
  loss.backward(null, { retainGraph: true });
  optimizer.step();
  expect(refusal(() => loss.backward())).toContain("was changed in place");
});

test.each([
  ["SGD", { lr: -1 }, "SGD: lr is -1; give a number >= 0"],
  ["SGD", { lr: Number.NaN }, "SGD: lr is NaN; give a number >= 0"],
  ["SGD", { momentum: -0.5 }, "SGD: momentum is -0.5; give a number >= 0"],
  ["SGD", { weightDecay: -1 }, "SGD: weightDecay is -1; give a number >= 0"],
  ["SGD", { nesterov: true }, "SGD: nesterov needs a momentum above 0 and no dampening"],
  [
    "SGD",
    { nesterov: true, momentum: 0.9, dampening: 0.1 },
    "SGD: nesterov needs a momentum above 0 and no dampening",
  ],
  ["SGD", { rate: 1 }, "SGD: no option rate; it knows lr"],
  ["RMSprop", { alpha: -1 }, "RMSprop: alpha is -1; give a number >= 0"],
  ["RMSprop", { eps: -1 }, "RMSprop: eps is -1; give a number >= 0"],
  ["RMSprop", { momentum: -1 }, "RMSprop: momentum is -1; give a number >= 0"],
  ["RMSprop", { betas: [0, 0] }, "RMSprop: no option betas"],
  ["Adam", { betas: [1, 0.9] }, "Adam: betas[0] is 1; give 0 <= beta < 1"],
  ["Adam", { betas: [0.9, -0.1] }, "Adam: betas[1] is -0.1; give 0 <= beta < 1"],
  ["Adam", { betas: [0.9] }, "Adam: betas is [0.9]; give two numbers, as in [0.9, 0.999]"],
  ["Adam", { betas: 0.9 }, "Adam: betas is 0.9; give two numbers, as in [0.9, 0.999]"],
  ["SGD", { lr: "0.1" }, 'SGD: lr is "0.1"; give a number >= 0'],
  ["SGD", { dampening: "0" }, 'SGD: dampening is "0"; give a finite number'],
  ["RMSprop", { alpha: [0.9] }, "RMSprop: alpha is [0.9]; give a number >= 0"],
  ["Adam", { eps: -1 }, "Adam: eps is -1; give a number >= 0"],
  ["Adam", { momentum: 0.9 }, "Adam: no option momentum"],
])("%s refuses %j", (name, options, message) => {
  expect(refusal(() => make(name, [leaf([1])], options))).toContain(message);
});

test("numbers out of range are RangeErrors, other types TypeErrors", () => {
  const sgd = (lr: unknown) => () => new optim.SGD([leaf([1])], { lr: lr as number });
  expect(sgd(-1)).toThrow(RangeError);
  expect(sgd("0.1")).toThrow(TypeError);
  expect(sgd([0.1])).toThrow(TypeError);
});

test("an optimiser refuses what it cannot move", () => {
  expect(refusal(() => new optim.Adam([]))).toBe(
    "Adam: there are no parameters; give model.parameters(), which finds those in public fields",
  );
  const module = {} as unknown as Tensor[];
  expect(refusal(() => new optim.SGD(module))).toContain("give model.parameters()");
  expect(refusal(() => new optim.SGD([0.1 as unknown as Tensor]))).toBe(
    "SGD: parameter 0 is not a tensor; give model.parameters()",
  );
  const computed = leaf([1]).mul(2);
  for (const wrong of [torch.zeros(2), computed]) {
    expect(refusal(() => new optim.SGD([leaf([1]), wrong]))).toBe(
      "SGD: parameter 1 is not a leaf that requires a gradient",
    );
  }
});

test("a weight decay of 1 adds the parameter to its gradient", () => {
  const w = leaf([1, 2]);
  w.sum().backward();
  new optim.SGD([w], { lr: 0.5, weightDecay: 1 }).step();
  expect(w.tolist()).toEqual([1 - 0.5 * 2, 2 - 0.5 * 3]);
});
