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
  expect(String(torch.tensor([0.5]))).toBe(
    "tensor([0.5000], dtype=torch.float64)".replace(", dtype=torch.float64", ""),
  );
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

test("what is no tensor is refused in words", () => {
  const x = leaf([1, 2]);
  type Loose = Record<string, (...args: unknown[]) => Tensor>;
  for (const [other, text] of [
    [undefined, "undefined"],
    ["2", "2"],
    [np.array([1, 2]), "[1. 2.]"],
  ]) {
    for (const name of ["add", "pow", "less"]) {
      expect(refusal(() => (x as unknown as Loose)[name](other))).toBe(
        `${text} is neither a tensor nor a number; use torch.tensor`,
      );
    }
  }
  for (const odd of [{ retainGraph: true }, 2]) {
    expect(refusal(() => (x.sum() as unknown as Loose).backward(odd))).toBe(
      "backward: the gradient is no tensor; options come after it, or null",
    );
  }
  expect(refusal(() => torch.zeros([1], { dtype: "float16" as DType }))).toContain(
    "zeros: no dtype float16; use float64, float32",
  );
  expect(refusal(() => torch.cat([]))).toContain("cat, stack: no tensors; give at least one");
  expect(refusal(() => torch.stack([]))).toContain("cat, stack: no tensors; give at least one");
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
