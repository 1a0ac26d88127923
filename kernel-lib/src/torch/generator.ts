// Random numbers equal to those of PyTorch on the CPU, torch.manual_seed(n), for the same seed.

import { cos, fma, log, log1p, sin } from "../libm/index.js";
import { allocate, type Data, type DType } from "../numpy/dtype.js";
import { MT19937 } from "../random/mt19937.js";

const { fround } = Math;

/** Half the width of `nn.Linear`'s uniform initial weights, in the order in which torch rounds. */
export function kaimingUniformBound(fanIn: number, negativeSlope: number = Math.sqrt(5)): number {
  const gain = Math.sqrt(2 / (1 + negativeSlope * negativeSlope));
  return Math.sqrt(3) * (gain / Math.sqrt(fanIn));
}

/** PyTorch's generator: what it draws from the stream, and in which order. */
export class Generator {
  #bits!: MT19937;
  #spareNormal: number | undefined;

  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /** Start the stream of `seed` anew; of larger seeds only the lowest 32 bits count. */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`manualSeed: ${seed} is not a whole number from 0 to 2^53 - 1`);
    }
    this.#bits = new MT19937(seed);
    this.#spareNormal = undefined;
    return this;
  }

  /** Uniform in [0, 1). */
  rand(size: number, dtype: DType): Data {
    return this.#fill("rand", size, dtype, () => this.#uniform(dtype));
  }

  /** Standard normal: float32 as torch on processors with AVX2, float64 within 1e-15 of torch. */
  randn(size: number, dtype: DType): Data {
    return this.#normals("randn", size, dtype, 0, 1);
  }

  /** Uniform in [from, to): `rand * (to - from) + from`, rounded once. */
  uniform(size: number, dtype: DType, from: number, to: number): Data {
    const round = dtype === "float32" ? fround : (x: number) => x;
    const [start, width] = [round(from), round(round(to) - round(from))];
    if (!Number.isFinite(width) || width < 0) {
      throw new RangeError(`uniform: ${from} to ${to} is not a finite range; give from <= to`);
    }
    const scale = dtype === "float32" ? multiplyAdd32 : fma;
    return this.#fill("uniform", size, dtype, () => scale(this.#uniform(dtype), width, start));
  }

  /** Normal with the given mean and standard deviation. */
  normal(size: number, dtype: DType, mean: number, std: number): Data {
    if (!Number.isFinite(mean) || !Number.isFinite(std) || std < 0) {
      throw new RangeError(
        `normal: mean ${mean}, std ${std}; give a finite mean and a finite std >= 0`,
      );
    }
    return this.#normals("normal", size, dtype, mean, std);
  }

  /** Whole numbers from `low` up to, not including, `high`. */
  randint(size: number, low: number, high: number): Int32Array {
    const range = high - low;
    if (low !== (low | 0) || high - 1 !== ((high - 1) | 0) || range <= 0) {
      throw new RangeError(
        `randint: there is no int32 from ${low} up to, not including, ${high}; give low < high`,
      );
    }
    const out = new Int32Array(checkSize("randint", size));
    for (let i = 0; i < size; i++) out[i] = low + this.#below(range);
    return out;
  }

  /** The numbers 0 to n - 1 in random order. */
  randperm(n: number): Int32Array {
    const out = Int32Array.from({ length: checkSize("randperm", n) }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.#bits.nextUint32() % (n - i));
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  }

  /** 1 with probability `p`, else 0. Torch built with MKL on an Intel processor draws otherwise. */
  bernoulli(size: number, p: number, dtype: DType): Data {
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`bernoulli: p is ${p}; give a probability from 0 to 1`);
    }
    const out = allocate(dtype, checkSize("bernoulli", size));
    for (let i = 0; i < size; i++) out[i] = Number(this.#uniform("float64") < p);
    return out;
  }

  #uniform(dtype: DType): number {
    if (dtype === "float32") return (this.#bits.nextUint32() & 0xffffff) / 2 ** 24;
    const high = this.#bits.nextUint32() & 0x1fffff;
    return (high * 2 ** 32 + this.#bits.nextUint32()) / 2 ** 53;
  }

  /** Long ranges take 64 bits, so that the remainder does not favour some numbers. */
  #below(range: number): number {
    const high = this.#bits.nextUint32();
    if (range < 2 ** 28) return high % range;
    const bits = (BigInt(high) << 32n) | BigInt(this.#bits.nextUint32());
    return Number(bits % BigInt(range));
  }

  #fill(who: string, size: number, dtype: DType, draw: () => number): Data {
    checkFloat(who, dtype);
    const out = allocate(dtype, checkSize(who, size));
    for (let i = 0; i < size; i++) out[i] = draw();
    return out;
  }

  /** One by one below 16, else in blocks of 16; the rest of a last block is drawn once more. */
  #normals(who: string, size: number, dtype: DType, mean: number, std: number): Data {
    if (size < 16) return this.#fill(who, size, dtype, () => fma(this.#nextNormal(), std, mean));
    const out = this.#fill(who, size, dtype, () => this.#uniform(dtype));
    const transform = dtype === "float32" ? boxMuller32 : boxMuller64;
    const block = (start: number) => transform(out.subarray(start, start + 16), mean, std);
    for (let start = 0; start + 16 <= size; start += 16) block(start);
    if (size % 16 > 0) {
      for (let i = size - 16; i < size; i++) out[i] = this.#uniform(dtype);
      block(size - 16);
    }
    return out;
  }

  /** By Box and Muller, in float64, two at a time: the other comes next, whatever its dtype. */
  #nextNormal(): number {
    const spare = this.#spareNormal;
    this.#spareNormal = undefined;
    if (spare !== undefined) return spare;
    const angle = 2 * Math.PI * this.#uniform("float64");
    const radius = Math.sqrt(-2 * log1p(-this.#uniform("float64")));
    this.#spareNormal = radius * sin(angle);
    return radius * cos(angle);
  }
}

