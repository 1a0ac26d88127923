// Pairs of doubles, each high + low: twice the digits of one.

export type Pair = readonly [high: number, low: number];

export function add([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const sum = a + b;
  const part = sum - a;
  const low = a - (sum - part) + (b - part) + (aLow + bLow);
  return [sum + low, sum - (sum + low) + low];
}

export function multiply([a, aLow]: Pair, [b, bLow]: Pair): Pair {
  const product = a * b;
  const aHead = a * 134217729 - (a * 134217729 - a);
  const bHead = b * 134217729 - (b * 134217729 - b);
  const [aTail, bTail] = [a - aHead, b - bHead];
  const error = aTail * bTail - (product - aHead * bHead - aTail * bHead - aHead * bTail);
  const low = error + (a * bLow + aLow * b);
  return [product + low, product - (product + low) + low];
}

/** x / n for a whole number n. */
export function divide([x, low]: Pair, n: number): Pair {
  const quotient = x / n;
  const [product, error] = multiply([quotient, 0], [n, 0]);
  const rest = (x - product - error + low) / n;
  return [quotient + rest, quotient - (quotient + rest) + rest];
}
