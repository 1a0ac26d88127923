// A fused multiply-add, which JavaScript has not.

/** x y + z, rounded once: the product's two halves by Dekker's splitting. */
export function fma(x: number, y: number, z: number): number {
  const product = x * y;
  const xHigh = x * 134217729 - (x * 134217729 - x);
  const yHigh = y * 134217729 - (y * 134217729 - y);
  const xLow = x - xHigh;
  const yLow = y - yHigh;
  const error = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
  const sum = product + z;
  const part = sum - product;
  return sum + (product - (sum - part) + (z - part) + error);
}
