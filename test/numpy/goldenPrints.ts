// Arrays as the scripts/golden/*_print.py store them.
import { cast, type DType } from "../../kernel-lib/src/numpy/dtype.ts";
import type { Printable } from "../../kernel-lib/src/numpy/print.ts";
import { number } from "./goldenArrays.ts";

interface Stored {
  dtype: string;
  shape: number[];
  /** The entries, to repeat until the shape is full. */
  every: (number | string)[];
}

export function restore({ dtype, shape, every }: Stored): Printable {
  const size = shape.reduce((a, b) => a * b, 1);
  const numbers = Array.from({ length: size }, (_, i) => number(every[i % every.length]));
  return { dtype: dtype as DType, shape, data: cast("restore", numbers, dtype as DType) };
}
