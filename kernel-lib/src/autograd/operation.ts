// What a differentiable operation is: its value and, beside it, its derivative by each input.
import { allocate, getDefaultDtype, isFloat } from "../numpy/dtype.js";
import * as loops from "../numpy/loops.js";
import { NDArray, type Operand, wrap } from "../numpy/ndarray.js";
import { type Shape, sameShape } from "../numpy/shape.js";

/**
 * y = forward(x₁, x₂, …); derivatives[i] gives ∂L/∂xᵢ from g = ∂L/∂y, in the shape of y where xᵢ was
 * stretched: `unbroadcast` then sums it. `saves` says what it reads again: that must not change.
 */
export interface Operation {
  /** As PyTorch prints it: `MulBackward0`. */
  readonly name: string;
  readonly saves: "nothing" | "inputs" | "output" | "inputs and output";
  readonly forward: (...x: never[]) => NDArray;
  readonly derivatives: readonly ((g: NDArray, y: NDArray, ...x: never[]) => NDArray)[];
}

/** An operation of one array. */
export function unary(
  name: string,
  saves: Operation["saves"],
  forward: (x: NDArray) => NDArray,
  derivative: (g: NDArray, y: NDArray, x: NDArray) => NDArray,
): Operation {
  return { name, saves, forward, derivatives: [derivative] };
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

type BinaryDerivative = (g: NDArray, y: NDArray, a: NDArray, b: Operand) => NDArray;

/** An operation of an array with an array or a number. */
export function binary(
  name: string,
  saves: Operation["saves"],
  forward: (a: NDArray, b: Operand) => NDArray,
  byA: BinaryDerivative,
  byB: BinaryDerivative,
): Operation {
  const promoted = (a: NDArray, b: Operand): NDArray => forward(...promoteTypes(a, b));
  return { name, saves, forward: promoted, derivatives: [byA, byB] };
}

/** An operation element by element: `derivative(g, x, y)` is g dy/dx. */
export function elementwise(
  name: string,
  saves: Operation["saves"],
  f: loops.Unary,
  derivative: (g: number, x: number, y: number) => number,
): Operation {
  const forward = (x: NDArray): NDArray => wrap(loops.map(name, f, x, x.dtype));
  return unary(name, saves, forward, (g, y, x) => {
    const out = allocate(g.dtype, g.size);
    for (let i = 0; i < out.length; i++) out[i] = derivative(g.data[i], x.data[i], y.data[i]);
    return new NDArray(out, g.shape);
  });
}

/** The same, of floats only: ints are taken in the default dtype. */
export function elementwiseFloat(...args: Parameters<typeof elementwise>): Operation {
  const operation = elementwise(...args);
  const forward = operation.forward as (x: NDArray) => NDArray;
  return { ...operation, forward: (x: NDArray) => forward(toFloat(x)) };
}

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
