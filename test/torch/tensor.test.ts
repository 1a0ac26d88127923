import { inspect } from "node:util";
import { type DType, np, type Tensor, torch } from "kernel-lib";
import { afterEach, expect, test } from "vitest";
import golden from "../golden/torch-nn.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

const leaf = (values: number | number[]): Tensor => torch.tensor(values, { requiresGrad: true });

afterEach(() => torch.setDefaultDtype("float32"));

test("numbers become float32, or what setDefaultDtype says", () => {
  expect([torch.tensor([1]).dtype, torch.ones(2).dtype, torch.tensor([true]).dtype]).toEqual([
    "float32",
    "float32",
    "bool",
  ]);
  torch.setDefaultDtype("float64");
  expect([torch.tensor([1]).dtype, torch.rand(2).dtype, torch.getDefaultDtype()]).toEqual([
    "float64",
    "float64",
    "float64",
  ]);
  // The default dtype is not printed.
  expect(String(torch.tensor([0.5]))).toBe("tensor([0.5000])");
  expect(refusal(() => torch.setDefaultDtype("int32"))).toBe(
    "setDefaultDtype: int32 is not float32 or float64",
  );
});

test("a tensor prints as PyTorch's, by toString and in the console", () => {
  const x = leaf([1, 2]);
  const texts = [x, x.mul(11), torch.zeros(1, 3).shape, x.detach(), x.to("float64")].map(String);
  expect(texts).toEqual([
    "tensor([1., 2.], requires_grad=True)",
    "tensor([11., 22.], grad_fn=<MulBackward0>)",
    "torch.Size([1, 3])",
    "tensor([1., 2.])",
    "tensor([1., 2.], dtype=torch.float64, grad_fn=<ToCopyBackward0>)",
  ]);
  expect(inspect(x)).toBe("tensor([1., 2.], requires_grad=True)");
  expect(inspect({ x })).toBe("{ x: tensor([1., 2.], requires_grad=True) }");
  expect(inspect(x.shape)).toBe("torch.Size([2])");
});

test("float64 keeps gradients in float64, and each input gets its own dtype back", () => {
  const x = leaf([1, 2]);
  const y = torch.tensor([0.1, 0.2], { dtype: "float64", requiresGrad: true });
  x.mul(y).sum().backward();
  expect([x.grad?.dtype, y.grad?.dtype]).toEqual(["float32", "float64"]);
});

test("what creates tensors creates and prints PyTorch's", () => {
  const whole = torch.tensor([1, 2], { dtype: "int32" });
  const created: Record<keyof typeof golden.created, Tensor> = {
    zeros: torch.zeros(2, 3),
    ones: torch.ones([2], { requiresGrad: true }),
    full: torch.full([2, 2], 7.5),
    eye: torch.eye(3),
    arange: torch.arange(1, 13),
    "arange by 0.3": torch.arange(-1, 1, 0.3),
    linspace: torch.linspace(-5, 5, 7),
    zerosLike: torch.zerosLike(whole),
    onesLike: torch.onesLike(whole, { dtype: "float64" }),
    bool: torch.tensor([true, false]),
    empty: torch.zeros(2, 0),
    nan: torch.tensor([Number.NaN, Infinity, -1.5]),
    many: torch.arange(1100).reshape([11, 100]),
  };
  const texts = Object.entries(created).map(([name, x]) => [name, String(x)]);
  expect(Object.fromEntries(texts)).toEqual(golden.created);
});

test("linspace rounds as PyTorch's", () => {
  for (const { dtype, args, values } of golden.linspaces) {
    torch.setDefaultDtype(dtype as DType);
    const [start, end, steps] = args as [number, number, number];
    expect(torch.linspace(start, end, steps).tolist(), `${dtype} ${args}`).toEqual(values);
  }
});

