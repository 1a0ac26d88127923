// Random numbers equal to NumPy's legacy generator, np.random.seed(n), for the same seed.
import { log } from "../libm/index.js";

/** MT19937 of Matsumoto and Nishimura: 32 random bits a call. */
export class MT19937 {
  readonly #state: Uint32Array = new Uint32Array(624);
  #next = 624;

  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < 624; i++) {
      state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  nextUint32(): number {
    if (this.#next === 624) this.#refill();
    let y = this.#state[this.#next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < 624; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
      state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

/** NumPy's RandomState: what it draws from the stream, and in which order. */
export class RandomState {
  readonly #bits: MT19937;
  #spareNormal: number | undefined;

  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(`seed: ${seed} is not a whole number from 0 to 2^32 - 1`);
    }
    this.#bits = new MT19937(seed);
  }

  nextUint32(): number {
    return this.#bits.nextUint32();
  }

  /** Uniform in [0, 1), 53 bits. */
  random(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Standard normal by the polar method, which makes two at a time: the other comes next. */
  gauss(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.random() - 1;
      const y = 2 * this.random() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * log(square)) / square);
      this.#spareNormal = factor * x;
      return factor * y;
    }
  }

  /** A whole number from 0 to `max` (included, below 2^32): draws within the next power of two. */
  interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const draw = (this.nextUint32() & mask) >>> 0;
      if (draw <= max) return draw;
    }
  }

  /** Fisher and Yates, from the end. */
  shuffle(values: Int32Array | number[]): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.interval(i);
      [values[i], values[j]] = [values[j], values[i]];
    }
  }
}
