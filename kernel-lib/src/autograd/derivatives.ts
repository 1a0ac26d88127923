// The arrays' operations with their derivatives, under the names PyTorch gives them.

import * as libm from "../libm/index.js";
import { where } from "../numpy/index.js";
import type { NDArray } from "../numpy/ndarray.js";
import { type Shape, sizeOf } from "../numpy/shape.js";
import {
  binary,
  elementwise,
  elementwiseFloat,
  flat,
  type Operation,
  toFloat,
  unary,
  unbroadcast,
  zeros,
} from "./operation.js";

// ---- element by element -----------------------------------------------------------------

export const neg: Operation = unary(
  "NegBackward0",
  "nothing",
  (x) => x.neg(),
  (g) => g.neg(),
);
/** -1, 0 or 1; 0 of NaN, as in PyTorch. */
const signOf = (x: number): number => Math.sign(x) || 0;

export const abs: Operation = elementwise(
  "AbsBackward0",
  "input",
  Math.abs,
  (g, x) => g * signOf(x),
);
export const exp: Operation = elementwiseFloat("ExpBackward0", "output", libm.exp, (g, y) => g * y);
export const log: Operation = elementwiseFloat("LogBackward0", "input", libm.log, (g, x) => g / x);
export const sqrt: Operation = elementwiseFloat(
  "SqrtBackward0",
  "output",
  Math.sqrt,
  (g, y) => g / (2 * y),
);
export const tanh: Operation = elementwiseFloat(
  "TanhBackward0",
  "output",
  libm.tanh,
  (g, y) => g * (1 - y * y),
);
export const sin: Operation = elementwiseFloat(
  "SinBackward0",
  "input",
  libm.sin,
  (g, x) => g * libm.cos(x),
);
export const cos: Operation = elementwiseFloat(
  "CosBackward0",
  "input",
  libm.cos,
  (g, x) => -g * libm.sin(x),
);
export const sigmoid: Operation = elementwiseFloat(
  "SigmoidBackward0",
  "output",
  (x) => 1 / (1 + libm.exp(-x)),
  (g, y) => g * (1 - y) * y,
);
export const relu: Operation = elementwise(
  "ReluBackward0",
  "output",
  (x) => Math.max(x, 0),
  (g, y) => (y <= 0 ? 0 : g),
);
export const sign: Operation = flat("SignBackward0", signOf);
export const clone: Operation = unary(
  "CloneBackward0",
  "nothing",
  (x) => x.copy(),
  (g) => g,
);

export const add: Operation = binary(
  "AddBackward0",
  (a, b) => a.add(b),
  { reads: [], of: (g) => g },
  { reads: [], of: (g) => g },
);
export const sub: Operation = binary(
  "SubBackward0",
  (a, b) => a.sub(b),
  { reads: [], of: (g) => g },
  { reads: [], of: (g) => g.neg() },
);
export const mul: Operation = binary(
  "MulBackward0",
  (a, b) => a.mul(b),
  { reads: [1], of: (g, _, __, b) => g.mul(b) },
  { reads: [0], of: (g, _, a) => g.mul(a) },
);
export const div: Operation = binary(
  "DivBackward0",
  (a, b) => toFloat(a).div(typeof b === "number" ? b : toFloat(b)),
  { reads: [1], of: (g, _, __, b) => g.div(b) },
  { reads: [0, 1], of: (g, _, a, b) => g.neg().mul(a.div(b).div(b)) },
);

/** Nothing where the other wins, half of g where the two are equal, else all of it. */
const winner = (g: NDArray, loses: NDArray, ties: NDArray): NDArray =>
  where(loses, 0, where(ties, g.div(2), g));

export const maximum: Operation = binary(
  "MaximumBackward0",
  (a, b) => a.maximum(b),
  { reads: [0, 1], of: (g, _, a, b) => winner(g, a.less(b), a.equal(b)) },
  { reads: [0, 1], of: (g, _, a, b) => winner(g, a.greater(b), a.equal(b)) },
);
export const minimum: Operation = binary(
  "MinimumBackward0",
  (a, b) => a.minimum(b),
  { reads: [0, 1], of: (g, _, a, b) => winner(g, a.greater(b), a.equal(b)) },
  { reads: [0, 1], of: (g, _, a, b) => winner(g, a.less(b), a.equal(b)) },
);

/** a^n, with PyTorch's square roots: (-∞)^0.5 is NaN, as that of every negative number. */
function raise(a: NDArray, n: number): NDArray {
  if (n === 0.5) return a.sqrt();
  return n === -0.5 ? a.sqrt().pow(-1) : a.pow(n);
}

/** a^n for a number n; n a^(n-1). */
export const powNumber = (n: number): Operation =>
  unary(
    "PowBackward0",
    "input",
    (a) => raise(Number.isInteger(n) ? a : toFloat(a), n),
    (g, _, a) => (n === 0 ? zeros(g.dtype, g.shape) : g.mul(raise(a, n - 1).mul(n))),
  );

