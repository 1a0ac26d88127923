import { np, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import { refusal } from "../numpy/goldenArrays.ts";

const leaf = (values: number | number[]): Tensor => torch.tensor(values, { requiresGrad: true });
const plain = (values: number | number[]): Tensor => torch.tensor(values);

// ---- gradients ------------------------------------------------------------------------------

test("gradients add up over passes until they are cleared", () => {
  const x = leaf([1, 2]);
  expect(x.grad).toBeNull();
  x.mul(3).sum().backward();
  x.mul(x).sum().backward();
  expect(x.grad?.tolist()).toEqual([5, 7]);
  expect(x.grad?.requiresGrad).toBe(false);
  x.grad?.zero_();
  expect(x.grad?.tolist()).toEqual([0, 0]);
  x.sum().backward();
  expect(x.grad?.tolist()).toEqual([1, 1]);
  x.grad = null;
  expect(x.grad).toBeNull();
});

// What PyTorch 2.13 prints: tensor([4.]) tensor([4.]) at the leaf, tensor([2.]) tensor([7.]) else.
test("a grad that is held follows the next pass at a leaf, and not at a result", () => {
  const x = leaf([3]);
  x.mul(2).sum().backward();
  const atLeaf = x.grad;
  x.mul(2).sum().backward();
  expect(`${atLeaf} ${x.grad}`).toBe("tensor([4.]) tensor([4.])");
  const y = x.mul(1);
  y.retainGrad();
  y.mul(2).sum().backward(null, { retainGraph: true });
  const atResult = y.grad;
  y.mul(5).sum().backward();
  expect(`${atResult} ${y.grad}`).toBe("tensor([2.]) tensor([7.])");
});

test("the gradient that was given is not written to", () => {
  const x = leaf([1]);
  const upstream = plain([5]);
  x.clone().backward(upstream);
  x.clone().backward(upstream);
  x.grad?.zero_();
  expect([upstream.tolist(), x.grad?.tolist()]).toEqual([[5], [0]]);
});

test("backward(gradient) weighs what is not a single number", () => {
  const x = leaf([1, 2, 3]);
  x.mul(2).backward(plain([1, 0.1, 10]));
  expect(String(x.grad)).toBe("tensor([ 2.0000,  0.2000, 20.0000])");
});

test("backward of what is not a single number is refused, with what to do", () => {
  const y = leaf([1, 2]).mul(2);
  expect(refusal(() => y.backward())).toBe(
    "backward: shape [2] is not a single number; " +
      "give the gradient of a loss by it, or take its sum() or mean() first",
  );
  expect(refusal(() => y.backward(plain([1, 2, 3])))).toBe(
    "backward: the gradient is float32 of shape [3], the tensor float32 of shape [2]; make it so",
  );
  const double = torch.tensor([1, 1], { dtype: "float64" });
  expect(refusal(() => y.backward(double))).toContain("is float64 of shape [2]");
  const whole = torch.tensor([1, 1], { dtype: "int32" });
  expect(refusal(() => y.backward(whole))).toContain("is int32 of shape [2]");
  expect(refusal(() => y.backward(null, { retain: true } as object))).toContain("no option retain");
});

test("backward of what requires no gradient is refused, with what to do", () => {
  for (const x of [plain([1]), plain([1]).mul(2), leaf([1]).detach()]) {
    expect(refusal(() => x.sum().backward())).toBe(
      "backward: nothing it was computed from requires a gradient; " +
        "make an input with { requiresGrad: true }",
    );
  }
});

test("only floats can require a gradient", () => {
  for (const dtype of ["int32", "bool"] as const) {
    const message = `requiresGrad: ${dtype} has no derivatives; use float32 or float64`;
    expect(refusal(() => torch.tensor([1], { dtype, requiresGrad: true }))).toBe(message);
    const x = torch.zeros([2], { dtype });
    expect(
      refusal(() => {
        x.requiresGrad = true;
      }),
    ).toBe(message);
  }
});

test("through ints no gradient flows", () => {
  const x = leaf([1.5, 2.5]);
  expect([x.to("int32").requiresGrad, x.greater(2).requiresGrad]).toEqual([false, false]);
  expect(x.argmax().requiresGrad).toBe(false);
  const y = x.mul(x.to("int32"));
  y.sum().backward();
  expect(x.grad?.tolist()).toEqual([1, 2]);
});

test("a tensor used twice, and a diamond, add what both ways bring", () => {
  const x = leaf([3]);
  x.mul(x).backward();
  expect(x.grad?.tolist()).toEqual([6]);

  const a = leaf(2);
  const b = a.mul(3);
  const [left, right] = [b.mul(b), b.exp()];
  left.add(right).mul(left).backward();
  const slope = (t: number) => 3 * (4 * (3 * t) ** 3 + Math.exp(3 * t) * ((3 * t) ** 2 + 6 * t));
  expect(Math.abs((a.grad?.item() ?? 0) / slope(2) - 1)).toBeLessThan(1e-6);
});

test("a chain of 100,000 operations goes back", () => {
  const x = leaf(1);
  let y: Tensor = x;
  for (let i = 0; i < 100_000; i++) y = i % 2 === 0 ? y.add(1) : y.mul(1);
  y.backward();
  expect([y.item(), x.grad?.item()]).toEqual([50_001, 1]);
});

test("a ladder of a hundred diamonds takes as many steps, not 2^100", () => {
  const x = leaf(1);
  let y: Tensor = x;
  for (let i = 0; i < 100; i++) y = y.mul(0.5).add(y.mul(0.5));
  y.backward();
  expect(x.grad?.item()).toBe(1);
});

test("nodes that share inputs with another loss keep out of the way", () => {
  const [x, w] = [leaf([1, 2]), leaf([3, 4])];
  const h = x.mul(w);
  const other = h.exp().sum();
  h.sum().backward(null, { retainGraph: true });
  expect([x.grad?.tolist(), w.grad?.tolist()]).toEqual([
    [3, 4],
    [1, 2],
  ]);
  expect(other.requiresGrad).toBe(true);
});

// ---- a second pass --------------------------------------------------------------------------

test("a second pass through a freed graph is refused, with the remedy", () => {
  const y = leaf([1, 2]).mul(2).exp().sum();
  y.backward();
  expect(refusal(() => y.backward())).toBe(
    "backward: ExpBackward0 was differentiated before, and what it saved is freed; " +
      "compute the result again, or call the first backward with { retainGraph: true }",
  );
});

test("with retainGraph a second pass adds", () => {
  const x = leaf([1, 2]);
  const y = x.mul(x).sum();
  y.backward(null, { retainGraph: true });
  y.backward();
  expect(x.grad?.tolist()).toEqual([4, 8]);
  expect(refusal(() => y.backward())).toContain("MulBackward0 was differentiated before");
});

test("what saves nothing can be differentiated again, as in PyTorch", () => {
  const x = leaf([1, 2]);
  const y = x.add(1).sub(3).neg().reshape([2, 1]).T.sum();
  y.backward();
  y.backward();
  expect(x.grad?.tolist()).toEqual([-2, -2]);
});

test("a part shared with a freed graph is refused too", () => {
  const h = leaf([1]).exp();
  h.mul(2).backward();
  expect(refusal(() => h.mul(3).backward())).toContain("ExpBackward0 was differentiated before");
});

// ---- leaves, names, detach ------------------------------------------------------------------

test("leaves and computed tensors are as PyTorch reports them", () => {
  const [x, constant] = [leaf([1]), plain([1])];
  const y = x.mul(2);
  expect([x.isLeaf, constant.isLeaf, constant.mul(2).isLeaf, y.isLeaf, y.detach().isLeaf]).toEqual([
    true,
    true,
    true,
    false,
    true,
  ]);
  expect([x.requiresGrad, constant.requiresGrad, y.requiresGrad]).toEqual([true, false, true]);
  expect([x.gradFn, String(y.gradFn), y.gradFn?.name]).toEqual([
    null,
    "<MulBackward0>",
    "MulBackward0",
  ]);
  constant.requiresGrad = true;
  expect(constant.add(1).requiresGrad).toBe(true);
  expect(
    refusal(() => {
      y.requiresGrad = false;
    }),
  ).toBe("requiresGrad: a tensor that was computed keeps it; use detach()");
});

test("a computed tensor keeps its gradient only when asked to", () => {
  const x = leaf([1, 2]);
  const [kept, lost] = [x.mul(2), x.mul(3)];
  kept.retainGrad();
  x.retainGrad();
  kept.mul(kept).add(lost).sum().backward();
  expect([kept.grad?.tolist(), lost.grad, x.grad?.tolist()]).toEqual([[4, 8], null, [11, 19]]);
  expect(refusal(() => plain([1]).retainGrad())).toBe(
    "retainGrad: this tensor does not require a gradient",
  );
});

test("a result that retains its gradient has it though it is the root", () => {
  const y = leaf([2]).mul(3);
  y.retainGrad();
  y.backward();
  expect(y.grad?.tolist()).toEqual([1]);
});

test("detach shares the elements and cuts the graph", () => {
  const x = leaf([1, 2]);
  const d = x.detach();
  d.mul_(10);
  expect([x.tolist(), d.requiresGrad]).toEqual([[10, 20], false]);
  x.mul(x.detach()).sum().backward();
  expect(x.grad?.tolist()).toEqual([10, 20]);
});

test("numpy() and fromNumpy share the elements, tensor() copies them", () => {
  const a = np.array([1, 2]);
  const [shared, copied] = [torch.fromNumpy(a), torch.tensor(a)];
  a.set([0], 9);
  expect([shared.tolist(), copied.tolist()]).toEqual([
    [9, 2],
    [1, 2],
  ]);
  expect(shared.numpy()).toBe(a);
  expect(refusal(() => leaf([1]).numpy())).toBe(
    "numpy: this tensor requires a gradient; use detach().numpy()",
  );
});
