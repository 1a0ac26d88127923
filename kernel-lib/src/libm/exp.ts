// The exponential function as the C library has it (glibc 2.28 and later, on processors with a fused
// multiply-add). After Arm's optimized-routines (math/exp.c, Copyright (c) 2018-2025, Arm Limited,
// MIT).
//
// e^x = 2^m 2^(i/128) e^r with |r| <= ln 2 / 256. The fast way rounds every product, which the C
// library does not; so it also bounds what that may change, and where the bound crosses a rounding
// boundary (once in 60) `fusedExp` repeats each operation as the C library has it.

import { powersOfTwo } from "./bits.js";
import { fma } from "./fma.js";
import { expHeads, expTails } from "./tables.js";

export const perLn2: number = 184.6649652337873; // 128 / ln 2
export const ln2High: number = -0.005415212348111709; // -ln 2 / 128
export const ln2Low: number = -1.2864023111638346e-14;
export const c2: number = 0.49999999999996786;
export const c3: number = 0.16666666666665886;
export const c4: number = 0.0416666808410674;
export const c5: number = 0.008333335853059549;

/** Adding it and taking it off rounds to a whole number. */
export const shift: number = 6755399441055744;

/** What the fused multiplications may change in a mantissa. */
export const bound: number = 2 ** -59;

/** e^x, to the last bit of glibc. */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return Number.isNaN(x) ? x : fusedExp(x, 0);
  const k = x * perLn2 + shift - shift;
  const i = k & 127;
  const r = x + k * ln2High + k * ln2Low;
  const r2 = r * r;
  const head = expHeads[i];
  const p = head * (expTails[i] + r + r2 * (c2 + r * c3) + r2 * r2 * (c4 + r * c5));
  const y = head + p;
  const rest = p - (y - head);
  if (y + (rest + bound) === y && y + (rest - bound) === y) return y * powersOfTwo[(k >> 7) + 1024];
  return fusedExp(x, 0);
}

/** e^(x + low), operation by operation as glibc computes it. */
export function fusedExp(x: number, low: number): number {
  if (x >= 1024) return Infinity;
  if (x <= -1024) return 0;
  const k = x * perLn2 + shift - shift;
  const i = k & 127;
  const m = k >> 7;
  const r = fma(k, ln2Low, fma(k, ln2High, x)) + low;
  const r2 = r * r;
  const tail = fma(r2, fma(r, c3, c2), expTails[i] + r);
  const growth = fma(r2 * r2, fma(r, c5, c4), tail);
  if (x > -512) {
    const y = fma(expHeads[i], growth, expHeads[i]);
    if (m > 1024) return Infinity;
    return m === 1024 ? y * 2 * powersOfTwo[2047] : y * powersOfTwo[m + 1024];
  }
  // The result may be subnormal: round it to the digits it will have, then scale it. The compiler
  // shares the product here and so does not fuse it.
  const head = expHeads[i] * powersOfTwo[m + 1022 + 1024];
  const product = head * growth;
  let y = head + product;
  if (y < 1) {
    const sum = 1 + y;
    y = sum + (1 - sum + y + (head - y + product)) - 1;
  }
  return y * 2.2250738585072014e-308;
}