test("options that torch does not know are refused", () => {
  const wrong = { requires_grad: true } as object;
  const attempts: Record<string, () => Tensor> = {
    tensor: () => torch.tensor([1], wrong),
    zeros: () => torch.zeros([1], wrong),
    full: () => torch.full([1], 2, wrong),
    eye: () => torch.eye(2, wrong),
    onesLike: () => torch.onesLike(torch.zeros(2), wrong),
  };
  for (const [who, attempt] of Object.entries(attempts)) {
    expect(refusal(attempt)).toBe(`${who}: no option requires_grad; it knows dtype, requiresGrad`);
  }
});

test("what is not a tensor is refused in words", () => {
  const x = leaf([1, 2]);
  type Loose = Record<string, (...args: unknown[]) => Tensor>;
  for (const [other, text] of [
    [undefined, "undefined"],
    ["2", 'the string "2"'],
    [[1, 2], "an array"],
    [np.array([1, 2]), "an NDArray"],
  ]) {
    for (const name of ["add", "pow", "less"]) {
      expect(refusal(() => (x as unknown as Loose)[name](other))).toBe(
        `${text} is neither a tensor nor a number; use torch.tensor`,
      );
    }
  }
  for (const odd of [{ retainGraph: true }, 2]) {
    expect(refusal(() => (x.sum() as unknown as Loose).backward(odd))).toBe(
      "backward: the gradient is not a tensor; options come after it, or after null",
    );
  }
  expect(refusal(() => torch.zeros([1], { dtype: "float16" as DType }))).toContain(
    "zeros: no dtype float16; use float64, float32",
  );
  expect(refusal(() => torch.cat([]))).toContain(
    "cat, stack: the list of tensors is empty; give at least one",
  );
  expect(refusal(() => torch.stack([]))).toContain(
    "cat, stack: the list of tensors is empty; give at least one",
  );
});

test("a gradient has the shape of its tensor", () => {
  const x: Tensor = leaf([1, 2]);
  expect(
    refusal(() => {
      x.grad = torch.zeros(3);
    }),
  ).toBe("grad: shape [3] is not [2], the tensor's; reshape what you give");
  x.grad = torch.ones(2);
  x.sum().backward();
  expect(x.grad?.tolist()).toEqual([2, 2]);
});

test("only a tensor of its dtype and shape can be a gradient or data", () => {
  const x = leaf([1, 2]) as { grad: unknown; data: unknown };
  for (const name of ["grad", "data"] as const) {
    const assign = (value: unknown) => refusal(() => Object.assign(x, { [name]: value }));
    expect(assign(np.array([1, 2]))).toBe(`${name}: an NDArray is not a tensor; use torch.tensor`);
    expect(assign(torch.ones([2], { dtype: "float64" }))).toBe(
      `${name}: float64 is not float32, the tensor's dtype; use to("float32")`,
    );
  }
});

test("what JavaScript lets pass on a tensor is refused in words", () => {
  const x = torch.tensor([3, 1]) as Tensor as Tensor & { [index: number]: number; length: number };
  const [a, b] = [x, torch.tensor([1])] as unknown as [number, number];
  const sentence =
    "a tensor is not a number: operators do not compute with it; use add, neg, less, ..., or item()";
  for (const operate of [() => a < b, () => -a, () => a * 2, () => Math.exp(a)]) {
    expect(refusal(operate)).toBe(sentence);
  }
  expect(refusal(() => x[0])).toBe("a tensor has no elements in brackets, such as [0]; use at(0)");
  expect(
    refusal(() => {
      x[0] = 9;
    }),
  ).toBe("a tensor has no elements in brackets, such as [0]; use set([0], value)");
  expect(refusal(() => x.length)).toBe("a tensor has no length; use shape[0], or numel()");
  expect(refusal(() => Array.from(x))).toContain("a tensor has no length");
  expect([`${x}`, "x = ".concat(x as never)]).toEqual(["tensor([3., 1.])", "x = tensor([3., 1.])"]);
  const named = Object.assign(x, { label: "x" });
  expect([named.label, "shape" in x, "other" in x]).toEqual(["x", true, false]);
});

