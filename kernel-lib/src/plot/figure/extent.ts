/**
 * The smallest and the largest value that is not NaN, Infinity and -Infinity of none. The values are
 * not spread into `Math.min`, whose arguments have to fit on the stack.
 */
export function extent(values: Iterable<number>): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The smallest value, Infinity of none. */
export const min = (values: Iterable<number>): number => extent(values)[0];

/** The largest value, -Infinity of none. */
export const max = (values: Iterable<number>): number => extent(values)[1];
