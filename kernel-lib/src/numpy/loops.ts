// The loops under the arrays' methods: plain arrays in, plain arrays out.
import { allocate, cast, type Data, type DType, dtypeOf, promote, promoteNumber } from "./dtype.js";
import {
  broadcastShapes,
  checkMatMul,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
  stridesOf,
} from "./shape.js";

/** An array without its methods: row-major elements and their shape. */
export interface Raw {
  readonly data: Data;
  readonly shape: Shape;
}

// ---- places -----------------------------------------------------------------------------

/** Where the elements of a strided view stand, in row-major order of the view. */
export function offsets(shape: Shape, strides: readonly number[]): Int32Array {
  const out = new Int32Array(sizeOf(shape));
  if (out.length === 0) return out;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    for (let i = 1; i < shape[axis]; i++) {
      const step = i * strides[axis];
      for (let k = 0; k < filled; k++) out[i * filled + k] = out[k] + step;
    }
    filled *= shape[axis];
  }
  return out;
}

export function gather<T extends Data>(data: T, places: Int32Array): T {
  const out = allocate(dtypeOf(data), places.length) as T;
  for (let i = 0; i < places.length; i++) out[i] = data[places[i]];
  return out;
}

/** The strides of `from` read as if it had the shape `to`: 0 along stretched axes. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const lead = to.length - from.length;
  const strides = stridesOf(from);
  return to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : strides[axis - lead]));
}

export function broadcastTo({ data, shape }: Raw, to: Shape): Data {
  return sameShape(shape, to) ? data : gather(data, offsets(to, broadcastStrides(shape, to)));
}

// ---- element by element -----------------------------------------------------------------

/** The array a loop writes to: whole numbers go through doubles, so that overflow shows. */
export const scratch = (dtype: DType, size: number): Data =>
  allocate(dtype === "float32" ? "float32" : "float64", size);

/** What was computed, in its dtype. */
export const settle = (who: string, data: Data, dtype: DType): Data =>
  dtypeOf(data) === dtype ? data : cast(who, data, dtype);

export type Unary = (x: number) => number;
export type Binary = (x: number, y: number) => number;

export function map(who: string, f: Unary, a: Raw, dtype: DType): Raw {
  const { data, shape } = a;
  const out = scratch(dtype, data.length);
  for (let i = 0; i < out.length; i++) out[i] = f(data[i]);
  return { data: settle(who, out, dtype), shape };
}

function fill(out: Data, f: Binary, a: Data, b: Data, aShape: Shape, bShape: Shape, to: Shape) {
  const n = out.length;
  if (a.length === n && b.length === n) {
    for (let i = 0; i < n; i++) out[i] = f(a[i], b[i]);
  } else if (b.length === 1) {
    const y = b[0];
    for (let i = 0; i < n; i++) out[i] = f(a[i], y);
  } else if (a.length === 1) {
    const x = a[0];
    for (let i = 0; i < n; i++) out[i] = f(x, b[i]);
  } else {
    const aStrides = broadcastStrides(aShape, to);
    const bStrides = broadcastStrides(bShape, to);
    const [aStep = 0, bStep = 0, row = 1] = [aStrides.pop(), bStrides.pop(), to.at(-1)];
    const aRows = offsets(to.slice(0, -1), aStrides);
    const bRows = offsets(to.slice(0, -1), bStrides);
    for (let r = 0, i = 0; r < aRows.length; r++) {
      let [p, q] = [aRows[r], bRows[r]];
      for (const end = i + row; i < end; i++, p += aStep, q += bStep) out[i] = f(a[p], b[q]);
    }
  }
}

/** What may stand in an operation: a plain number takes the dtype of the array beside it. */
export type Operand = Raw | number;

export function commonDType(who: string, a: Operand, b: Operand): DType {
  if (typeof b === "number") {
    return typeof a === "number" ? "float64" : promoteNumber(who, dtypeOf(a.data), b);
  }
  return typeof a === "number"
    ? promoteNumber(who, dtypeOf(b.data), a)
    : promote(dtypeOf(a.data), dtypeOf(b.data));
}

/** A number as an array of shape []. */
export const rawOf = (x: Operand, dtype: DType = "float64"): Raw =>
  typeof x === "number" ? { data: cast("number", [x], dtype), shape: [] } : x;

/** f over two arrays that broadcast; `dtype` says what the operands' common dtype becomes. */
export function zip(
  who: string,
  f: Binary,
  a: Operand,
  b: Operand,
  dtype: (common: DType) => DType,
): Raw {
  const common = commonDType(who, a, b);
  const [x, y] = [rawOf(a, common), rawOf(b, common)];
  const shape = sameShape(x.shape, y.shape) ? x.shape : broadcastShapes(who, x.shape, y.shape);
  const result = dtype(common);
  const out = scratch(result, sizeOf(shape));
  fill(out, f, x.data, y.data, x.shape, y.shape, shape);
  return { data: settle(who, out, result), shape };
}

// ---- matmul -----------------------------------------------------------------------------

/** [..., n, k] @ [..., k, m]; the axes before the last two broadcast; a vector is a row or column. */
export function matmul(a: Raw, b: Raw): Raw {
  checkMatMul(a.shape, b.shape);
  const aShape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const bShape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, inner] = aShape.slice(-2);
  const m = bShape[bShape.length - 1];
  const [aBatch, bBatch] = [aShape.slice(0, -2), bShape.slice(0, -2)];
  const batch = broadcastShapes("matmul", aBatch, bBatch);
  const aPlaces = offsets(batch, broadcastStrides(aBatch, batch));
  const bPlaces = offsets(batch, broadcastStrides(bBatch, batch));
  const dtype = promote(dtypeOf(a.data), dtypeOf(b.data));
  const out = scratch(dtype, aPlaces.length * n * m);
  for (let i = 0; i < aPlaces.length; i++) {
    const places = [i * n * m, aPlaces[i] * n * inner, bPlaces[i] * inner * m];
    multiply(out, a.data, b.data, places, [n, inner, m]);
  }
  const rows = a.shape.length === 1 ? [] : [n];
  const columns = b.shape.length === 1 ? [] : [m];
  return { data: settle("matmul", out, dtype), shape: [...batch, ...rows, ...columns] };
}

/** matmul, for a right operand of at most two axes: NumPy's dot differs from matmul beyond. */
export function dot(a: Raw, b: Raw): Raw {
  if (b.shape.length <= 2) return matmul(a, b);
  throw new RangeError(`dot: shape ${showShape(b.shape)} has more than two axes; use matmul`);
}

function multiply(out: Data, a: Data, b: Data, starts: number[], [n, inner, m]: number[]): void {
  const [outStart, aStart, bStart] = starts;
  for (let i = 0; i < n; i++) {
    const row = outStart + i * m;
    for (let k = 0; k < inner; k++) {
      const x = a[aStart + i * inner + k];
      const bRow = bStart + k * m;
      for (let j = 0; j < m; j++) out[row + j] += x * b[bRow + j];
    }
  }
}
