// Operations that give the same elements in another arrangement or dtype, with their derivatives.
import type { DType } from "../numpy/dtype.js";
import { concatenate as concatenateArrays } from "../numpy/index.js";
import { type Selector, viewOf } from "../numpy/indexing.js";
import { NDArray } from "../numpy/ndarray.js";
import { normalizeAxis, type Shape, type Size } from "../numpy/shape.js";
import { type Operation, promoteTypes, unary, zeros } from "./operation.js";

export const to = (dtype: DType): Operation =>
  unary(
    "ToCopyBackward0",
    "nothing",
    (x) => x.astype(dtype),
    (g) => g,
  );

export const reshape = (name: string, from: Shape, to: Size): Operation =>
  unary(
    name,
    "nothing",
    (x) => x.reshape(to),
    (g) => g.reshape(from),
  );

export function transpose(name: string, axes: readonly number[]): Operation {
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return unary(
    name,
    "nothing",
    (x) => x.transpose(axes),
    (g) => g.transpose(back),
  );
}

/** x[selectors]; its derivative adds g where the elements came from. */
export function index(shape: Shape, selectors: readonly Selector[]): Operation {
  const arrays = selectors.filter((s): s is NDArray => s instanceof NDArray);
  const last = selectors.findLast((s) => s !== ":" && s !== "...");
  const view = typeof last === "number" ? "SelectBackward0" : "SliceBackward0";
  return unary(
    arrays.length > 0 ? "IndexBackward0" : last === null ? "UnsqueezeBackward0" : view,
    "nothing",
    (x) => x.at(...selectors) as NDArray,
    (g) => {
      const { offsets } = viewOf("at", shape, selectors);
      const out = zeros(g.dtype, shape);
      for (let i = 0; i < offsets.length; i++)
        out.data[offsets[i] as number] += g.data[i] as number;
      return out;
    },
    arrays,
  );
}

/** Arrays one after the other along an axis; each gets its part of g back. */
export function concatenate(name: string, shapes: readonly Shape[], axis: number): Operation {
  if (shapes.length === 0)
    throw new RangeError("cat, stack: the list of tensors is empty; give at least one");
  let end = 0;
  const parts = shapes.map((shape) => {
    const k = normalizeAxis("cat", axis, shape);
    const start = end;
    end += shape[k] as number;
    return [...shape.slice(0, k).map((): Selector => ":"), `${start}:${end}` as Selector];
  });
  return {
    name,
    forward: (...x: NDArray[]) => {
      const common = x.reduce((a, b) => promoteTypes(a, b)[0]);
      return concatenateArrays(
        x.map((a) => promoteTypes(a, common)[0]),
        axis,
      );
    },
    derivatives: parts.map((part) => ({
      reads: [],
      of: (g: NDArray) => g.at(...part) as NDArray,
    })),
  };
}
