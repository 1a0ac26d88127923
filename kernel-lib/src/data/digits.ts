// The UCI test set of handwritten digits, 1,797 images of 8 × 8 pixels, written by scripts/golden/digits.py.

import { NDArray } from "../numpy/ndarray.js";
import file from "./digits.json" with { type: "json" };

/** Images as rows and as squares, pixels from 0 (paper) to 16 (ink), and the digits they show. */
export interface Digits {
  readonly x: NDArray<[number, number]>;
  readonly y: NDArray<[number]>;
  readonly images: NDArray<[number, 8, 8]>;
  /** Where they come from, and their licence. */
  readonly source: string;
  readonly licence: string;
}

/**
 * `x: [1797, 64]`, `images: [1797, 8, 8]`, `y: [1797]`: the handwritten digits 0 to 9 as
 * scikit-learn ships them, in its order. E. Alpaydin and C. Kaynak, 1998, CC BY 4.0.
 */
export function loadDigits(): Digits {
  const { source, licence, labels, pixels } = file;
  const n = labels.length;
  // One pixel is one digit of base 17.
  const data = Float64Array.from(pixels, (pixel) => Number.parseInt(pixel, 17));
  return {
    x: new NDArray(data, [n, 64]),
    y: new NDArray(Int32Array.from(labels, Number), [n]),
    images: new NDArray(data.slice(), [n, 8, 8]),
    source,
    licence,
  };
}
