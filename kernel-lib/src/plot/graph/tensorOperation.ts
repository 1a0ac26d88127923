import { NDArray } from "../../numpy/ndarray.js";
import type { Tensor } from "../../torch/tensor.js";
import { label } from "../figure/text.js";

/** An operation's input: a tensor, or a plain number. */
export type TensorInput = Tensor | number;

/** What a tensor was computed from. */
export const inputsOf = ({ gradFn }: Tensor): readonly TensorInput[] =>
  (gradFn?.inputs ?? []) as readonly TensorInput[];

// ---- how an operation is written ----------------------------------------------------------

const product = "@";
const symbols: { readonly [operation: string]: string } = {
  Add: "+",
  Sub: "-",
  Mul: "·",
  Div: "/",
  Neg: "-",
  Pow: "^",
  Sum: "Σ",
  Sigmoid: "σ",
  Mm: product,
  Mv: product,
  Dot: product,
  Bmm: product,
  Addmm: "linear",
  Permute: "transpose",
  View: "reshape",
};
const written: { readonly [operation: string]: (x: readonly string[]) => string } = {
  Neg: ([x]) => `-${x}`,
  Pow: (x) => x.join("^"),
  Addmm: ([x, W, b]) => `${x} @ ${W}ᵀ + ${b}`,
  Permute: ([x]) => `${x}ᵀ`,
  Sum: ([x]) => `Σ ${x}`,
};

/** "MulBackward0" -> "Mul"; a vector times a matrix has PyTorch's name of its last step. */
const plainName = (name: string): string =>
  name === "SqueezeBackward4" ? "Mm" : name.replace(/Backward\d+$/, "");

/** The operation's symbol: "+", "@", "σ", or its name: "relu". */
export function symbolOf(name: string): string {
  const plain = plainName(name);
  return symbols[plain] ?? plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** The operation with its inputs in place: "a + b", "x @ Wᵀ + b", "relu(z)". */
export function formulaOf(name: string, x: readonly string[]): string {
  const plain = plainName(name);
  const symbol = symbolOf(name);
  if (written[plain]) return written[plain](x);
  return /^[-+·/@]$/.test(symbol) ? x.join(` ${symbol} `) : `${symbol}(${x.join(", ")})`;
}

// ---- its numbers --------------------------------------------------------------------------

export const isSingle = (x: TensorInput): boolean => typeof x === "number" || x.numel() === 1;
export const numberOf = (x: TensorInput): number => (typeof x === "number" ? x : x.item());

const arraysOf = (tensor: Tensor): never[] =>
  inputsOf(tensor).map((x) => (typeof x === "number" ? x : x.array)) as never[];

/** ∂tensor/∂input, where both are single numbers and the operation has it. */
export function localDerivative(tensor: Tensor, input: number): number | undefined {
  const derivative = tensor.gradFn?.operation.derivatives[input];
  if (!derivative || !isSingle(tensor) || !isSingle(inputsOf(tensor)[input])) return undefined;
  const { data, shape } = tensor.array;
  const one = new NDArray(data.slice().fill(1), shape);
  return derivative.of(one, tensor.array, ...arraysOf(tensor)).item();
}

/** Would the operation give another result now, because an input was changed in place? */
export function isOutdated(tensor: Tensor): boolean {
  const { data } = tensor.array;
  const anew = tensor.gradFn?.operation.forward(...arraysOf(tensor)).data;
  return anew?.some((value: number, i: number) => !Object.is(value, data[i])) ?? false;
}

/** An array in full where that is short: "3", "[1, 2]", "[[1, 2], [3, 4]]"; else its shape. */
export function textOf({ array }: Tensor, most: number): string {
  if (array.size === 1) return label(array.item());
  const write = (x: unknown): string =>
    Array.isArray(x) ? `[${x.map(write).join(", ")}]` : label(Number(x));
  const text = array.size > most ? "" : write(array.tolist());
  return text === "" || text.length > most ? `shape [${array.shape.join(", ")}]` : text;
}

/** A gradient in full where that is short, else its norm. */
export function gradientText(gradient: Tensor, most: number): string {
  const text = textOf(gradient, most);
  if (!text.startsWith("shape")) return text;
  const squares = Array.from(gradient.array.data).reduce((sum, g) => sum + g * g, 0);
  return `‖·‖ ${label(Math.sqrt(squares))}`;
}
