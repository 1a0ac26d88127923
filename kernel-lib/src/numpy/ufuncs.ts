// The operations element by element, one line each: the formula and the dtype of the result.
import { cos, exp, log, sin, tanh } from "../libm/index.js";
import { type DType, dtypeOf, floating } from "./dtype.js";
import type { Operand, Raw } from "./loops.js";
import * as loops from "./loops.js";

type Rule = (common: DType) => DType;

/** Refuses truth values. */
const numeric =
  (who: string): Rule =>
  (dtype) => {
    if (dtype !== "bool") return dtype;
    throw new TypeError(`${who}: not defined for bool arrays; use astype("int32")`);
  };

// ---- of one array -----------------------------------------------------------------------

export type Unary = "neg" | "abs" | "exp" | "log" | "sqrt" | "tanh" | "sin" | "cos";

const one =
  (who: string, f: loops.Unary, rule: Rule = floating) =>
  (a: Raw): Raw =>
    loops.map(who, f, a, rule(dtypeOf(a.data)));

export const unary: Record<Unary, (a: Raw) => Raw> = {
  neg: one("neg", (x) => -x, numeric("neg")),
  abs: one("abs", Math.abs, (dtype) => dtype),
  exp: one("exp", exp),
  log: one("log", log),
  sqrt: one("sqrt", Math.sqrt),
  tanh: one("tanh", tanh),
  sin: one("sin", sin),
  cos: one("cos", cos),
};

// ---- of two operands --------------------------------------------------------------------

export type Arithmetic = "add" | "sub" | "mul" | "div" | "pow" | "maximum" | "minimum";
type Comparison = "greater" | "greaterEqual" | "less" | "lessEqual" | "equal" | "notEqual";
export type Binary = Arithmetic | Comparison;

type Two = (a: Operand, b: Operand) => Raw;

const two =
  (who: string, f: loops.Binary, rule: Rule = (dtype) => dtype): Two =>
  (a, b) =>
    loops.zip(who, f, a, b, rule);

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

function pow(a: Operand, b: Operand): Raw {
  const isFloat = loops.commonDType("pow", a, b).startsWith("float");
  if (isFloat) return loops.zip("pow", power, a, b, (dtype) => dtype);
  return loops.zip("pow", wholePower, a, b, () => "int32");
}

/** Beside int32 and bool arrays a plain number is compared as it is, decimals and all. */
const compare = (who: string, f: (x: number, y: number) => boolean): Two => {
  const isWhole = (x: Operand) => typeof x === "object" && !dtypeOf(x.data).startsWith("float");
  const bit = (x: number, y: number) => (f(x, y) ? 1 : 0);
  return (a, b) => {
    const [x, y] = [isWhole(b) ? loops.rawOf(a) : a, isWhole(a) ? loops.rawOf(b) : b];
    return loops.zip(who, bit, x, y, () => "bool");
  };
};

export const binary: Record<Binary, Two> = {
  add: two("add", (x, y) => x + y),
  sub: two("sub", (x, y) => x - y, numeric("sub")),
  mul: two("mul", (x, y) => x * y),
  div: two("div", (x, y) => x / y, floating),
  pow,
  maximum: two("maximum", Math.max),
  minimum: two("minimum", Math.min),
  greater: compare("greater", (x, y) => x > y),
  greaterEqual: compare("greaterEqual", (x, y) => x >= y),
  less: compare("less", (x, y) => x < y),
  lessEqual: compare("lessEqual", (x, y) => x <= y),
  equal: compare("equal", (x, y) => x === y),
  notEqual: compare("notEqual", (x, y) => x !== y),
};
