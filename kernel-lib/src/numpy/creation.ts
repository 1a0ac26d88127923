// Creating arrays: filled, evenly spaced, or from nested lists.
import { allocate, cast, checkDType, type DType } from "./dtype.js";
import { checkArray } from "./loops.js";
import { NDArray, wrap } from "./ndarray.js";
import {
  checkFinite,
  checkOptions,
  type Shape,
  type ShapeOf,
  type Size,
  type Sized,
  sameShape,
  shapeFrom,
  showShape,
  sizeOf,
} from "./shape.js";

/** The dtype of a new array; float64 if absent. */
export interface Typed {
  readonly dtype?: DType;
}

// ---- creation ---------------------------------------------------------------------------

function dtypeFrom(who: string, options: Typed, otherwise: DType = "float64"): DType {
  if (typeof options === "number") {
    throw new TypeError(`${who}: give the shape as a list, such as ${who}([2, 3])`);
  }
  checkOptions(who, options, ["dtype"]);
  return checkDType(who, options.dtype ?? otherwise);
}

/** `zeros(3)`, `zeros([2, 3])`, `zeros([2, 3], { dtype: "int32" })`. */
export function zeros<const Z extends Size>(shape: Z, options: Typed = {}): NDArray<Sized<Z>> {
  const sizes = shapeFrom("zeros", shape);
  return wrap({ data: allocate(dtypeFrom("zeros", options), sizeOf(sizes)), shape: sizes });
}

/** `ones(3)`, `ones([2, 3])`, `ones([2, 3], { dtype: "int32" })`. */
export function ones<const Z extends Size>(shape: Z, options: Typed = {}): NDArray<Sized<Z>> {
  const sizes = shapeFrom("ones", shape);
  return wrap({ data: allocate(dtypeFrom("ones", options), sizeOf(sizes)).fill(1), shape: sizes });
}

/** An array whose every element is `value`. */
export function full<const Z extends Size>(
  shape: Z,
  value: number,
  options: Typed = {},
): NDArray<Sized<Z>> {
  const sizes = shapeFrom("full", shape);
  const [element] = cast("full", [value], dtypeFrom("full", options));
  const data = allocate(options.dtype ?? "float64", sizeOf(sizes)).fill(element);
  return wrap({ data, shape: sizes });
}

/** Zeros in the shape and dtype of x. */
export function zerosLike<S extends Shape>(x: NDArray<S>, options: Typed = {}): NDArray<S> {
  checkArray("zerosLike", x);
  const dtype = dtypeFrom("zerosLike", options, x.dtype);
  return new NDArray(allocate(dtype, x.size), x.shape);
}

/** Ones in the shape and dtype of x. */
export function onesLike<S extends Shape>(x: NDArray<S>, options: Typed = {}): NDArray<S> {
  checkArray("onesLike", x);
  const dtype = dtypeFrom("onesLike", options, x.dtype);
  return new NDArray(allocate(dtype, x.size).fill(1), x.shape);
}

/** The shape of nested lists, whose numbers and booleans are added to `leaves`. */
function flatten(values: unknown, leaves: (number | boolean)[]): number[] {
  if (typeof values === "number" || typeof values === "boolean") {
    leaves.push(values);
    return [];
  }
  if (!Array.isArray(values)) {
    throw new TypeError(`array: ${String(values)} is neither a number, a boolean nor a list`);
  }
  const shapes = Array.from(values, (row) => flatten(row, leaves));
  const [first = []] = shapes;
  const odd = shapes.findIndex((shape) => !sameShape(shape, first));
  if (odd < 0) return [shapes.length, ...first];
  const has = (shape: Shape) =>
    shape.length === 0
      ? "is a number"
      : `has ${shape.length === 1 ? shape[0] : `shape ${showShape(shape)}`}`;
  const entries = shapes[odd].length === 1 ? " entries" : "";
  throw new RangeError(
    `array: ragged rows: row ${odd} ${has(shapes[odd])}${entries}, row 0 ${has(first)}`,
  );
}

/**
 * An array from nested lists: `array([[1, 2], [3, 4]])`. Booleans give bool; all numbers, whole
 * ones too, give float64: unlike NumPy, which makes int64 of whole numbers.
 * @throws RangeError when rows differ in length
 */
export function array<const T extends number | boolean | readonly unknown[]>(
  values: T,
  options: Typed = {},
): NDArray<ShapeOf<T>> {
  const leaves: (number | boolean)[] = [];
  const shape = flatten(values, leaves);
  const allBoolean = leaves.length > 0 && leaves.every((leaf) => typeof leaf === "boolean");
  const dtype = dtypeFrom("array", options, allBoolean ? "bool" : "float64");
  return wrap({ data: cast("array", leaves.map(Number), dtype), shape });
}

/** `num` evenly spaced numbers from start to stop, both included; 50 if absent. */
export function linspace<const N extends number = 50>(
  start: number,
  stop: number,
  num?: N,
): NDArray<[N]> {
  const [n] = shapeFrom("linspace", num ?? 50);
  checkFinite("linspace", "start", start);
  checkFinite("linspace", "stop", stop);
  const range = stop - start;
  checkFinite("linspace", "stop - start", range);
  const step = range / (n - 1);
  const data = Float64Array.from({ length: n }, (_, i) => {
    if (i === 0) return start;
    if (i === n - 1) return stop;
    // As NumPy: a step below the smallest number is taken last.
    return (step === 0 ? (i / (n - 1)) * range : i * step) + start;
  });
  return wrap({ data, shape: [n] });
}

/**
 * Numbers from start (0 if absent) up to, but not including, stop: `arange(3)` is 0, 1, 2. They are
 * float64 unless a dtype is given, unlike NumPy's, which are int64 for whole numbers.
 */
export function arange(stop: number, options?: Typed): NDArray<[number]>;
export function arange(start: number, stop: number, options?: Typed): NDArray<[number]>;
export function arange(
  start: number,
  stop: number,
  step: number,
  options?: Typed,
): NDArray<[number]>;
export function arange(...args: (number | Typed | undefined)[]): NDArray<[number]> {
  const numbers = args.filter((arg) => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  if (numbers.length === 0) throw new TypeError("arange: give stop, or start and stop");
  const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const dtype = dtypeFrom("arange", options);
  const n = Math.ceil((stop - start) / step);
  if (!Number.isFinite(n)) {
    throw new RangeError(`arange: from ${start} to ${stop} by ${step} is not a finite range`);
  }
  // As NumPy: the step is the distance of the first two numbers in the dtype, and it counts in that.
  const round = dtype === "float32" ? Math.fround : (x: number): number => x;
  const first = round(start);
  const delta = round(round(start + step) - first);
  const values = Float64Array.from({ length: Math.max(n, 0) }, (_, i) =>
    round(first + round(round(i) * delta)),
  );
  const data = cast("arange", values, dtype);
  return wrap({ data, shape: [data.length] });
}

/** The identity matrix [n, n]. */
export function eye<const N extends number>(n: N, options: Typed = {}): NDArray<[N, N]> {
  const [size] = shapeFrom("eye", n);
  const data = allocate(dtypeFrom("eye", options), size * size);
  for (let i = 0; i < size; i++) data[i * (size + 1)] = 1;
  return wrap({ data, shape: [size, size] });
}
