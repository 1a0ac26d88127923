// The four element types, and which of them a result has. There is no int64: whole numbers are
// float64 unless int32 is asked for.

export type DType = "float64" | "float32" | "int32" | "bool";

/** Elements, row by row. */
export type Data = Float64Array | Float32Array | Int32Array | Uint8Array;

const classes = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

export function allocate(dtype: DType, size: number): Data {
  return new classes[dtype](size);
}

export function dtypeOf(data: Data): DType {
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "bool";
}

export function checkDType(who: string, dtype: DType): DType {
  if (Object.hasOwn(classes, dtype)) return dtype;
  throw new TypeError(`${who}: no dtype ${dtype}; use ${Object.keys(classes).join(", ")}`);
}

const isInt32 = (x: number): boolean => x === (x | 0);

/** Elements in another dtype; to int32 only whole numbers that it holds: no cutting, no wrapping. */
export function cast(who: string, from: Data | readonly number[], dtype: DType): Data {
  const out = allocate(dtype, from.length);
  if (dtype === "float64" || dtype === "float32") {
    out.set(from);
    return out;
  }
  for (let i = 0; i < from.length; i++) {
    if (dtype === "int32" && !isInt32(from[i])) {
      throw new RangeError(`${who}: ${from[i]} is not an int32; use float64`);
    }
    out[i] = dtype === "int32" ? from[i] : Number(from[i] !== 0);
  }
  return out;
}

/** The dtype that holds both: int32 with float32 is float64, as in NumPy. */
export function promote(a: DType, b: DType): DType {
  if (a === b) return a;
  if (a === "bool") return b;
  if (b === "bool") return a;
  return "float64";
}

/** The dtype of an array's result with a plain number, which keeps int32 and float32 if it can. */
export function promoteNumber(who: string, a: DType, x: number): DType {
  if (a === "float64" || a === "float32") return a;
  if (!Number.isInteger(x)) return "float64";
  if (!isInt32(x)) throw new RangeError(`${who}: ${x} is not an int32; use float64`);
  return "int32";
}

/** The dtype of exp, sqrt, division, mean: float32 keeps its own. */
export function floatDType(dtype: DType): DType {
  return dtype === "float32" ? "float32" : "float64";
}

export const isFloat = (dtype: DType): boolean => dtype === "float32" || dtype === "float64";

let defaultDtype: DType = "float32";

/** The dtype of new tensors of numbers; float32 until set. */
export const getDefaultDtype = (): DType => defaultDtype;

export function setDefaultDtype(dtype: DType): void {
  if (!isFloat(dtype)) throw new TypeError(`setDefaultDtype: ${dtype} is not float32 or float64`);
  defaultDtype = dtype;
}
