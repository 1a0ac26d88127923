import { expect, test } from "vitest";
import { formatTensor, type TensorNotes, torchSize } from "../../kernel-lib/src/torch/print.ts";
import golden from "../golden/torch-print.json" with { type: "json" };
import { restore } from "../numpy/goldenPrints.ts";

const name = (of: { name: string; dtype: string }) => `${of.name}, ${of.dtype}`;

test.each([...new Set(golden.cases.map(name))])("%s: prints as in PyTorch", (wanted) => {
  for (const expected of golden.cases.filter((one) => name(one) === wanted)) {
    expect(formatTensor(restore(expected), expected.notes as TensorNotes)).toBe(expected.repr);
  }
});

test("a shape prints as torch.Size", () => {
  expect([[1, 3], [3], []].map((shape) => `${torchSize(shape)}`)).toEqual([
    "torch.Size([1, 3])",
    "torch.Size([3])",
    "torch.Size([])",
  ]);
});
