/**
 * The smallest and the largest value, Infinity and -Infinity of none, without spreading them into
 * `Math.min`, whose arguments have to fit on the stack.
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

export const lowest = (values: Iterable<number>): number => extent(values)[0];
export const highest = (values: Iterable<number>): number => extent(values)[1];
