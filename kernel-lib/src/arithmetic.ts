// The operations element by element, each with its formula and the dtype of its result.
import { type DType, dtypeOf, floating } from "./dtype.js";
import {
  type Binary,
  commonDType,
  map,
  type Operand,
  type Raw,
  rawOf,
  type Unary,
  zip,
} from "./loops.js";

type Rule = (common: DType) => DType;

const kept: Rule = (dtype) => dtype;
const compared: Rule = () => "bool";

/** For operations that have no meaning for truth values. */
const numeric =
  (who: string): Rule =>
  (dtype) => {
    if (dtype !== "bool") return dtype;
    throw new TypeError(`${who}: not defined for bool arrays; use astype("int32")`);
  };

// ---- of two operands --------------------------------------------------------------------

export const add = (a: Operand, b: Operand): Raw => zip("add", (x, y) => x + y, a, b, kept);
export const sub = (a: Operand, b: Operand): Raw =>
  zip("sub", (x, y) => x - y, a, b, numeric("sub"));
export const mul = (a: Operand, b: Operand): Raw => zip("mul", (x, y) => x * y, a, b, kept);
export const div = (a: Operand, b: Operand): Raw => zip("div", (x, y) => x / y, a, b, floating);
export const maximum = (a: Operand, b: Operand): Raw => zip("maximum", Math.max, a, b, kept);
export const minimum = (a: Operand, b: Operand): Raw => zip("minimum", Math.min, a, b, kept);

/** x ** y as in C and NumPy, where 1 ** nan and (-1) ** inf are 1. */
function power(x: number, y: number): number {
  if (y === 2) return x * x;
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1;
  return y === 0.5 && x !== -Infinity ? Math.sqrt(x) : x ** y;
}

function wholePower(x: number, y: number): number {
  if (y < 0) throw new RangeError(`pow: int32 to the power ${y} is no whole number; use float64`);
  return power(x, y);
}

export function pow(a: Operand, b: Operand): Raw {
  const whole = commonDType("pow", a, b) === "int32" || commonDType("pow", a, b) === "bool";
  return zip("pow", whole ? wholePower : power, a, b, (dtype) => (whole ? "int32" : dtype));
}

const isWhole = ({ data }: Raw): boolean => !dtypeOf(data).startsWith("float");

/** Whole numbers are compared as they are: a plain number beside them may have decimals. */
function compare(who: string, f: (x: number, y: number) => boolean, a: Operand, b: Operand): Raw {
  const plain = (x: Operand, other: Operand): Operand =>
    typeof other !== "number" && isWhole(other) ? rawOf(x) : x;
  const bit: Binary = (x, y) => (f(x, y) ? 1 : 0);
  return zip(who, bit, plain(a, b), plain(b, a), compared);
}

export const greater = (a: Operand, b: Operand): Raw => compare("greater", (x, y) => x > y, a, b);
export const greaterEqual = (a: Operand, b: Operand): Raw =>
  compare("greaterEqual", (x, y) => x >= y, a, b);
export const less = (a: Operand, b: Operand): Raw => compare("less", (x, y) => x < y, a, b);
export const lessEqual = (a: Operand, b: Operand): Raw =>
  compare("lessEqual", (x, y) => x <= y, a, b);
export const equal = (a: Operand, b: Operand): Raw => compare("equal", (x, y) => x === y, a, b);
export const notEqual = (a: Operand, b: Operand): Raw =>
  compare("notEqual", (x, y) => x !== y, a, b);

// ---- of one array -----------------------------------------------------------------------

const smooth = (who: string, f: Unary, a: Raw): Raw => map(who, f, a, floating(dtypeOf(a.data)));

export const neg = (a: Raw): Raw => map("neg", (x) => -x, a, numeric("neg")(dtypeOf(a.data)));
export const abs = (a: Raw): Raw => map("abs", Math.abs, a, dtypeOf(a.data));
export const exp = (a: Raw): Raw => smooth("exp", Math.exp, a);
export const log = (a: Raw): Raw => smooth("log", Math.log, a);
export const sqrt = (a: Raw): Raw => smooth("sqrt", Math.sqrt, a);
export const tanh = (a: Raw): Raw => smooth("tanh", Math.tanh, a);
export const sin = (a: Raw): Raw => smooth("sin", Math.sin, a);
export const cos = (a: Raw): Raw => smooth("cos", Math.cos, a);
