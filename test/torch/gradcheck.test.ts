import { gradcheck, NDArray, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import { refusal } from "../numpy/goldenArrays.ts";

const leaf = (values: number | number[]): Tensor => torch.tensor(values, { requiresGrad: true });
const plain = (values: number | number[]): Tensor => torch.tensor(values);

const double = (values: number | readonly number[] | readonly number[][]): Tensor =>
  torch.tensor(values, { dtype: "float64", requiresGrad: true });

test("gradcheck is true for right derivatives, and leaves the inputs alone", () => {
  const [x, y] = [double([1, 2]), double(3)];
  expect(gradcheck((a, b) => a.mul(b).add(a.pow(2)), [x, y])).toBe(true);
  expect([x.grad, y.grad, x.tolist()]).toEqual([null, null, [1, 2]]);
  expect(gradcheck((a, b) => a.mul(b), [x, y.detach()])).toBe(true);
  const empty = torch.tensor(new NDArray(new Float64Array(0), [0, 2]), { requiresGrad: true });
  expect(gradcheck((a) => a.mul(2), [empty])).toBe(true);
});

test("gradcheck names the output, the input, its entry and both values", () => {
  const wrong = (_: Tensor, b: Tensor) => b.detach().mul(b); // half of the derivative is cut off
  const b = double([
    [1, 2],
    [3, 4],
  ]);
  const message = refusal(() => gradcheck(wrong, [double([1]), b]));
  const pattern =
    /^gradcheck: output 0 by entry \[0, 0\] of input 1: backward gives 1, differences (.*)$/;
  expect(message).toMatch(pattern);
  expect(Number(pattern.exec(message)?.[1])).toBeCloseTo(2, 6);
  expect(refusal(() => gradcheck((x) => x.at(1).detach().mul(x.at(1)), [double([5, 3])]))).toMatch(
    /output 0 by entry \[1\] of input 0: backward gives 3, differences 5\.99|6\.0/,
  );
});

test("gradcheck finds a derivative that is missing altogether", () => {
  expect(refusal(() => gradcheck((x) => x.detach(), [double([5])]))).toContain(
    "backward gives 0, differences ",
  );
});

test("gradcheck refuses float32, no gradient, and options it does not know", () => {
  const f = (x: Tensor) => x.mul(2);
  expect(refusal(() => gradcheck(f, [leaf([1])]))).toBe(
    "gradcheck: input 0 is float32; use float64",
  );
  expect(refusal(() => gradcheck(f, [plain([1])]))).toBe(
    "gradcheck: none of the inputs requires a gradient; make one with { requiresGrad: true }",
  );
  expect(refusal(() => gradcheck(f, [double([1])], { step: 1 } as object))).toContain(
    "no option step",
  );
});