/** a^b; the derivative by b is a^b log a, and 0 at 0^b for b >= 0. */
export const pow: Operation = binary(
  "PowBackward1",
  (a, b) => a.pow(b),
  {
    reads: [0, 1],
    of: (g, _, a, b) => {
      const slope = a.pow((b as NDArray).sub(1)).mul(b);
      return where((b as NDArray).equal(0), 0, g.mul(slope));
    },
  },
  {
    reads: ["output", 0, 1],
    of: (g, y, a, b) => {
      const isFlat = a.equal(0).mul((b as NDArray).greaterEqual(0));
      return g.mul(where(isFlat, 0, y.mul(a.log())));
    },
  },
);

/** x where the condition holds, else y. */
export const choose = (condition: NDArray): Operation =>
  binary(
    "WhereBackward0",
    (x, y) => where(condition, x, y),
    { reads: [], of: (g) => where(condition, g, 0) },
    { reads: [], of: (g) => where(condition, 0, g) },
    [condition],
  );

// ---- products ---------------------------------------------------------------------------

const swapLast = (x: NDArray): NDArray => {
  const axes = x.shape.map((_, axis) => axis);
  return x.transpose([...axes.slice(0, -2), x.ndim - 1, x.ndim - 2]);
};

const productNames: Record<string, string> = {
  "1,1": "DotBackward0",
  "2,1": "MvBackward0",
  "1,2": "SqueezeBackward4",
  "2,2": "MmBackward0",
  "2,3": "CloneBackward0",
};
const productName = (aRank: number, bRank: number): string =>
  productNames[`${aRank},${bRank}`] ?? "UnsafeViewBackward0";

/** PyTorch does not promote types in products, for the sake of speed. */
function checkSameDType(who: string, ...[a, ...others]: NDArray[]): void {
  for (const b of others) {
    if (a && a.dtype !== b.dtype) {
      throw new TypeError(`${who}: dtypes ${a.dtype} and ${b.dtype} differ; use to("${a.dtype}")`);
    }
  }
}

const rowShape = (a: Shape): Shape => (a.length === 1 ? [1, ...a] : a);
const columnShape = (b: Shape): Shape => (b.length === 1 ? [...b, 1] : b);

/** a @ b with a vector as a row on the left, a column on the right; g b^T and a^T g. */
export function matmul(aShape: Shape, bShape: Shape): Operation {
  const [aRank, bRank] = [aShape.length, bShape.length];
  const row = (a: NDArray): NDArray => (aRank === 1 ? a.reshape(rowShape(aShape)) : a);
  const column = (b: NDArray): NDArray => (bRank === 1 ? b.reshape(columnShape(bShape)) : b);
  const grown = (g: NDArray): NDArray => {
    const batch = g.shape.slice(0, g.ndim - Number(aRank > 1) - Number(bRank > 1));
    const rows = aRank === 1 ? 1 : (g.shape[batch.length] as number);
    const columns = bRank === 1 ? 1 : (g.shape[g.ndim - 1] as number);
    return g.reshape([...batch, rows, columns]);
  };
  return {
    name: productName(aRank, bRank),
    forward: (a: NDArray, b: NDArray) => {
      checkSameDType("matmul", a, b);
      return a.matmul(b) as NDArray;
    },
    derivatives: [
      {
        reads: [1],
        of: (g: NDArray, _: NDArray, __: NDArray, b: NDArray) => {
          const byRow = grown(g).matmul(swapLast(column(b))) as NDArray;
          return unbroadcast(byRow, rowShape(aShape)).reshape(aShape);
        },
      },
      {
        reads: [0],
        of: (g: NDArray, _: NDArray, a: NDArray) => {
          const byColumn = swapLast(row(a)).matmul(grown(g)) as NDArray;
          return unbroadcast(byColumn, columnShape(bShape)).reshape(bShape);
        },
      },
    ],
  };
}

/** x W^T, or with a bias x W^T + b, `x: [..., in]`, `W: [out, in]`, `b: [out]`. */
export const linear = (rank: number, hasBias: boolean): Operation => ({
  name: hasBias ? (rank === 2 ? "AddmmBackward0" : "ViewBackward0") : productName(rank, 2),
  forward: (x: NDArray, W: NDArray, b?: NDArray) => {
    checkSameDType("linear", x, W, ...(b ? [b] : []));
    const product = x.matmul(W.T) as NDArray;
    return b ? (product.add(b) as NDArray) : product;
  },
  derivatives: [
    {
      reads: [1],
      of: (g: NDArray, _: NDArray, __: NDArray, W: NDArray) => g.matmul(W) as NDArray,
    },
    {
      reads: [0],
      of: (g: NDArray, _: NDArray, x: NDArray) => {
        const flatten = (v: NDArray): NDArray =>
          v.reshape([sizeOf(v.shape.slice(0, -1)), v.shape.at(-1) as number]);
        return flatten(g).T.matmul(flatten(x)) as NDArray;
      },
    },
    { reads: [], of: (g: NDArray) => g },
  ],
});
