// Sine and cosine, correctly rounded: the C library's are so for all but a few arguments in a
// thousand.
//
// x = n π/2 + a + b with |a| <= π/4 and b what a lost by rounding; sin(a + b) by the addition theorem
// from sin and cos of i/64 and a polynomial. The result is known to 66 bits, with what is beyond the
// last bit kept apart; where that is nearly half a bit (once in 4,000), a Taylor series in pairs of
// doubles decides.

import { add, divide, multiply, type Pair } from "./pairs.js";

/** Adding it and taking it off rounds to a whole number. */
const shift = 6755399441055744;
const perHalfPi = 0.6366197723675814; // 2 / π

// π/2 in parts; n times each of the first three is exact for n < 2^20.
const halfPi1 = 1.5707963267341256;
const halfPi2 = 6.077100506303966e-11;
const halfPi3 = 2.0222662487111665e-21;
const halfPi4 = 8.4784276603689e-32;

/** The remainder a + b of `reduce`. */
const remainder = new Float64Array(2);

/** n mod 4 for the n nearest to x / (π/2); the rest is left in `remainder`. */
function reduce(x: number): number {
  if (!(Math.abs(x) < 1.6e6)) return reduceLarge(x);
  const n = x * perHalfPi + shift - shift;
  const t = x - n * halfPi1;
  const w = n * halfPi2;
  const t1 = t - w;
  const part1 = t1 - t;
  const lost1 = t - (t1 - part1) - (w + part1);
  const v = n * halfPi3;
  const t2 = t1 - v;
  const part2 = t2 - t1;
  const lost2 = t1 - (t2 - part2) - (v + part2);
  const low = lost1 + lost2 - n * halfPi4;
  const a = t2 + low;
  remainder[0] = a;
  remainder[1] = t2 - a + low;
  return n & 3;
}

const places = 1250n;
let halfPi: bigint | undefined;

/** π/2 to 1,250 binary places, by Machin's formula. */
function longHalfPi(): bigint {
  const arctan = (n: bigint): bigint => {
    let [sum, power] = [0n, (1n << (places + 30n)) / n];
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += k % 4n === 1n ? power / k : -power / k;
      power /= n * n;
    }
    return sum;
  };
  return (8n * arctan(5n) - 2n * arctan(239n)) >> 30n;
}

/** `reduce` by long arithmetic: x may need all of 1,100 digits of π. */
function reduceLarge(x: number): number {
  halfPi ??= longHalfPi();
  const size = BigInt(Math.abs(x) * (Math.abs(x) < 2 ** 900 ? 2 ** 52 : 1));
  const scaled = Math.abs(x) < 2 ** 900 ? size << (places - 52n) : size << places;
  const n = (scaled + halfPi / 2n) / halfPi;
  const rest = (scaled - n * halfPi) >> (places - 1000n);
  const a = Number(rest);
  const b = Number(rest - BigInt(a));
  const sign = x < 0 ? -1 : 1;
  remainder[0] = sign * a * 2 ** -1000;
  remainder[1] = sign * b * 2 ** -1000;
  return Number(x < 0 ? -n & 3n : n & 3n);
}

/** sin x, x in radians. */
export function sin(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -26) return x;
  if (!(size < Infinity)) return NaN;
  const quarter = size <= 0.785 ? keep(x) : reduce(x);
  return ofRemainder(quarter);
}

/** cos x, x in radians: a quarter of a turn ahead of the sine. */
export function cos(x: number): number {
  const size = Math.abs(x);
  if (!(size < Infinity)) return NaN;
  const quarter = size <= 0.785 ? keep(x) : reduce(x);
  return ofRemainder(quarter + 1);
}

function keep(x: number): number {
  remainder[0] = x;
  remainder[1] = 0;
  return 0;
}

// sin(i/64 + q π/2) at 105 q + i + 52, for i from -52 to 52 and q from 0 to 4: no branch on signs or
// quarters, which a processor cannot foresee.
const heads = new Float64Array(5 * 105);
const tails = new Float64Array(5 * 105);
for (let i = -52; i <= 52; i++) {
  const x = i / 64;
  for (const quarter of [0, 1]) {
    const [y, low] = quarter ? taylor([1, 0], [x, 0], 0) : taylor([x, 0], [x, 0], 1);
    const head = y * 134217729 - (y * 134217729 - y); // 26 bits, so that products are exact
    for (let q = quarter; q < 5; q += 2) {
      const sign = q === 2 || q === 3 ? -1 : 1;
      heads[105 * q + i + 52] = sign * head;
      tails[105 * q + i + 52] = sign * (y - head + low);
    }
  }
}

/** sin(a + b + quarter π/2) of the remainder a + b. */
function ofRemainder(quarter: number): number {
  const a = remainder[0];
  const b = remainder[1];
  const i = (a * 64 + 52.5) | 0;
  if (i === 52 && (quarter & 1) === 0) return sinNearZero(a, b, quarter);
  // f(i/64 + u + b) = f + f' sin(u + b) + f (cos(u + b) - 1)
  const u = a - (i - 52) * 0.015625;
  const uHigh = u * 134217729 - (u * 134217729 - u);
  const at = (quarter & 3) * 105 + i;
  const head = heads[at];
  const tail = tails[at];
  const slopeHead = heads[at + 105];
  const slopeTail = tails[at + 105];
  const value = head + tail;
  const slope = slopeHead + slopeTail;
  const square = u * u;
  const cosineLess1 = square * (-0.5 + square * (1 / 24 + square * (-1 / 720)));
  const sineLessU = u * square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040)));
  const p = slopeHead * uHigh;
  const sum = head + p;
  const change = value * cosineLess1 + slope * sineLessU + (slope - value * u) * b;
  const low = head - sum + p + (tail + (slopeHead * (u - uHigh) + slopeTail * u) + change);
  const y = sum + low;
  const rest = low - (y - sum);
  const error = y * relativeError;
  const isSure = y + (rest + error) === y && y + (rest - error) === y;
  return isSure ? y : slow(a, b, quarter);
}

function sinNearZero(a: number, b: number, quarter: number): number {
  const square = a * a;
  const tail = -1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362880)));
  const low = a * square * tail + (b - 0.5 * square * b);
  const y = a + low;
  const rest = low - (y - a);
  const error = a * relativeError;
  const isSure = y + (rest + error) === y && y + (rest - error) === y;
  if (!isSure) return slow(a, b, quarter);
  return (quarter & 2) === 0 ? y : -y;
}

/** How far a fast result may be off, beside itself. */
const relativeError = 2 ** -66;

// ---- the slow way: pairs of doubles ------------------------------------------------------------

/** term - term x² / (k + 1)(k + 2) + ..., the sine or cosine of x from its first term. */
function taylor(first: Pair, x: Pair, k: number): Pair {
  const square = multiply(x, x);
  let [sum, term] = [first, first];
  for (let n = k; n < k + 28; n += 2) {
    const [next, nextLow] = divide(multiply(term, square), (n + 1) * (n + 2));
    term = [-next, -nextLow];
    sum = add(sum, term);
    if (Math.abs(next) < Math.abs(sum[0]) * 2 ** -107) break;
  }
  return sum;
}

/** sin(a + b + quarter π/2), to twice the digits and then rounded. */
function slow(a: number, b: number, quarter: number): number {
  const [y] = quarter & 1 ? taylor([1, 0], [a, b], 0) : taylor([a, b], [a, b], 1);
  return quarter & 2 ? -y : y;
}
