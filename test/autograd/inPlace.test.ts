import { F, optim, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import { refusal } from "../numpy/goldenArrays.ts";

const leaf = (values: number | number[]): Tensor => torch.tensor(values, { requiresGrad: true });
const plain = (values: number | number[]): Tensor => torch.tensor(values);

test("under noGrad a leaf changes in place, and nothing is recorded", () => {
  const x = leaf([1, 2]);
  torch.noGrad(() => x.sub_(plain([0.5, 1])).mul_(2));
  expect([x.tolist(), x.requiresGrad, x.isLeaf]).toEqual([[1, 2], true, true]);
  expect(torch.noGrad(() => x.mul(2)).requiresGrad).toBe(false);
  expect(torch.isGradEnabled()).toBe(true);
});

const inPlace: Record<string, (x: Tensor) => unknown> = {
  add_: (x) => x.add_(1),
  sub_: (x) => x.sub_(plain([1, 1])),
  mul_: (x) => x.mul_(2),
  div_: (x) => x.div_(2),
  fill_: (x) => x.fill_(3),
  zero_: (x) => x.zero_(),
  copy_: (x) => x.copy_(plain([3, 4])),
  set: (x) => x.set([0], 5),
};

test.each(Object.keys(inPlace))(
  "%s of what requires a gradient is refused outside noGrad",
  (who) => {
    for (const x of [leaf([1, 2]), leaf([1, 2]).mul(1)]) {
      expect(refusal(() => inPlace[who](x))).toBe(
        `${who}: this tensor requires a gradient; write torch.noGrad(() => …)`,
      );
      expect(x.tolist()).toEqual([1, 2]);
    }
  },
);

test.each(Object.keys(inPlace))("%s of what a graph saved is noticed", (who) => {
  const [x, constant] = [leaf([1, 2]), plain([3, 4])];
  const y = x.mul(constant);
  inPlace[who](constant);
  expect(refusal(() => y.sum().backward())).toBe(
    "backward: MulBackward0 (shape [2]) saved its input 1, which was changed in place; " +
      "change it after backward, or change a clone()",
  );
});

test("a change through detach, or of a saved output, is noticed", () => {
  const x = leaf([1, 2]);
  const y = x.exp();
  y.detach().zero_();
  expect(refusal(() => y.sum().backward())).toContain("ExpBackward0 (shape [2]) saved its output");
});

test("a change of what nothing saved is fine", () => {
  const [x, constant] = [leaf([1, 2]), plain([3, 4])];
  const y = x.add(constant);
  constant.zero_();
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([1, 1]);
});

// In PyTorch 2.13 each of these passes, too: the derivative reads nothing that was changed.
test("a change of what no derivative reads is fine", () => {
  const x = leaf([1, 2]);
  const h = x.mul(1);
  const y = h.mul(2).add(h.div(4));
  h.detach().zero_();
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([2.25, 2.25]);

  const [w, constant] = [leaf([3, 4]), plain([5, 6])];
  const z = constant.mul(w);
  torch.noGrad(() => w.zero_());
  z.sum().backward();
  expect(w.grad?.tolist()).toEqual([5, 6]);

  const [inputs, weights] = [torch.ones(2, 3), torch.ones([1, 3], { requiresGrad: true })];
  const loss = F.linear(inputs, weights).mean();
  loss.backward(null, { retainGraph: true });
  new optim.SGD([weights], { lr: 0.1 }).step();
  loss.backward();
  expect(weights.grad?.tolist()).toEqual([[2, 2, 2]]);
});

test("a mask or an index that changed is noticed, as in PyTorch", () => {
  const [x, mask] = [leaf([1, 2]), torch.tensor([true, false])];
  for (const y of [x.at(mask), torch.where(mask, x, 0)]) {
    mask.fill_(1);
    expect(refusal(() => y.sum().backward())).toContain("saved a mask or an index, which was");
  }
});

test("what is assigned to data is unseen by the graph: its gradients are of the old elements", () => {
  const x = leaf([1, 2]);
  const y = x.mul(x);
  x.data = plain([10, 20]);
  y.sum().backward();
  expect([x.tolist(), x.grad?.tolist()]).toEqual([
    [10, 20],
    [2, 4],
  ]);
  expect(x.data.requiresGrad).toBe(false);
  expect(
    refusal(() => {
      x.data = plain([1, 2, 3]);
    }),
  ).toBe("data: shape [3] is not [2], the tensor's; reshape what you give");
});

test("what is written in place keeps its shape and dtype", () => {
  const x = plain([1, 2]);
  expect(refusal(() => x.add_(torch.zeros(3, 2)))).toBe(
    "add_: shape [3, 2] is not [2], the tensor's; reshape what you give",
  );
  x.add_(torch.tensor([0.5, 0.25], { dtype: "float64" }));
  expect([x.dtype, x.tolist()]).toEqual(["float32", [1.5, 2.25]]);
  const whole = torch.tensor([1, 2], { dtype: "int32" });
  expect(refusal(() => whole.mul_(0.3))).toBe("mul_: 0.3 is not an int32; use float64");
  expect(refusal(() => whole.fill_(0.5))).toBe("fill_: 0.5 is not an int32; use float64");
  expect(whole.tolist()).toEqual([1, 2]);
  expect(torch.zeros([2], { dtype: "bool" }).fill_(3).toString()).toBe("tensor([True, True])");
});

test("noGrad refuses async functions, and recording goes on after a throw", () => {
  expect(refusal(() => torch.noGrad(async () => 1))).toBe(
    "noGrad: the function is async; await outside of it",
  );
  expect(refusal(() => torch.noGrad(() => JSON.parse("{")))).toContain("JSON");
  expect(torch.isGradEnabled()).toBe(true);
  const after = torch.noGrad(() => [torch.noGrad(torch.isGradEnabled), torch.isGradEnabled()]);
  expect(after).toEqual([false, false]);
});

test("a base without a gradient is read by the exponent's derivative", () => {
  const [base, exponent] = [torch.tensor([2]), torch.tensor([3], { requiresGrad: true })];
  const y = base.pow(exponent).sum();
  base.mul_(2);
  expect(refusal(() => y.backward())).toContain("changed in place");
});
