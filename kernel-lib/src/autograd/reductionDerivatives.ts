// Operations along a dim, and those that only move elements, with their derivatives.
import { allocate, type DType } from "../numpy/dtype.js";
import { concatenate as concatenateArrays, where } from "../numpy/index.js";
import { type Selector, viewOf } from "../numpy/indexing.js";
import { NDArray } from "../numpy/ndarray.js";
import { checkOptions, normalizeAxis, type Shape, type Size } from "../numpy/shape.js";
import { alike, expand, floating, type Operation, one } from "./operation.js";

// ---- along a dim; null is all of them -----------------------------------------------------

export interface KeepDim<K extends boolean = boolean> {
  readonly keepdim?: K;
}

/** Options of var and std: divide by n - correction (1 if absent). */
export interface Correction<K extends boolean = boolean> extends KeepDim<K> {
  readonly correction?: number;
}

type Reduce = (x: NDArray, dim: number | null, options: Correction) => Operation;

interface Along {
  readonly axis: number | null;
  readonly keepdims: boolean;
  /** How many elements one result is made of. */
  readonly n: number;
}

const reduction =
  (
    who: string,
    build: (along: Along, options: Correction) => Operation,
    known = ["keepdim"],
  ): Reduce =>
  ({ shape, size }, dim, options) => {
    checkOptions(who, options, known);
    const axis = dim === null ? null : normalizeAxis(who, dim, shape);
    const n = axis === null ? size : (shape[axis] as number);
    return build({ axis, keepdims: options.keepdim ?? false, n }, options);
  };

const numbered = (name: string, { axis }: Along): string =>
  `${name}Backward${axis === null ? 0 : 1}`;

/** The largest or smallest of all. */
export const extremeOfAll = (kind: "max" | "min"): Operation =>
  one(
    kind === "max" ? "MaxBackward1" : "MinBackward1",
    "inputs and output",
    (x) => x[kind](),
    (g, y, x) => {
      const wins = x.equal(y);
      return where(wins, g.div(wins.sum()), 0);
    },
  );

/** The largest or smallest; ties share the derivative. */
const extreme = (kind: "max" | "min"): Reduce =>
  reduction(`a${kind}`, ({ axis, keepdims }) => {
    const forward = (x: NDArray): NDArray => x[kind](axis, { keepdims });
    return one(`A${kind}Backward0`, "inputs and output", forward, (g, y, x) => {
      const wins = x.equal(expand(y, x.shape, axis)).astype(g.dtype);
      const ties = expand(wins.sum(axis), x.shape, axis);
      return expand(g, x.shape, axis).mul(wins).div(ties);
    });
  });

/** The squared distance from the mean over n - correction, or its root. */
const spread = (kind: "var" | "std"): Reduce =>
  reduction(
    kind,
    ({ axis, keepdims, n }, { correction: ddof = 1 }) => {
      const name = kind === "var" ? "VarBackward0" : "StdBackward0";
      const saves = kind === "var" ? "inputs" : "inputs and output";
      const forward = (x: NDArray): NDArray => x[kind](axis, { keepdims, ddof });
      return one(name, saves, forward, (g, y, x) => {
        const centred = x.sub(x.mean(axis, { keepdims: true })).div(n - ddof);
        const up = expand(g, x.shape, axis);
        if (kind === "var") return up.mul(centred.mul(2));
        const std = expand(y, x.shape, axis);
        return where(std.equal(0), 0, up.mul(centred.div(std)));
      });
    },
    ["keepdim", "correction"],
  );

