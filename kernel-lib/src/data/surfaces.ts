// Surfaces to descend: a loss of one or a few weights, with its exact gradient and minima.
import { checkOptions } from "../numpy/shape.js";

/** A loss of several weights. */
export interface Surface {
  readonly f: (w: readonly number[]) => number;
  readonly gradient: (w: readonly number[]) => number[];
  readonly minimum: readonly number[];
}

/** A loss of one weight; its minima from left to right. */
export interface Curve {
  readonly f: (w: number) => number;
  readonly gradient: (w: number) => number;
  readonly minima: readonly number[];
}

/** J(w) = ½ Σ cᵢ wᵢ². Gradient descent converges for a learning rate below 2 / max c. */
export function quadraticBowl(curvatures: readonly number[] = [1, 25]): Surface {
  if (curvatures.length === 0 || curvatures.some((c) => !(c > 0))) {
    throw new RangeError(
      `quadraticBowl: curvatures are [${curvatures.join(", ")}]; give one or more above 0`,
    );
  }
  const checked = (w: readonly number[]): readonly number[] => {
    if (w.length === curvatures.length) return w;
    throw new RangeError(
      `quadraticBowl: ${w.length} weights for ${curvatures.length} curvatures; give as many`,
    );
  };
  return {
    f: (w) => checked(w).reduce((sum, x, i) => sum + (curvatures[i] * x * x) / 2, 0),
    gradient: (w) => checked(w).map((x, i) => curvatures[i] * x),
    minimum: curvatures.map(() => 0),
  };
}

/** J(w) = (w² - 1)² + tilt · w: two wells, the left one deeper for tilt > 0; one beyond ±1.54. */
export function doubleWell(options: { readonly tilt?: number } = {}): Curve {
  checkOptions("doubleWell", options, ["tilt"]);
  const { tilt = 0.3 } = options;
  if (!Number.isFinite(tilt)) throw new RangeError(`doubleWell: tilt is ${tilt}; give a number`);
  const gradient = (w: number): number => 4 * w * (w * w - 1) + tilt;
  return {
    f: (w) => (w * w - 1) * (w * w - 1) + tilt * w,
    gradient,
    minima: [-1, 1].flatMap((start) => {
      let w = start;
      for (let i = 0; i < 60; i++) w -= gradient(w) / (12 * w * w - 4);
      return Math.sign(w) === start && Math.abs(gradient(w)) < 1e-9 ? [w] : [];
    }),
  };
}
