// x^y as the C library has it (glibc 2.28 and later, on processors with a fused multiply-add). After
// Arm's optimized-routines (math/pow.c, Copyright (c) 2018-2026, Arm Limited, MIT).
//
// x^y = e^(y log x) with log x to 68 bits. As in exp.ts, the fast way leaves the fused operations to
// a second one where they may decide the last bit.

import { double, high, powersOfTwo, word } from "./bits.js";
import {
  c2,
  c3,
  c4,
  c5,
  bound as expBound,
  ln2High as expLn2High,
  ln2Low as expLn2Low,
  fusedExp,
  perLn2,
  shift,
} from "./exp.js";
import { fma } from "./fma.js";
import { expHeads, expTails, powInverses, powLogs, powLogTails } from "./tables.js";

const ln2High = 0.6931471805598903;
const ln2Low = 5.497923018708371e-14;

// log(1 + r) - r, scaled by the powers of -1/2 r that the sum below multiplies with.
const a1 = 0.3333333333333339 * -2;
const a2 = -0.25000000000000033 * -2;
const a3 = 0.1999999998830994 * 4;
const a4 = -0.16666666658719348 * 4;
const a5 = 0.14286370355743763 * -8;
const a6 = -0.12500519079594427 * -8;

/** x^y to the last bit of glibc, with the special values of C: 1^NaN and (-1)^∞ are 1. */
export function pow(x: number, y: number): number {
  if (x > 0 && x < Infinity && y - y === 0) return powOfPositive(x, y);
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  // ECMAScript fixes all results with a zero, an infinity or a NaN.
  if (!(x < 0 && x > -Infinity) || y - y !== 0 || y === 0) return x ** y;
  if (Math.floor(y) !== y) return NaN;
  const isOdd = y % 2 !== 0;
  return isOdd ? -powOfPositive(-x, y) : powOfPositive(-x, y);
}

function powOfPositive(x: number, y: number): number {
  if (Math.abs(y) > 2 ** 64) return x === 1 ? 1 : x > 1 === y > 0 ? Infinity : 0;
  const isSubnormal = x < 2.2250738585072014e-308;
  double[0] = isSubnormal ? x * 2 ** 52 : x;
  // The words of 0x1.69555p-1, where the interval of mantissas begins.
  const from = word[high] - 0x3fe69555;
  const z = double[0] * powersOfTwo[1024 - (from >> 20)];
  const k = (from >> 20) - (isSubnormal ? 52 : 0);
  const i = (from >> 13) & 127;
  const inverse = powInverses[i];
  // r = z inverse - 1 is exact.
  const zHigh = z * 134217729 - (z * 134217729 - z);
  const rHigh = zHigh * inverse - 1;
  const rLow = (z - zHigh) * inverse;
  const r = rHigh + rLow;
  const start = k * ln2High + powLogs[i];
  const t = start + r;
  const t1 = k * ln2Low + powLogTails[i];
  const t2 = start - t + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const tail = ar3 * (a1 + r * a2 + ar2 * (a3 + r * a4 + ar2 * (a5 + r * a6)));
  const square = rHigh * (-0.5 * rHigh);
  const sum = t + square;
  const t3 = rLow * (ar + -0.5 * rHigh);
  const low = t1 + t2 + t3 + (t - sum + square) + tail;
  const log = sum + low;
  const logLow = sum - log + low;
  // y (log + logLow), its product exact.
  const exponent = y * log;
  const yHigh = y * 134217729 - (y * 134217729 - y);
  const logHigh = log * 134217729 - (log * 134217729 - log);
  const yLow = y - yHigh;
  const logRest = log - logHigh;
  const error = yLow * logRest - (exponent - yHigh * logHigh - yLow * logHigh - yHigh * logRest);
  if (!(exponent > -708 && exponent < 709)) return fusedPow(r, k, i, y);
  // As in exp.ts, with a second part of the exponent.
  const n = exponent * perLn2 + shift - shift;
  const s = exponent + n * expLn2High + n * expLn2Low + (y * logLow + error);
  const s2 = s * s;
  const head = expHeads[n & 127];
  const p = head * (expTails[n & 127] + s + s2 * (c2 + s * c3) + s2 * s2 * (c4 + s * c5));
  const out = head + p;
  const rest = p - (out - head);
  const bound = expBound + Math.abs(exponent) * 2 ** -65;
  const isSure = out + (rest + bound) === out && out + (rest - bound) === out;
  return isSure ? out * powersOfTwo[(n >> 7) + 1024] : fusedPow(r, k, i, y);
}

function fusedPow(r: number, k: number, i: number, y: number): number {
  const start = fma(k, ln2High, powLogs[i]);
  const t = start + r;
  const t1 = fma(k, ln2Low, powLogTails[i]);
  const t2 = start - t + r;
  const ar = -0.5 * r;
  const ar2 = r * ar;
  const ar3 = r * ar2;
  const sum = t + ar2;
  const t3 = fma(ar, r, -ar2);
  const t4 = t - sum + ar2;
  const end = fma(ar2, fma(r, a6, a5), fma(r, a4, a3));
  const tail = fma(ar2, end, fma(r, a2, a1));
  const low = fma(ar3, tail, t1 + t2 + t3 + t4);
  const log = sum + low;
  const logLow = sum - log + low;
  const exponent = y * log;
  if (Math.abs(exponent) >= 1024) return exponent > 0 ? Infinity : 0;
  return fusedExp(exponent, fma(y, logLow, fma(y, log, -exponent)));
}
