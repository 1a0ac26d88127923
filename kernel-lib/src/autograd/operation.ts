// What a differentiable operation is: its value and, beside it, its derivative by each input.
import { allocate, type DType, getDefaultDtype, isFloat } from "../numpy/dtype.js";
import * as loops from "../numpy/loops.js";
import { NDArray, type Operand, wrap } from "../numpy/ndarray.js";
import { type Shape, sameShape, sizeOf } from "../numpy/shape.js";

/** What a derivative reads besides g: the operation's output, or an input by its place. */
export type Read = "output" | number;

/** ∂L/∂xᵢ from g = ∂L/∂y. Where xᵢ was broadcast it has the shape of y: `unbroadcast` sums it. */
export interface Derivative {
  /** All others are undefined when `of` is called, and may change before backward. */
  readonly reads: readonly Read[];
  readonly of: (g: NDArray, y: NDArray, ...x: never[]) => NDArray;
}

/** y = forward(x₁, x₂, …) with its derivative by each input. */
export interface Operation {
  /** As PyTorch prints it: `MulBackward0`. */
  readonly name: string;
  readonly forward: (...x: never[]) => NDArray;
  readonly derivatives: readonly Derivative[];
  /** Arrays that the derivatives read besides: a mask, or indices. */
  readonly constants?: readonly NDArray[];
}

type UnaryReads = "nothing" | "input" | "output" | "input and output";

const readsOf: Record<UnaryReads, readonly Read[]> = {
  nothing: [],
  input: [0],
  output: ["output"],
  "input and output": [0, "output"],
};

/** An operation of one array. */
export function unary(
  name: string,
  reads: UnaryReads,
  forward: (x: NDArray) => NDArray,
  of: (g: NDArray, y: NDArray, x: NDArray) => NDArray,
  constants?: readonly NDArray[],
): Operation {
  return { name, forward, derivatives: [{ reads: readsOf[reads], of }], constants };
}

// ---- dtypes as PyTorch promotes them ------------------------------------------------------

/** Ints and bools in the default dtype, as for exp, division and mean. */
export const toFloat = (x: NDArray): NDArray =>
  isFloat(x.dtype) ? x : x.astype(getDefaultDtype());

/**
 * Beside a float, ints become that float; beside a decimal number, the default dtype. Of two floats,
 * one of shape [] gives way to one that has dims.
 */
export function promoteTypes(a: NDArray, b: Operand): [NDArray, Operand] {
  if (typeof b === "number") return [Number.isInteger(b) ? a : toFloat(a), b];
  const [isA, isB] = [isFloat(a.dtype), isFloat(b.dtype)];
  if (isA && (!isB || (b.ndim === 0 && a.ndim > 0))) return [a, b.astype(a.dtype)];
  if (isB && (!isA || (a.ndim === 0 && b.ndim > 0))) return [a.astype(b.dtype), b];
  return [a, b];
}

// ---- kinds of operations ------------------------------------------------------------------

interface BinaryDerivative extends Derivative {
  readonly of: (g: NDArray, y: NDArray, a: NDArray, b: Operand) => NDArray;
}

/** An operation of an array with an array or a number, in the dtype that they promote to. */
export function binary(
  name: string,
  forward: (a: NDArray, b: Operand) => NDArray,
  byA: BinaryDerivative,
  byB: BinaryDerivative,
  constants?: readonly NDArray[],
): Operation {
  const promoted = (a: NDArray, b: Operand): NDArray => forward(...promoteTypes(a, b));
  return { name, forward: promoted, derivatives: [byA, byB], constants };
}

/** An operation element by element: `derivative(g, v)` is g dy/dx, with v = x or v = y. */
export function elementwise(
  name: string,
  reads: "input" | "output",
  f: loops.Unary,
  derivative: (g: number, v: number) => number,
): Operation {
  const forward = (x: NDArray): NDArray => wrap(loops.map(name, f, x, x.dtype));
  return unary(name, reads, forward, (g, y, x) => {
    const out = allocate(g.dtype, g.size);
    const { data } = reads === "input" ? x : y;
    for (let i = 0; i < out.length; i++) out[i] = derivative(g.data[i], data[i]);
    return new NDArray(out, g.shape);
  });
}

/** An operation element by element whose slope is 0, as PyTorch has it at steps too. */
export function flat(name: string, f: loops.Unary): Operation {
  const forward = (x: NDArray): NDArray => wrap(loops.map(name, f, x, x.dtype));
  return unary(name, "nothing", forward, (g) => zeros(g.dtype, g.shape));
}

/** The same, of floats only: ints are taken in the default dtype. */
export function elementwiseFloat(...args: Parameters<typeof elementwise>): Operation {
  const operation = elementwise(...args);
  const forward = operation.forward as (x: NDArray) => NDArray;
  return { ...operation, forward: (x: NDArray) => forward(toFloat(x)) };
}

/** Zeros: unlike x * 0, whatever x is. */
export const zeros = (dtype: DType, shape: Shape): NDArray =>
  new NDArray(allocate(dtype, sizeOf(shape)), shape);

/** The adjoint of broadcasting is summing: g, summed over the axes along which `to` was stretched. */
export function unbroadcast(g: NDArray, to: Shape): NDArray {
  if (sameShape(g.shape, to)) return g;
  let sum = g;
  while (sum.ndim > to.length) sum = sum.sum(0);
  for (let axis = 0; axis < to.length; axis++) {
    if (to[axis] === 1 && sum.shape[axis] !== 1) sum = sum.sum(axis, { keepdims: true });
  }
  return sum;
}

/** The adjoint of summing is broadcasting: g along the axis that was summed away, or all of them. */
export function expand(g: NDArray, to: Shape, axis: number | null): NDArray {
  const kept = axis === null ? to.map(() => 1) : to.with(axis, 1);
  return new NDArray(loops.broadcastTo({ data: g.data, shape: kept }, to).slice(), to);
}
