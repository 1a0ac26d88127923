// Every differentiable operation against PyTorch: values, gradients, dtypes, names and prints.
import { type DType, F, gradcheck, NDArray, type Tensor, torch } from "kernel-lib";
import { afterEach, expect, test } from "vitest";
import { number } from "../numpy/goldenArrays.ts";
import { type Case, golden, leaf, names, perform, upstream } from "../torch/goldenTensors.ts";

const cases = new Map(names.map((op) => [op, golden.cases.filter((one) => one.op === op)]));
const byOperation = [...cases].map(([op, all]) => ({ op, all }));

function run(one: Case, dtype: DType): { inputs: Tensor[]; y: Tensor } {
  const inputs = one.inputs.map((key) => leaf(key, dtype));
  const y = perform(one, inputs);
  y.backward(upstream(y));
  return { inputs, y };
}

type Stored = (number | string)[] | null;

const title = ({ op, args, inputs }: Case): string => `${op}(${args}) of ${inputs.join(", ")}`;

function expectClose(found: ArrayLike<number> | null, stored: Stored, what: string): void {
  const wanted = stored?.map(number) ?? null;
  if (wanted === null || found === null) {
    expect(found, what).toBe(wanted);
    return;
  }
  expect(found.length, what).toBe(wanted.length);
  wanted.forEach((x, i) => {
    const isClose =
      Object.is(found[i] + 0, x + 0) || Math.abs(found[i] - x) <= 1e-12 * Math.max(1, Math.abs(x));
    expect(isClose, `${what}[${i}]: ${found[i]}, PyTorch ${x}`).toBe(true);
  });
}

afterEach(() => torch.setDefaultDtype("float32"));

test("every golden operation is tested", () => {
  expect(golden.cases.filter(({ op }) => !cases.has(op))).toEqual([]);
  for (const { op, all } of byOperation) expect(all.length, op).toBeGreaterThan(0);
});

test.each(byOperation)("$op has PyTorch's values and gradients in float64", ({ all }) => {
  for (const one of all) {
    const { inputs, y } = run(one, "float64");
    expect([...y.shape], title(one)).toEqual(one.shape);
    expectClose(y.detach().numpy().data, one.values, title(one));
    inputs.forEach((x, i) => {
      const data = x.grad === null ? null : x.grad.numpy().data;
      expectClose(data, one.grads[i], `gradient ${i} of ${title(one)}`);
      if (x.grad) expect([...x.grad.shape]).toEqual([...x.shape]);
    });
  }
});

// PyTorch has neither as one operation: the golden values are of several.
const composed = ["hingeLoss", "perceptronLoss"];
const single = byOperation.filter(({ op }) => !composed.includes(op));

test.each(single)("$op prints as PyTorch's in float32, gradients and names too", ({ all }) => {
  for (const one of all) {
    const { inputs, y } = run(one, "float32");
    expect(String(y), title(one)).toBe(one.print);
    inputs.forEach((x, i) => {
      expect(String(x.grad).replace("null", "None"), title(one)).toBe(one.gradPrints[i]);
    });
  }
});

// Inputs on purpose at kinks and poles, where differences say nothing.
const kinks = /^(whole|zero|two) /;
const smooth = byOperation
  // Differences need more digits than float32 has.
  .filter(({ op }) => op !== "toFloat32")
  .map(({ op, all }) => ({
    op,
    all: all.filter(({ inputs }) => !inputs.some((key) => kinks.test(key))),
  }));

test.each(smooth)("$op passes gradcheck", ({ all }) => {
  for (const one of all) {
    const inputs = one.inputs.map((key) => leaf(key, "float64"));
    expect(
      gradcheck((...xs: Tensor[]) => perform(one, xs), inputs),
      title(one),
    ).toBe(true);
  }
});

const copied = [
  "matmul() of any 3 #0, any 2 3 2 #1",
  "matmul() of any 2 3 #0, any 2 3 4 #1",
  "matmul() of any 2 1 2 3 #0, any 3 3 2 #1",
];