test("a copy where PyTorch gives a view is not written to", () => {
  const x: Tensor = torch.zeros(2, 3);
  const views: Record<string, Tensor> = {
    at: x.at(0),
    reshape: x.flatten(),
    T: x.T,
    transpose: x.transpose(0, 1),
    unsqueeze: x.unsqueeze(0),
    squeeze: x.squeeze(),
  };
  for (const [method, copy] of Object.entries(views)) {
    for (const tensor of [copy, copy.detach(), copy.data]) {
      expect(refusal(() => tensor.add_(1))).toBe(
        `add_: ${method} gave a copy, so the tensor it was called on would not change; ` +
          "write there with set, or take a clone() to change a copy",
      );
    }
  }
  expect(x.at(0).clone().add_(1).tolist()).toEqual([1, 1, 1]);
  expect(x.at(x.equal(0)).add_(1).numel()).toBe(6);
  const weight = x.at(0);
  weight.requiresGrad = true;
  torch.noGrad(() => weight.add_(1));
  expect([weight.tolist(), x.sum().item()]).toEqual([[1, 1, 1], 0]);
});

test("sizes and steps that PyTorch would refuse are refused in words", () => {
  type Loose = (...args: unknown[]) => Tensor;
  const sentence = "ones: give sizes, ones(2, 3), or one shape, ones([2, 3])";
  expect(refusal(() => (torch.ones as Loose)([2], [3]))).toBe(sentence);
  expect(refusal(() => (torch.ones as Loose)(2, [3]))).toBe(sentence);
  for (const steps of [undefined, -1, 2.5]) {
    expect(refusal(() => (torch.linspace as Loose)(0, 1, steps))).toBe(
      `linspace: steps is ${steps}; give a whole number >= 0`,
    );
  }
});

test("calls that PyTorch would refuse, or take otherwise, are refused in words", () => {
  type Loose = Record<string, (...args: unknown[]) => unknown>;
  const [functions, x] = [torch as unknown as Loose, torch.ones(2) as unknown as Loose];
  const calls: Record<string, () => unknown> = {
    "exp: an array is not a tensor; use torch.tensor": () => functions.exp([1, 2]),
    "softmax: an NDArray is not a tensor; use torch.tensor": () => functions.softmax(np.ones(2), 0),
    "matmul: an NDArray is not a tensor; use torch.tensor": () => x.matmul(np.ones(2)),
    "where: true is not a tensor; use torch.tensor": () => functions.where(true, x, 0),
    "cat: give a list, cat([x, y])": () => functions.cat(x, x),
    "stack: an array is not a tensor; use torch.tensor": () => functions.stack([x, [1, 2]]),
    "fromNumpy: this is not an NDArray; use torch.tensor": () => functions.fromNumpy([1]),
    "tensor: this is a tensor already; use clone(), or detach().clone()": () => functions.tensor(x),
    "full: the value is 2,2; write full([2, 3], 7)": () => functions.full(7, [2, 2]),
    "noGrad: give a function, noGrad(() => …)": () => functions.noGrad(1),
    "at: an array is not a selector; use torch.tensor([0,1])": () => x.at([0, 1]),
    'set: the selectors are not in a list; write set([0, ":"], value)': () => x.set(0, 1),
    "reshape: give one shape, reshape([2, 1])": () => x.reshape(2, 1),
    "max: all elements are compared; along a dim use amax(0)": () => x.max(0),
    "min: all elements are compared; along a dim use amin(0)": () => x.min(0),
  };
  expect(Object.values(calls).map((call) => refusal(call))).toEqual(Object.keys(calls));
});

test("what the compiler cannot know is refused with the same sentence at run time", () => {
  const [a, b]: Tensor[] = [torch.zeros(2, 3), torch.zeros(2)];
  for (const name of ["add", "sub", "mul", "div", "pow", "maximum", "minimum", "less"] as const) {
    const sentence = `${name}: shapes [2, 3] and [2] do not broadcast`;
    expect(refusal(() => a[name](b))).toBe(sentence);
  }
  expect(refusal(() => a.matmul(b))).toBe(
    "matmul: shapes [2, 3] and [2] clash: 3 columns meet 2 rows",
  );
});