export const reductions: Record<"sum" | "mean" | "amax" | "amin" | "var" | "std", Reduce> = {
  sum: reduction("sum", (along) => {
    const { axis, keepdims } = along;
    const forward = (x: NDArray): NDArray => x.sum(axis, { keepdims });
    const name = numbered("Sum", along);
    return one(name, "nothing", forward, (g, _, x) => expand(g, x.shape, axis));
  }),
  mean: reduction("mean", (along) => {
    const { axis, keepdims, n } = along;
    const forward = (x: NDArray): NDArray => floating(x).mean(axis, { keepdims });
    const name = numbered("Mean", along);
    return one(name, "nothing", forward, (g, _, x) => expand(g, x.shape, axis).div(n));
  }),
  amax: extreme("max"),
  amin: extreme("min"),
  var: spread("var"),
  std: spread("std"),
};

/** x - the largest x along an axis: its e^x does not overflow. */
function shifted(array: NDArray, axis: number): NDArray {
  const x = floating(array);
  return x.size === 0 ? x : x.sub(x.max(axis, { keepdims: true }));
}

/** e^x over its sum along an axis. */
export function softmax(axis: number): Operation {
  const forward = (x: NDArray): NDArray => {
    const e = shifted(x, axis).exp();
    return e.div(e.sum(axis, { keepdims: true }));
  };
  return one("SoftmaxBackward0", "output", forward, (g, y) => {
    const mixed: NDArray = g.mul(y).sum(axis, { keepdims: true });
    return y.mul(g.sub(mixed));
  });
}

export function logSoftmax(axis: number): Operation {
  const forward = (x: NDArray): NDArray => {
    const z = shifted(x, axis);
    return z.sub(z.exp().sum(axis, { keepdims: true }).log());
  };
  return one("LogSoftmaxBackward0", "output", forward, (g, y) =>
    g.sub(y.exp().mul(g.sum(axis, { keepdims: true }))),
  );
}

// ---- the same elements in another arrangement ---------------------------------------------

export const to = (dtype: DType): Operation =>
  one(
    "ToCopyBackward0",
    "nothing",
    (x) => x.astype(dtype),
    (g) => g,
  );

export const reshape = (name: string, to: Size): Operation =>
  one(
    name,
    "nothing",
    (x) => x.reshape(to),
    (g, _, x) => g.reshape(x.shape),
  );

export function transpose(name: string, axes: readonly number[]): Operation {
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return one(
    name,
    "nothing",
    (x) => x.transpose(axes),
    (g) => g.transpose(back),
  );
}

/** x[selectors]; its derivative adds g where the elements came from. */
export function index(selectors: readonly Selector[]): Operation {
  const isPlaces = selectors.some((s) => typeof s === "object" && s !== null);
  const last = selectors.findLast((s) => s !== ":" && s !== "...");
  const view = typeof last === "number" ? "SelectBackward0" : "SliceBackward0";
  return one(
    isPlaces ? "IndexBackward0" : last === null ? "UnsqueezeBackward0" : view,
    "nothing",
    (x) => x.at(...selectors) as NDArray,
    (g, _, x) => {
      const { offsets } = viewOf("at", x.shape, selectors);
      const out = allocate(g.dtype, x.size);
      for (let i = 0; i < offsets.length; i++) out[offsets[i] as number] += g.data[i] as number;
      return new NDArray(out, x.shape);
    },
  );
}

/** Arrays one after the other along an axis; each gets its part of g back. */
export function concatenate(name: string, shapes: readonly Shape[], axis: number): Operation {
  if (shapes.length === 0) throw new RangeError("cat, stack: no tensors; give at least one");
  let end = 0;
  const parts = shapes.map((shape) => {
    const k = normalizeAxis("cat", axis, shape);
    const start = end;
    end += shape[k] as number;
    return [...shape.slice(0, k).map((): Selector => ":"), `${start}:${end}` as Selector];
  });
  return {
    name,
    saves: "nothing",
    forward: (...x: NDArray[]) => {
      const common = x.reduce((a, b) => alike(a, b)[0]);
      return concatenateArrays(
        x.map((a) => alike(a, common)[0]),
        axis,
      );
    },
    derivatives: parts.map((part) => (g: NDArray) => g.at(...part) as NDArray),
  };
}