// ---- what a graph saves -----------------------------------------------------------------------

/** Writes to all elements, and leaves them as they are. */
function rewrite(x: Tensor): void {
  const elements = x.detach().numpy();
  elements.set(["..."], elements);
}

/** Does backward refuse after `meddle(y, inputs)`? */
function refuses(one: Case, meddle: (y: Tensor, inputs: Tensor[]) => unknown): boolean {
  const inputs = one.inputs.map((key) => leaf(key, "float64"));
  const y = perform(one, inputs);
  meddle(y, inputs);
  try {
    y.backward(torch.onesLike(y));
    return false;
  } catch (error) {
    expect((error as Error).message).toMatch(/changed in place|differentiated before/);
    return true;
  }
}

test.each(single)(
  "$op notices the changes in place that PyTorch notices, and no others",
  ({ all }) => {
    for (const one of all) {
      const seen = one.inputs.map((_, i) => refuses(one, (_y, xs) => rewrite(xs[i])));
      expect(
        refuses(one, (y) => rewrite(y)),
        title(one),
      ).toBe(one.savesOutput);
      // PyTorch copies a stack to multiply it so, and no change reaches the copy.
      if (copied.includes(title(one))) expect(seen).toEqual([true, true]);
      else expect(seen, title(one)).toEqual(one.savesInputs);
    }
  },
);

test.each(byOperation)("$op frees what it saved where PyTorch does", ({ all }) => {
  for (const one of all) {
    const frees = refuses(one, (y) => y.backward(torch.onesLike(y)));
    expect(frees, title(one)).toBe(one.frees);
  }
});

// ---- dtypes ---------------------------------------------------------------------------------

const ones = (dtype: string, shape: number[]): Tensor =>
  torch.tensor(
    new NDArray(
      Float64Array.from({ length: shape.length * 2 || 1 }, () => 1),
      shape,
    ),
    {
      dtype: dtype as DType,
    },
  );

function dtypeOf(op: string, x: Tensor, other: (typeof golden.promotions)[number][4]): string {
  const operand = Array.isArray(other) ? ones(other[0] as string, other[1] as number[]) : other;
  try {
    const method = (x as unknown as Record<string, (y?: unknown) => Tensor>)[op];
    return (operand === null ? method.call(x) : method.call(x, operand)).dtype;
  } catch {
    return "refused";
  }
}

test("a result's dtype is PyTorch's, for every pair of dtypes, with a number and without", () => {
  const differences = golden.promotions.filter(([standard, op, dtype, shape, other, wanted]) => {
    torch.setDefaultDtype(standard as DType);
    const found = dtypeOf(op as string, ones(dtype as string, shape as number[]), other);
    return wanted !== "refused" && found !== wanted;
  });
  expect(differences).toEqual([]);
});

test("what no dtype holds or PyTorch never promotes is refused", () => {
  const [flags, whole] = [ones("bool", [2]), ones("int32", [2])];
  expect(() => flags.neg()).toThrow('neg: not defined for bool arrays; use astype("int32")');
  expect(() => flags.sub(flags)).toThrow("sub: not defined for bool");
  expect(() => whole.matmul(ones("float32", [2]))).toThrow(
    'matmul: dtypes int32 and float32 differ; use to("int32")',
  );
  expect(() => F.linear(ones("float64", [2]), torch.ones(2, 2))).toThrow(
    'dtypes float64 and float32 differ; use to("float64")',
  );
});

test("where, cat and losses promote as arithmetic does", () => {
  const [float, whole] = [torch.tensor([0.5]), torch.tensor([2], { dtype: "int32" })];
  expect(torch.where(whole.greater(5), whole, 0.5).toString()).toBe("tensor([0.5000])");
  expect(torch.where(whole.greater(1), whole, 7).dtype).toBe("int32");
  expect(torch.cat([whole, float]).toString()).toBe("tensor([2.0000, 0.5000])");
  expect(torch.cat([whole, whole]).dtype).toBe("int32");
  expect(F.mseLoss(float, whole).toString()).toBe("tensor(2.2500)");
});