/** The generator of the functions that are not given one; its first seed is torch's. */
export const generator: Generator = new Generator(67280421310721);

function checkSize(who: string, size: number): number {
  if (Number.isInteger(size) && size >= 0) return size;
  throw new RangeError(`${who}: size ${size} is not a whole number >= 0`);
}

function checkFloat(who: string, dtype: DType): void {
  if (dtype === "float32" || dtype === "float64") return;
  throw new TypeError(`${who}: cannot draw ${dtype}; use float32 or float64`);
}

// ---- sixteen uniform numbers made normal: the first eight give the radius, the others the angle

// Float64 may differ from torch's in the last bits, as torch does from machine to machine: there it
// takes the C library's sine and cosine, and glibc's (LGPL) may not be copied here.
function boxMuller64(block: Data, mean: number, std: number): void {
  for (let i = 0; i < 8; i++) {
    const radius = Math.sqrt(-2 * log(1 - block[i]));
    const angle = 2 * Math.PI * block[i + 8];
    block[i] = fma(radius * cos(angle), std, mean);
    block[i + 8] = fma(radius * sin(angle), std, mean);
  }
}

function boxMuller32(block: Data, mean: number, std: number): void {
  const [mean32, std32, turn] = [fround(mean), fround(std), fround(2 * Math.PI)];
  for (let i = 0; i < 8; i++) {
    const radius = fround(Math.sqrt(-2 * log32(1 - block[i])));
    const [sin, cos] = sinCos32(fround(turn * block[i + 8]));
    block[i] = multiplyAdd32(fround(radius * cos), std32, mean32);
    block[i + 8] = multiplyAdd32(fround(radius * sin), std32, mean32);
  }
}

// Torch's logarithm, sine and cosine of float32 on processors with AVX2: Cephes's polynomials as
// in avx_mathfun.h of Giovanni Garberoglio (after Julien Pommier, zlib licence).

/** x y + z for float32 numbers: the product is exact in float64. */
function multiplyAdd32(x: number, y: number, z: number): number {
  return fround(x * y + z);
}

function polynomial32(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => multiplyAdd32(sum, x, c));
}

const logCoefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1,
  -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(fround);
const cosCoefficients = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(
  fround,
);
const sinCoefficients = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(fround);
const ln2Parts = [-2.1219444e-4, 0.693359375].map(fround);
const quarterTurns = [-0.78515625, -2.4187564849853516e-4, -3.774894977445941e-8].map(fround);

/** log x for x in (0, 1]. */
function log32(x: number): number {
  let exponent = 0;
  let mantissa = x;
  for (; mantissa < 0.5; mantissa *= 2) exponent--;
  if (mantissa === 1) [mantissa, exponent] = [0.5, 1];
  if (mantissa < fround(Math.SQRT1_2)) [mantissa, exponent] = [2 * mantissa, exponent - 1];
  const r = fround(mantissa - 1);
  const square = fround(r * r);
  const cubic = fround(polynomial32(logCoefficients, r) * r);
  const high = multiplyAdd32(cubic, square, fround(exponent * ln2Parts[0]));
  const tail = multiplyAdd32(square, -0.5, high);
  return multiplyAdd32(exponent, ln2Parts[1], fround(r + tail));
}

/** [sin x, cos x] for x in [0, 2 pi]. */
function sinCos32(x: number): readonly [number, number] {
  const scaled = Math.trunc(fround(x * fround(4 / Math.PI)));
  const eighths = scaled + (scaled & 1);
  const r = quarterTurns.reduce((rest, part) => multiplyAdd32(eighths, part, rest), x);
  const square = fround(r * r);
  const cosTail = fround(polynomial32(cosCoefficients, square) * square);
  const cos = fround(multiplyAdd32(cosTail, square, -0.5 * square) + 1);
  const sinTail = fround(polynomial32(sinCoefficients, square) * square);
  const sin = multiplyAdd32(sinTail, r, r);
  const [s, c] = eighths & 2 ? [cos, -sin] : [sin, cos];
  return eighths & 4 ? [-s, -c] : [s, c];
}
