// The natural logarithm as the C library has it (glibc 2.28 and later, on processors with a fused
// multiply-add). After Arm's optimized-routines (math/log.c, Copyright (c) 2018-2025, Arm Limited,
// MIT).
//
// log x = k ln 2 + log c + log(1 + r) with r = z/c - 1, |r| < 1/256. As in exp.ts, the fast way
// leaves the fused operations to a second one where they may decide the last bit.

import { double, high, powersOfTwo, word } from "./bits.js";
import { fma } from "./fma.js";
import { logInverses, logs } from "./tables.js";

const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

/** log(1 + r) - r near a table entry, by powers of r from r^2 up. */
const a0 = -0.5000000000000001;
const a1 = 0.33333333331825593;
const a2 = -0.2499999999622955;
const a3 = 0.20000304511814496;
const a4 = -0.16667054827627667;

/** log(1 + r) - r + r^2 / 2 for r near 0, by powers of r from r^3 up. */
const b = [
  0.3333333333333352, -0.24999999999998432, 0.19999999999320328, -0.16666666669929706,
  0.14285715076560868, -0.12499997863982555, 0.11110712032936046, -0.10000486757818193,
  0.09181994006195467, -0.08328363062289341,
] as const;
const [b1, b2, b3, b4, b5, b6, b7, b8, b9, b10] = b;

/** log x, to the last bit of glibc. */
export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) return logNearOne(x - 1);
  const isNormal = x >= 2.2250738585072014e-308;
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x < 0 ? NaN : x;
  double[0] = isNormal ? x : x * 2 ** 52;
  const from = word[high] - 0x3fe60000;
  const z = double[0] * powersOfTwo[1024 - (from >> 20)];
  const k = (from >> 20) - (isNormal ? 0 : 52);
  const i = (from >> 13) & 127;
  const inverse = logInverses[i];
  // r = z inverse - 1, rounded once.
  const product = z * inverse;
  const zHigh = z * 134217729 - (z * 134217729 - z);
  const inverseHigh = inverse * 134217729 - (inverse * 134217729 - inverse);
  const zLow = z - zHigh;
  const inverseLow = inverse - inverseHigh;
  const error =
    zLow * inverseLow - (product - zHigh * inverseHigh - zLow * inverseHigh - zHigh * inverseLow);
  const r = product - 1 + error;
  const whole = k * ln2High + logs[i];
  const sum = whole + r;
  const r2 = r * r;
  const tail = a1 + r * a2 + r2 * (a3 + r * a4);
  const low = whole - sum + r + k * ln2Low + r2 * a0 + r * r2 * tail;
  const y = sum + low;
  const rest = low - (y - sum);
  if (y + (rest + bound) === y && y + (rest - bound) === y) return y;
  return fusedLog(r, k, whole);
}

/** What the fused multiplications may change. */
const bound = 2 ** -66;

function fusedLog(r: number, k: number, whole: number): number {
  const sum = whole + r;
  const low = fma(k, ln2Low, whole - sum + r);
  const r2 = r * r;
  const tail = fma(fma(r, a4, a3), r2, fma(r, a2, a1));
  return fma(r * r2, tail, fma(r2, a0, low)) + sum;
}

/** log(1 + r) for small r. */
function logNearOne(r: number): number {
  const r2 = r * r;
  const r3 = r * r2;
  const tail =
    b1 + r * b2 + r2 * b3 + r3 * (b4 + r * b5 + r2 * b6 + r3 * (b7 + r * b8 + r2 * b9 + r3 * b10));
  const start = r + r * 134217728 - r * 134217728; // the upper half of r's digits
  const square = start * start * -0.5;
  const sum = r + square;
  const low = r3 * tail + (r - sum + square + -0.5 * (r - start) * (start + r));
  const y = sum + low;
  const rest = low - (y - sum);
  const error = r3 * 2 ** -51;
  if (y + (rest + error) === y && y + (rest - error) === y) return y;
  return fusedLogNearOne(r);
}

function fusedLogNearOne(r: number): number {
  const r2 = r * r;
  const r3 = r * r2;
  const end = fma(r3, b10, fma(r2, b9, fma(r, b8, b7)));
  const middle = fma(end, r3, fma(r2, b6, fma(r, b5, b4)));
  const tail = fma(middle, r3, fma(r2, b3, fma(r, b2, b1)));
  const start = fma(-134217728, r, fma(r, 134217728, r));
  const sum = fma(start * start, -0.5, r);
  const low = fma(-0.5 * (r - start), r + start, fma(start * start, -0.5, r - sum));
  return sum + fma(tail, r3, low);
}
