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

/** An array without its methods: elements row by row, and their shape. */
export interface Raw {
  readonly data: Data;
  readonly shape: Shape;
}

// ---- strided views ----------------------------------------------------------------------

/** The offsets of the elements of a strided view, in row-major order of the view. */
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

export function gather<T extends Data>(data: T, positions: Int32Array): T {
  const out = allocate(dtypeOf(data), positions.length) as T;
  for (let i = 0; i < positions.length; i++) out[i] = data[positions[i]];
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

/** The array a loop writes to: whole numbers go through doubles, so that overflow is noticed. */
export const accumulator = (dtype: DType, size: number): Data =>
  allocate(dtype === "float32" ? "float32" : "float64", size);

/** The elements in `dtype`, copied only if they have another. */
export const toDType = (who: string, data: Data, dtype: DType): Data =>
  dtypeOf(data) === dtype ? data : cast(who, data, dtype);

export type Unary = (x: number) => number;
export type Binary = (x: number, y: number) => number;

export function map(who: string, f: Unary, a: Raw, dtype: DType): Raw {
  const { data, shape } = a;
  const out = accumulator(dtype, data.length);
  for (let i = 0; i < out.length; i++) out[i] = f(data[i]);
  return { data: toDType(who, out, dtype), shape };
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
    const aStep = aStrides.pop() ?? 0;
    const bStep = bStrides.pop() ?? 0;
    const row = to.at(-1) ?? 1;
    const aRows = offsets(to.slice(0, -1), aStrides);
    const bRows = offsets(to.slice(0, -1), bStrides);
    for (let r = 0, i = 0; r < aRows.length; r++) {
      let p = aRows[r];
      let q = bRows[r];
      for (const end = i + row; i < end; i++, p += aStep, q += bStep) out[i] = f(a[p], b[q]);
    }
  }
}

/** What an operation takes: a plain number adopts the dtype of the array beside it. */
export type Operand = Raw | number;

/** What a value is, in a message. */
function kindOf(x: unknown): string {
  if (x === null || x === undefined) return String(x);
  if (Array.isArray(x)) return "a list; make an array of it by np.array";
  if (typeof x === "object" && "gradFn" in x) return "a tensor; use its numpy()";
  return typeof x === "object" ? `a ${x.constructor?.name ?? "object"}` : `a ${typeof x}`;
}

const isArray = (x: unknown): boolean =>
  typeof x === "object" && x !== null && "data" in x && ArrayBuffer.isView(x.data);

/** Refuses what is not an array. */
export function checkArray(who: string, x: unknown): void {
  if (!isArray(x)) throw new TypeError(`${who}: needs an array, got ${kindOf(x)}`);
}

/** Refuses what is neither a number nor an array. */
export function checkOperand(who: string, x: unknown): void {
  if (typeof x === "number" || isArray(x)) return;
  throw new TypeError(`${who}: needs a number or an array, got ${kindOf(x)}`);
}

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
  checkOperand(who, a);
  checkOperand(who, b);
  const common = commonDType(who, a, b);
  const x = rawOf(a, common);
  const y = rawOf(b, common);
  const shape = sameShape(x.shape, y.shape) ? x.shape : broadcastShapes(who, x.shape, y.shape);
  const result = dtype(common);
  const out = accumulator(result, sizeOf(shape));
  fill(out, f, x.data, y.data, x.shape, y.shape, shape);
  return { data: toDType(who, out, result), shape };
}

// ---- matmul -----------------------------------------------------------------------------

/** [..., n, k] @ [..., k, m]; the axes before the last two broadcast; a vector is a row or column. */
export function matmul(a: Raw, b: Raw): Raw {
  checkArray("matmul", b);
  checkMatMul(a.shape, b.shape);
  const aShape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const bShape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, inner] = aShape.slice(-2);
  const m = bShape[bShape.length - 1];
  const aBatch = aShape.slice(0, -2);
  const bBatch = bShape.slice(0, -2);
  const batch = broadcastShapes("matmul", aBatch, bBatch);
  const aStarts = offsets(batch, broadcastStrides(aBatch, batch));
  const bStarts = offsets(batch, broadcastStrides(bBatch, batch));
  const dtype = promote(dtypeOf(a.data), dtypeOf(b.data));
  const out = accumulator(dtype, aStarts.length * n * m);
  for (let i = 0; i < aStarts.length; i++) {
    const starts = [i * n * m, aStarts[i] * n * inner, bStarts[i] * inner * m];
    multiply(out, a.data, b.data, starts, [n, inner, m]);
  }
  const rows = a.shape.length === 1 ? [] : [n];
  const columns = b.shape.length === 1 ? [] : [m];
  return { data: toDType("matmul", out, dtype), shape: [...batch, ...rows, ...columns] };
}

/** matmul, for a right operand of at most two axes: NumPy's dot differs from matmul beyond. */
export function dot(a: Raw, b: Raw): Raw {
  checkArray("dot", b);
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
