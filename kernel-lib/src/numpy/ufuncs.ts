// The element-wise operations, one line each: the formula and the dtype of the result.
import * as libm from "../libm/index.js";
import { type DType, dtypeOf, floatDType, isFloat } from "./dtype.js";
import type { Operand, Raw } from "./loops.js";
import * as loops from "./loops.js";

/** The dtype of a result, from what its operands have in common. */
type ResultDType = (common: DType) => DType;

/** Refuses truth values. */
const numeric =
  (who: string): ResultDType =>
  (dtype) => {
    if (dtype !== "bool") return dtype;
    throw new TypeError(`${who}: not defined for bool arrays; use astype("int32")`);
  };

// ---- unary ------------------------------------------------------------------------------

export type Unary = "neg" | "abs" | "exp" | "log" | "sqrt" | "tanh" | "sin" | "cos";

const unaryOperation =
  (who: string, f: loops.Unary, resultDType: ResultDType = floatDType) =>
  (a: Raw): Raw => {
    loops.checkArray(who, a);
    return loops.map(who, f, a, resultDType(dtypeOf(a.data)));
  };

export const unary: Record<Unary, (a: Raw) => Raw> = {
  neg: unaryOperation("neg", (x) => -x, numeric("neg")),
  abs: unaryOperation("abs", Math.abs, (dtype) => dtype),
  exp: unaryOperation("exp", libm.exp),
  log: unaryOperation("log", libm.log),
  sqrt: unaryOperation("sqrt", Math.sqrt),
  tanh: unaryOperation("tanh", libm.tanh),
  sin: unaryOperation("sin", libm.sin),
  cos: unaryOperation("cos", libm.cos),
};

// ---- binary -----------------------------------------------------------------------------

export type Arithmetic = "add" | "sub" | "mul" | "div" | "pow" | "maximum" | "minimum";
type Comparison = "greater" | "greaterEqual" | "less" | "lessEqual" | "equal" | "notEqual";
export type Binary = Arithmetic | Comparison;

type BinaryOperation = (a: Operand, b: Operand) => Raw;

const sameDType: ResultDType = (dtype) => dtype;

const binaryOperation =
  (who: string, f: loops.Binary, resultDType: ResultDType = sameDType): BinaryOperation =>
  (a, b) =>
    loops.zip(who, f, a, b, resultDType);

/** x to the power y; squares and square roots as NumPy takes them. */
function power(x: number, y: number): number {
  if (y === 2) return x * x;
  return y === 0.5 && x !== -Infinity ? Math.sqrt(x) : libm.pow(x, y);
}

function wholePower(x: number, y: number): number {
  if (y < 0)
    throw new RangeError(`pow: int32 to the power ${y} is not a whole number; use float64`);
  return power(x, y);
}

function pow(a: Operand, b: Operand): Raw {
  loops.checkOperand("pow", a);
  loops.checkOperand("pow", b);
  if (isFloat(loops.commonDType("pow", a, b))) return loops.zip("pow", power, a, b, sameDType);
  return loops.zip("pow", wholePower, a, b, () => "int32");
}

/** Beside int32 and bool arrays a plain number is compared as it is, with its decimals. */
const comparison = (who: string, f: (x: number, y: number) => boolean): BinaryOperation => {
  const isIntegerArray = (x: Operand) => typeof x === "object" && !isFloat(dtypeOf(x.data));
  const truth = (x: number, y: number) => (f(x, y) ? 1 : 0);
  return (a, b) => {
    loops.checkOperand(who, a);
    loops.checkOperand(who, b);
    const x = isIntegerArray(b) ? loops.rawOf(a) : a;
    const y = isIntegerArray(a) ? loops.rawOf(b) : b;
    return loops.zip(who, truth, x, y, () => "bool");
  };
};

export const binary: Record<Binary, BinaryOperation> = {
  add: binaryOperation("add", (x, y) => x + y),
  sub: binaryOperation("sub", (x, y) => x - y, numeric("sub")),
  mul: binaryOperation("mul", (x, y) => x * y),
  div: binaryOperation("div", (x, y) => x / y, floatDType),
  pow,
  maximum: binaryOperation("maximum", Math.max),
  minimum: binaryOperation("minimum", Math.min),
  greater: comparison("greater", (x, y) => x > y),
  greaterEqual: comparison("greaterEqual", (x, y) => x >= y),
  less: comparison("less", (x, y) => x < y),
  lessEqual: comparison("lessEqual", (x, y) => x <= y),
  equal: comparison("equal", (x, y) => x === y),
  notEqual: comparison("notEqual", (x, y) => x !== y),
};
