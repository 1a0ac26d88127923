// Golden tensors, as scripts/golden/torch_autograd.py stores them, and the operations by name.
import { type DType, F, NDArray, type Tensor, torch } from "kernel-lib";
import golden from "../golden/torch-autograd.json" with { type: "json" };

export { golden };

export type Case = (typeof golden.cases)[number];
export type Arg = number | boolean | string;

const arrays: Record<string, { shape: number[]; data: number[] }> = golden.arrays;

/** A golden input as a leaf. */
export function leaf(key: string, dtype: DType): Tensor {
  const { shape, data } = arrays[key];
  return torch.tensor(new NDArray(Float64Array.from(data), shape), { dtype, requiresGrad: true });
}

/** The gradient that goes into every golden backward. */
export function upstream(y: Tensor): Tensor {
  const data = Float64Array.from({ length: y.numel() }, (_, i) => (((7 * i) % 11) - 5) / 4);
  return torch.tensor(new NDArray(data, [...y.shape]), { dtype: y.dtype });
}

const flags = [true, false, true, false, true, true];
const mask = torch.tensor(flags).reshape([2, 3]);
const rows = torch.tensor([1, 0, 1], { dtype: "int32" });
const selectors: Record<string, Tensor> = { mask, rows };

type Operation = (xs: Tensor[], args: Arg[]) => Tensor;
type Method = (...args: unknown[]) => Tensor;

const call = (x: object, name: string, ...args: unknown[]): Tensor =>
  (x as Record<string, Method>)[name](...args);

const along =
  (name: string, extra: object = {}): Operation =>
  ([x], [dim, keepdim = false]) =>
    call(x, name, dim ?? null, { keepdim, ...extra });

const reduced =
  (name: string): Operation =>
  ([x, y], [reduction]) =>
    call(F, name, x, y, { reduction });

const methods =
  "neg abs exp log sqrt tanh sin cos sigmoid relu sign clone add sub mul div pow maximum minimum matmul flatten squeeze unsqueeze transpose max min";
const functions =
  "leakyRelu elu softplus logSigmoid hardtanh relu6 rrelu softmax logSoftmax linear";
const losses =
  "mseLoss halfMseLoss binaryCrossEntropy binaryCrossEntropyWithLogits hingeLoss perceptronLoss";

const operations: Record<string, Operation> = {
  ...Object.fromEntries(
    methods
      .split(" ")
      .map((name): [string, Operation] => [
        name,
        ([x, ...others], args) => call(x, name, ...others, ...args),
      ]),
  ),
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "pow"].map((name): [string, Operation] => [
      `${name}Number`,
      ([x], [n]) => call(x, name, n),
    ]),
  ),
  ...Object.fromEntries(
    ["add", "sub", "mul", "div"].map((name): [string, Operation] => [
      `${name}Same`,
      ([x]) => call(x, name, x),
    ]),
  ),
  ...Object.fromEntries(
    functions
      .split(" ")
      .map((name): [string, Operation] => [name, (xs, args) => call(F, name, ...xs, ...args)]),
  ),
  ...Object.fromEntries(losses.split(" ").map((name) => [name, reduced(name)])),
  ...Object.fromEntries(
    ["sum", "mean", "amax", "amin", "var", "std"].map((name) => [name, along(name)]),
  ),
  varPopulation: along("var", { correction: 0 }),
  stdPopulation: along("std", { correction: 0 }),
  where: ([x, y]) => torch.where(x.greater(y), x, y),
  reshape: ([x], args) => x.reshape(args as number[]),
  squeezeDim: ([x], [dim]) => x.squeeze(dim as number),
  T: ([x]) => x.T as Tensor,
  toFloat64: ([x]) => x.to("float64"),
  toFloat32: ([x]) => x.float(),
  at: ([x], args) =>
    call(
      x,
      "at",
      ...args.map((s) => selectors[s as string] ?? (/^-?\d+$/.test(s as string) ? Number(s) : s)),
    ),
  cat: (xs, [dim]) => torch.cat(xs, dim as number),
  stack: (xs, [dim]) => torch.stack(xs, dim as number),
  maxout: ([x, ...others]) => F.maxout(x, ...others),
  crossEntropy: ([x], [reduction]) =>
    F.crossEntropy(x, [2, 0, 1, 2], { reduction: reduction as "mean" }),
};

export const names: string[] = Object.keys(operations);

export function perform({ op, args }: Pick<Case, "op" | "args">, inputs: Tensor[]): Tensor {
  const operation = operations[op];
  if (!operation) throw new Error(`no operation ${op}`);
  return operation(inputs, args);
}
