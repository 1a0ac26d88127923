// e^x - 1, log(1 + x) and tanh, within a unit in the last place; the C library's last bit for all but
// one argument in a thousand (glibc before 2.41 has the same formulas, in places fused). After fdlibm
// (s_expm1.c, s_log1p.c, s_tanh.c), Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and
// distribute this software is freely granted, provided that this notice is preserved.

import { double, high, powersOfTwo, word } from "./bits.js";

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const perLn2 = Math.LOG2E;

// Where fdlibm's argument reduction begins and where it rounds: ln 2 / 2 and 3 ln 2 / 2, nearly.
const halfLn2 = 0.3465735912322998;
const threeHalvesLn2 = 1.0397205352783203;

const q1 = -0.03333333333333313;
const q2 = 0.0015873015872548146;
const q3 = -7.93650757867488e-5;
const q4 = 4.008217827329362e-6;
const q5 = -2.0109921818362437e-7;

/** e^x - 1, also where e^x is nearly 1: for x near 0. */
export function expm1(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 2 ** -54 && size < 38)) return expm1AtTheEnds(x);
  if (size < halfLn2) {
    const h = 0.5 * x * x;
    return x - (x * quotient(x, h) - h);
  }
  // x = k ln 2 + r + c with |r| <= ln 2 / 2.
  const k = size < threeHalvesLn2 ? Math.sign(x) : Math.trunc(perLn2 * x + (x < 0 ? -0.5 : 0.5));
  const top = x - k * ln2High;
  const low = k * ln2Low;
  const r = top - low;
  const c = top - r - low;
  const h = 0.5 * r * r;
  const e = r * (quotient(r, h) - c) - c - h;
  if (k > 1) {
    const inverse = powersOfTwo[1024 - k];
    const y = k < 20 ? 1 - inverse - (e - r) : r - (e + inverse) + 1;
    return y * powersOfTwo[k + 1024];
  }
  if (k < -1) return (1 - (e - r)) * powersOfTwo[k + 1024] - 1;
  if (k < 0) return 0.5 * (r - e) - 0.5;
  return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
}

/** What e^r - 1 is less than r + h, by r; h = r²/2. */
function quotient(r: number, h: number): number {
  const h2 = h * h;
  const r1 = 1 + h * q1 + h2 * (q2 + h * q3) + h2 * h2 * (q4 + h * q5);
  const t = 3 - r1 * (0.5 * r);
  return h * ((r1 - t) / (6 - r * t));
}

function expm1AtTheEnds(x: number): number {
  if (Math.abs(x) < 2 ** -54) return x;
  if (!(x <= 709.782712893384)) return x * Infinity;
  if (x < 0) return -1;
  const k = Math.trunc(perLn2 * x + 0.5);
  const top = x - k * ln2High;
  const low = k * ln2Low;
  const r = top - low;
  const c = top - r - low;
  const h = 0.5 * r * r;
  const e = r * (quotient(r, h) - c) - c - h;
  const y = k > 56 ? 1 - (e - r) : r - (e + powersOfTwo[1024 - k]) + 1;
  return k === 1024 ? y * 2 * powersOfTwo[2047] : y * powersOfTwo[k + 1024];
}

/** (e^x - e^-x) / (e^x + e^-x) */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -55 || Number.isNaN(x)) return x;
  let y = 1;
  if (size < 1) {
    const t = expm1(-2 * size);
    y = -t / (t + 2);
  } else if (size < 22) {
    y = 1 - 2 / (expm1(2 * size) + 2);
  }
  return x < 0 ? -y : y;
}

const l1 = 0.6666666666666735;
const l2 = 0.3999999999940942;
const l3 = 0.2857142874366239;
const l4 = 0.22222198432149784;
const l5 = 0.1818357216161805;
const l6 = 0.15313837699209373;
const l7 = 0.14798198605116586;

/** log(1 + x), also where 1 + x is nearly 1: for x near 0. */
export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) {
    if (x === -1) return -Infinity;
    return x < -1 ? NaN : x;
  }
  const size = Math.abs(x);
  if (size < 2 ** -29) return size < 2 ** -54 ? x : x - x * x * 0.5;
  // 1 + x = 2^k (1 + f) with sqrt(2) / 2 < 1 + f < sqrt(2), and c is what 1 + x lost by rounding.
  let k = 0;
  let f = x;
  let c = 0;
  let digits = 1; // of 1 + f after its leading one
  double[0] = x;
  const top = word[high];
  if (!(top < 0x3fda827a && (top > 0 || top <= (0xbfd2bec3 | 0)))) {
    const u = x < 2 ** 53 ? 1 + x : x;
    double[0] = u;
    digits = word[high] & 0xfffff;
    k = (word[high] >> 20) - 1023;
    if (x < 2 ** 53) c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    if (digits >= 0x6a09e) {
      k++;
      digits = (0x100000 - digits) >> 2;
    }
    f = u * powersOfTwo[1024 - k] - 1;
  }
  const halfSquare = 0.5 * f * f;
  if (digits === 0) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + (c + k * ln2Low);
    const r = halfSquare * (1 - 0.6666666666666666 * f);
    return k === 0 ? f - r : k * ln2High - (r - (k * ln2Low + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r = z * l1 + z2 * (l2 + z * l3) + z4 * (l4 + z * l5) + z4 * z2 * (l6 + z * l7);
  if (k === 0) return f - (halfSquare - s * (halfSquare + r));
  return k * ln2High - (halfSquare - (s * (halfSquare + r) + (k * ln2Low + c)) - f);
}
