// The decimal digits of one number, as the printers of format.ts need them.

/** ±d.ddd × 10^exponent, written by its digits: no trailing zeros, "0" for zero. */
interface Decimal {
  readonly sign: "" | "-";
  readonly digits: string;
  readonly exponent: number;
}

function parse(exponential: string, x: number): Decimal {
  const [mantissa, exponent] = exponential.split("e");
  const digits = mantissa.replace(/[-.]/g, "").replace(/(?<=.)0+$/, "");
  return { sign: x < 0 || Object.is(x, -0) ? "-" : "", digits, exponent: Number(exponent) };
}

/** A hundred digits are enough: a double that agrees with a tie so far is that tie. */
const exact = (x: number): Decimal => parse(x.toExponential(100), x);

function fromInteger(n: bigint, sign: Decimal["sign"], lastExponent: number): Decimal {
  const text = `${n}`;
  const exponent = n === 0n ? 0 : lastExponent + text.length - 1;
  return { sign, digits: text.replace(/(?<=.)0+$/, ""), exponent };
}

/** The first `count` digits, rounded; an exact tie goes to the even digit, as in C and Python. */
function roundDigits(decimal: Decimal, count: number): Decimal {
  const { sign, digits, exponent } = decimal;
  if (digits.length <= count) return decimal;
  const kept = BigInt(digits.slice(0, Math.max(count, 0)) || 0);
  const rest = digits.slice(Math.max(count, 0));
  const up = count >= 0 && (rest === "5" ? kept % 2n === 1n : rest >= "5");
  return fromInteger(up ? kept + 1n : kept, sign, exponent - count + 1);
}

function toNumber({ sign, digits, exponent }: Decimal): number {
  return Number(`${sign}${digits}e${exponent - digits.length + 1}`);
}

/** The next decimal of `count` digits, away from zero. */
function nextDecimal({ sign, digits, exponent }: Decimal, count: number): Decimal {
  return fromInteger(BigInt(digits.padEnd(count, "0")) + 1n, sign, exponent - count + 1);
}

/**
 * The fewest digits that read back as the finite x, among doubles or among float32 numbers.
 * Below a power of two the next float32 is half as far as above it, so fewer digits may reach x
 * from beyond than the nearest decimal needs.
 */
function shortest(x: number, float32 = false): Decimal {
  if (!float32) return parse(x.toExponential(), x);
  const all = exact(x);
  for (let count = 1; ; count++) {
    const nearest = roundDigits(all, count);
    const candidates = [nearest, nextDecimal(nearest, count)];
    const found = candidates.find((decimal) => Math.fround(toNumber(decimal)) === x);
    if (found) return found;
  }
}

/** x in as many digits as `count` makes of the fewest it needs; rounded once, from x itself. */
function digitsOf(x: number, float32: boolean, count: (short: Decimal) => number): Decimal {
  const short = shortest(x, float32);
  const wanted = count(short);
  return wanted === short.digits.length ? short : roundDigits(exact(x), wanted);
}

/** A number's text in parts, so that a column of them can be aligned. */
export type Parts = readonly [integer: string, fraction: string, exponent: string];

/** x with at most `decimals` decimals: ["-12", ".5", ""], ["3", ".", ""]. */
export function positional(x: number, decimals: number, float32 = false): Parts {
  const { sign, digits, exponent } = digitsOf(x, float32, (short) =>
    Math.min(short.digits.length, short.exponent + 1 + decimals),
  );
  const text = "0".repeat(Math.max(0, -exponent)) + digits.padEnd(exponent + 1, "0");
  const point = Math.max(0, exponent) + 1;
  return [sign + text.slice(0, point), `.${text.slice(point)}`, ""];
}

/** x with an exponent, to `least` digits or more: ["1", ".25", "e-07"], ["1", ".", "e+100"]. */
export function scientific(x: number, decimals: number, float32 = false, least = 0): Parts {
  const { sign, digits, exponent } = digitsOf(x, float32, (short) =>
    Math.min(Math.max(short.digits.length, least), decimals + 1),
  );
  const size = `${Math.abs(exponent)}`.padStart(2, "0");
  return [sign + digits.slice(0, 1), `.${digits.slice(1)}`, `e${exponent < 0 ? "-" : "+"}${size}`];
}

/** NaN and the infinities as Python and C print them. */
export function special(x: number): string {
  return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";
}

/** One number as Python prints it, with every digit it needs: 0.1, 3.0, 1e-05, 1e+16, nan. */
export function pythonNumber(x: number, float32 = false): string {
  if (!Number.isFinite(x)) return special(x);
  const size = Math.abs(x);
  const tooLarge = float32 ? 1e6 : 1e16;
  const write = size >= tooLarge || (size < 1e-4 && x !== 0) ? scientific : positional;
  const [integer, fraction, exponent] = write(x, Infinity, float32);
  if (fraction !== ".") return integer + fraction + exponent;
  return integer + (exponent || ".0");
}
