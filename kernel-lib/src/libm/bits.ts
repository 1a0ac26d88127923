// The exponent of a double, read and scaled by.

/** One double, seen as two words: `word[high]` holds its sign, its exponent and its first digits. */
export const double: Float64Array = new Float64Array(1);
export const word: Int32Array = new Int32Array(double.buffer);
export const high: number = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** 2^(i - 1024) for i from 0 to 2047: all from the inverse of the largest one up. */
export const powersOfTwo: Float64Array = new Float64Array(2048);
powersOfTwo[0] = 5.562684646268003e-309;
for (let i = 1; i < powersOfTwo.length; i++) powersOfTwo[i] = 2 * powersOfTwo[i - 1];
