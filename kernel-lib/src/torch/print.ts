// Tensors as PyTorch prints them with its default options.
import { positional, scientific, special } from "../numpy/decimal.js";
import type { DType } from "../numpy/dtype.js";
import {
  edgeItems,
  leaves,
  type Printable,
  pythonTuple,
  type Shown,
  shownOffsets,
  threshold,
} from "../numpy/print.js";
import { type Shape, showShape } from "../numpy/shape.js";

/** A tensor's shape: an array that prints as PyTorch's, `torch.Size([1, 3])`. */
export class TorchSize extends Array<number> {
  /** map and slice give plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  override toString(): string {
    return `torch.Size(${showShape(this)})`;
  }
  static {
    const inspect = Symbol.for("nodejs.util.inspect.custom");
    Object.defineProperty(TorchSize.prototype, inspect, { value: TorchSize.prototype.toString });
  }
}

/** `from` and not `new`: Array's constructor takes one number for a length. */
export const torchSize = (shape: Shape): TorchSize => TorchSize.from(shape) as TorchSize;

// PyTorch's print options; the threshold and the edge items are NumPy's.
const precision = 4;
const lineWidth = 80;
const prefix = "tensor(";

/** The text of one entry, and the width that PyTorch pads to: that of the finite entries other than 0. */
interface Column {
  readonly cell: (x: number) => string;
  readonly width: number;
}

function column(values: readonly number[], dtype: DType): Column {
  if (dtype === "int32") return widthOf(values, String);
  if (dtype === "bool") return widthOf(values, (x) => (x ? "True" : "False"));
  const counted = values.filter((x) => Number.isFinite(x) && x !== 0);
  const write = needsExponent(counted) ? exponential : decimal(counted.every(Number.isInteger));
  return widthOf(counted, (x) => (Number.isFinite(x) ? write(x) : special(x)));
}

function widthOf(values: readonly number[], cell: Column["cell"]): Column {
  return { cell, width: values.reduce((width, x) => Math.max(width, cell(x).length), 1) };
}

function needsExponent(values: readonly number[]): boolean {
  const sizes = values.map(Math.abs);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  return largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4;
}

function exponential(x: number): string {
  const [integer, fraction, exponent] = scientific(x, precision, false, precision + 1);
  return integer + fraction.padEnd(precision + 1, "0") + exponent;
}

const decimal =
  (whole: boolean) =>
  (x: number): string => {
    const [integer, fraction] = positional(x, precision);
    return integer + (whole ? "." : fraction.padEnd(precision + 1, "0"));
  };

/** As many entries per line as fit; one more blank line between blocks for every axis inside them. */
function nest(shown: Shown, rank: number, indent: number, one: Column): string {
  if (shown === null) return rank === 0 ? " ..." : "...";
  if (typeof shown === "number") return one.cell(shown).padStart(one.width);
  const parts = shown.map((part) => nest(part, rank - 1, indent + 1, one));
  const newLines = `,${"\n".repeat(Math.max(rank - 1, 1))}${" ".repeat(indent + 1)}`;
  if (rank > 1) return `[${parts.join(newLines)}]`;
  const perLine = Math.max(1, Math.floor((lineWidth - indent) / (one.width + 2)));
  const lines: string[] = [];
  for (let i = 0; i < parts.length; i += perLine) {
    lines.push(parts.slice(i, i + perLine).join(", "));
  }
  return `[${lines.join(newLines)}]`;
}

function entries({ data, shape, dtype }: Printable): string {
  if (data.length === 0) return "[]";
  const shown = shownOffsets(shape, data.length > threshold ? edgeItems : Infinity);
  const { cell, width } = column(
    leaves(shown).map((offset) => data[offset]),
    dtype,
  );
  const at = { cell: (offset: number) => cell(data[offset]), width };
  return nest(shown, shape.length, prefix.length, at);
}

/** What to print of a tensor besides its entries. */
export interface TensorNotes {
  readonly requiresGrad?: boolean;
  /** Name of the backward function, such as `MulBackward0`; printed instead of `requiresGrad`. */
  readonly gradFn?: string;
  /** Floats of this dtype are printed without it; default float32. */
  readonly defaultDType?: DType;
}

function suffixes({ data, shape, dtype }: Printable, notes: TensorNotes): string[] {
  const empty = data.length === 0;
  const plain = dtype === (notes.defaultDType ?? "float32") || (dtype === "bool" && !empty);
  const found: string[] = [];
  if (empty && shape.length !== 1) found.push(`size=${pythonTuple(shape)}`);
  if (!plain) found.push(`dtype=torch.${dtype}`);
  if (notes.gradFn !== undefined) found.push(`grad_fn=<${notes.gradFn}>`);
  else if (notes.requiresGrad) found.push("requires_grad=True");
  return found;
}

/** PyTorch's repr(t): `tensor([22.], grad_fn=<MulBackward0>)`. */
export function formatTensor(a: Printable, notes: TensorNotes = {}): string {
  let text = prefix + entries(a);
  let lineLength = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes(a, notes)) {
    const fits = lineLength + suffix.length + 2 <= lineWidth;
    text += `,${fits ? " " : `\n${" ".repeat(prefix.length)}`}${suffix}`;
    lineLength = (fits ? lineLength + 2 : prefix.length) + suffix.length;
  }
  return `${text})`;
}
