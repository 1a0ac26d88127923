// Operations along a dim, with their derivatives.
import { where } from "../numpy/index.js";
import type { NDArray } from "../numpy/ndarray.js";
import { checkOptions, normalizeAxis, type Shape } from "../numpy/shape.js";
import { expand, type Operation, toFloat, unary } from "./operation.js";

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
  readonly shape: Shape;
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
    return build({ shape, axis, keepdims: options.keepdim ?? false, n }, options);
  };

const numbered = (name: string, { axis }: Along): string =>
  `${name}Backward${axis === null ? 0 : 1}`;

/** The largest or smallest of all. */
const extremeOfAll = (kind: "max" | "min"): Operation =>
  unary(
    kind === "max" ? "MaxBackward1" : "MinBackward1",
    "input and output",
    (x) => x[kind](),
    (g, y, x) => {
      const wins = Number.isNaN(y.item()) ? x.notEqual(x) : x.equal(y);
      return where(wins, g.div(wins.sum()), 0);
    },
  );

export const max: Operation = extremeOfAll("max");
export const min: Operation = extremeOfAll("min");

/** The largest or smallest; ties share the derivative. */
const extreme = (kind: "max" | "min"): Reduce =>
  reduction(`a${kind}`, ({ axis, keepdims }) => {
    const forward = (x: NDArray): NDArray => x[kind](axis, { keepdims });
    return unary(`A${kind}Backward0`, "input and output", forward, (g, y, x) => {
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
      const saves = kind === "var" ? "input" : "input and output";
      const forward = (x: NDArray): NDArray => x[kind](axis, { keepdims, ddof });
      return unary(name, saves, forward, (g, y, x) => {
        const centred = x.sub(x.mean(axis, { keepdims: true })).div(n - ddof);
        const up = expand(g, x.shape, axis);
        if (kind === "var") return up.mul(centred.mul(2));
        const std = expand(y, x.shape, axis);
        return where(std.equal(0), 0, up.mul(centred.div(std)));
      });
    },
    ["keepdim", "correction"],
  );

export const sum: Reduce = reduction("sum", (along) => {
  const { shape, axis, keepdims } = along;
  const forward = (x: NDArray): NDArray => x.sum(axis, { keepdims });
  const name = numbered("Sum", along);
  return unary(name, "nothing", forward, (g) => expand(g, shape, axis));
});
export const mean: Reduce = reduction("mean", (along) => {
  const { shape, axis, keepdims, n } = along;
  const forward = (x: NDArray): NDArray => toFloat(x).mean(axis, { keepdims });
  const name = numbered("Mean", along);
  return unary(name, "nothing", forward, (g) => expand(g, shape, axis).div(n));
});
export const amax: Reduce = extreme("max");
export const amin: Reduce = extreme("min");
const variance: Reduce = spread("var");
export const std: Reduce = spread("std");
export { variance as var };

/** x - the largest x along an axis: its e^x does not overflow. */
function shifted(array: NDArray, axis: number): NDArray {
  const x = toFloat(array);
  return x.size === 0 ? x : x.sub(x.max(axis, { keepdims: true }));
}

/** e^x over its sum along an axis. */
export function softmax(axis: number): Operation {
  const forward = (x: NDArray): NDArray => {
    const e = shifted(x, axis).exp();
    return e.div(e.sum(axis, { keepdims: true }));
  };
  return unary("SoftmaxBackward0", "output", forward, (g, y) => {
    const mixed: NDArray = g.mul(y).sum(axis, { keepdims: true });
    return y.mul(g.sub(mixed));
  });
}

export function logSoftmax(axis: number): Operation {
  const forward = (x: NDArray): NDArray => {
    const z = shifted(x, axis);
    return z.sub(z.exp().sum(axis, { keepdims: true }).log());
  };
  return unary("LogSoftmaxBackward0", "output", forward, (g, y) =>
    g.sub(y.exp().mul(g.sum(axis, { keepdims: true }))),
  );
}
