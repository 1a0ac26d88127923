// Every derivative against central differences: (f(x + ε) - f(x - ε)) / 2ε.
import type { NDArray } from "../numpy/ndarray.js";
import { checkOptions, showShape, stridesOf } from "../numpy/shape.js";
import { noGrad, zerosLike } from "./index.js";
import { Tensor } from "./tensor.js";

export interface GradcheckOptions {
  /** The nudge ε. */
  readonly eps?: number;
  /** |analytic - numeric| may be atol + rtol |numeric|. */
  readonly atol?: number;
  readonly rtol?: number;
}

/** The indices of the k-th element of a shape: `[1, 0]`. */
const indicesOf = (k: number, shape: readonly number[]): string =>
  showShape(
    stridesOf(shape).map((stride, axis) => Math.floor(k / stride) % (shape[axis] as number)),
  );

/** The derivatives of every output by every entry of `input`, [outputs][entries]. */
function numericJacobian(f: () => NDArray, input: NDArray, eps: number): number[][] {
  const columns = Array.from(input.data, (x, i) => {
    const at = (value: number): NDArray => {
      input.data[i] = value;
      return f();
    };
    const [up, down] = [at(x + eps), at(x - eps)];
    input.data[i] = x;
    return Array.from(up.data, (y, k) => (y - (down.data[k] as number)) / (2 * eps));
  });
  return Array.from(f().data, (_, k) => columns.map((column) => column[k] as number));
}

/**
 * Compares backward with central differences, for every input that requires a gradient.
 * `gradcheck((x, y) => x.mul(y), [x, y])` is true, or throws with input, entry and both values.
 * Inputs must be float64: float32 has too few digits for differences.
 */
export function gradcheck<T extends readonly Tensor[]>(
  f: (...inputs: T) => Tensor,
  inputs: T,
  options: GradcheckOptions = {},
): true {
  checkOptions("gradcheck", options, ["eps", "atol", "rtol"]);
  const { eps = 1e-6, atol = 1e-5, rtol = 1e-3 } = options;
  const checked = inputs.filter((x) => x.requiresGrad);
  if (checked.length === 0)
    throw new Error(
      "gradcheck: none of the inputs requires a gradient; make one with { requiresGrad: true }",
    );
  const odd = checked.findIndex((x) => x.dtype !== "float64");
  if (odd >= 0)
    throw new TypeError(`gradcheck: input ${odd} is ${checked[odd]?.dtype}; use float64`);
  const copies = inputs.map((x) => new Tensor(x.array.copy(), x.requiresGrad)) as Tensor[];
  const value = () => f(...(copies as unknown as T));
  for (const [which, x] of copies.entries()) {
    if (!x.requiresGrad) continue;
    const numeric = numericJacobian(() => noGrad(value).array.copy(), x.array, eps);
    numeric.forEach((row, k) => {
      const analytic = derivativeOf(value(), k, x);
      row.forEach((expected, i) => {
        const found = analytic[i] as number;
        if (Math.abs(found - expected) <= atol + rtol * Math.abs(expected)) return;
        const entry = `entry ${indicesOf(i, x.array.shape)} of input ${which}`;
        throw new Error(
          `gradcheck: output ${k} by ${entry}: backward gives ${found}, differences ${expected}`,
        );
      });
    });
  }
  return true;
}

/** ∂y[k]/∂x by a backward pass from the k-th output alone. */
function derivativeOf(y: Tensor, k: number, x: Tensor): ArrayLike<number> {
  x.grad = null;
  const oneHot = zerosLike(y.detach());
  oneHot.array.data[k] = 1;
  if (y.requiresGrad) y.backward(oneHot);
  return (x.grad as Tensor | null)?.array.data ?? new Float64Array(x.numel());
}
