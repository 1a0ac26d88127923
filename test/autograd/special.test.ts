// NaN, infinities and zero: values and gradients as PyTorch has them.
import { F, NDArray, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import golden from "../golden/torch-special.json" with { type: "json" };
import { perform } from "../torch/goldenTensors.ts";

type Case = (typeof golden)[number];

const numberIn = (text: string): number =>
  Number(text.replace("inf", "Infinity").replace("nan", "NaN"));

const row = torch.tensor([true, false, true, false, true, false]);

function result({ op, args }: Case, inputs: Tensor[]): Tensor {
  if (op === "crossEntropy") {
    return F.crossEntropy(inputs[0], [args[0] as number], { reduction: "none" });
  }
  return op === "at" ? inputs[0].at(row) : perform({ op, args }, inputs);
}

/** Which entries differ from PyTorch's by more than rounding. */
function differences(case_: Case): string[] {
  const inputs = case_.inputs.map(({ shape, data }) =>
    torch.tensor(new NDArray(Float64Array.from(data, numberIn), shape), { requiresGrad: true }),
  );
  const y = result(case_, inputs);
  y.sum().backward();
  const found = [y, ...inputs.map((x) => x.grad as Tensor)].map((x) => x.detach().numpy().data);
  return [case_.values, ...case_.grads].flatMap((wanted, which) =>
    wanted.flatMap((text, i) => {
      const [x, expected] = [found[which][i], numberIn(text)];
      if (Object.is(x + 0, expected + 0)) return [];
      if (Math.abs(x - expected) <= 1e-12 * Math.max(1, Math.abs(expected))) return [];
      const at = case_.inputs.map(({ data }) => data[i]).join(", ");
      const what = which === 0 ? "value" : `gradient ${which - 1}`;
      return [`${case_.op}(${case_.args}) ${what} at ${at}: ${x}, PyTorch ${text}`];
    }),
  );
}

const operations = [...new Set(golden.map(({ op }) => op))];

// Where the logit is -∞ and the target above 0 the loss is infinite; PyTorch computes ∞ - ∞.
const mended = [
  "binaryCrossEntropyWithLogits(none) value at -inf, 0.25: Infinity, PyTorch nan",
  "binaryCrossEntropyWithLogits(none) value at -inf, 1.0: Infinity, PyTorch nan",
];

test.each(operations)("%s is PyTorch's at NaN, infinities and zero", (op) => {
  const cases = golden.filter((one) => one.op === op);
  const found = cases.flatMap(differences);
  expect(found).toEqual(mended.filter((text) => text.startsWith(`${op}(`)));
});

// PyTorch has neither as one operation: these are its values of relu(1 - t z) and relu(-t z).
test("hinge and perceptron loss pass a NaN on, to their gradients too", () => {
  for (const loss of [F.hingeLoss, F.perceptronLoss]) {
    const z = torch.tensor([Number.NaN, 0.5], { requiresGrad: true });
    const y = loss(z, torch.tensor([1, 1]), { reduction: "none" });
    y.sum().backward();
    expect([y.at(0).item(), z.grad?.at(0).item()]).toEqual([Number.NaN, -1]);
  }
});
