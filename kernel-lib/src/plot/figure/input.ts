import { showShape } from "../../numpy/shape.js";
import { Tensor } from "../../torch/tensor.js";

/** What every plot takes for an array: an NDArray, a Tensor, or plain numbers. */
type Data = { readonly data: ArrayLike<number>; readonly shape: readonly number[] };
/** A row of numbers; an array or tensor of shape [n], [1, n] or [n, 1]. */
export type Vector = readonly number[] | Data | Tensor;
/** Rows of numbers; an array or tensor of shape [rows, columns]. */
export type Matrix = readonly (readonly number[])[] | Data | Tensor;

const isData = (x: unknown): x is Data =>
  typeof x === "object" && x !== null && "data" in x && "shape" in x;

/** A tensor's elements without its graph. */
const detached = <T>(x: T | Tensor): T | Data => (x instanceof Tensor ? x.array : x);

/** `x` as plain numbers, of this length if one is given. */
export function vector(who: string, name: string, given: Vector, length?: number): number[] {
  const x = detached(given);
  if (isData(x) && x.shape.filter((n) => n !== 1).length > 1) {
    throw new RangeError(
      `${who}: ${name} has shape ${showShape(x.shape)}; give one row of numbers`,
    );
  }
  const numbers = Array.from(isData(x) ? x.data : refuseOther(who, name, x));
  for (const value of numbers) {
    if (typeof value !== "number") {
      throw new TypeError(`${who}: ${name} contains ${String(value)}; give numbers`);
    }
  }
  if (length !== undefined && numbers.length !== length) {
    throw new RangeError(`${who}: ${name} has ${numbers.length} numbers; give ${length}`);
  }
  if (numbers.length === 0)
    throw new RangeError(`${who}: ${name} is empty; give at least one number`);
  return numbers;
}

/** `x` as rows of plain numbers. */
export function matrix(who: string, name: string, given: Matrix): number[][] {
  const x = detached(given);
  if (isData(x)) {
    const [rows, columns] = x.shape;
    if (x.shape.length !== 2 || rows * columns === 0) {
      throw new RangeError(
        `${who}: ${name} has shape ${showShape(x.shape)}; give a matrix [rows, columns]`,
      );
    }
    const flat = Array.from(x.data);
    return Array.from({ length: rows }, (_, i) => flat.slice(i * columns, (i + 1) * columns));
  }
  const rows = refuseOther(who, name, x);
  if (rows.length === 0) throw new RangeError(`${who}: ${name} is empty; give at least one row`);
  return rows.map((row, i) => vector(who, `${name}[${i}]`, row, rows[0].length));
}

/** `x` as finite points of the plane, [n, 2]. */
export function points(who: string, name: string, given: Matrix): number[][] {
  const rows = matrix(who, name, given);
  const columns = rows[0].length;
  if (columns !== 2) throw new RangeError(`${who}: ${name} has ${columns} columns; give two`);
  rows.forEach((row, i) => {
    if (row.every(Number.isFinite)) return;
    throw new RangeError(`${who}: ${name}[${i}] is [${row.join(", ")}]; give finite numbers`);
  });
  return rows;
}

/** All the numbers of `x`, whatever its shape. */
export function flat(who: string, name: string, given: Vector | Matrix): number[] {
  const x = detached(given);
  const numbers = isData(x)
    ? Array.from(x.data)
    : refuseOther<number | readonly number[]>(who, name, x).flat();
  return vector(who, name, numbers);
}

function refuseOther<T>(who: string, name: string, x: readonly T[]): readonly T[] {
  if (Array.isArray(x)) return x;
  throw new TypeError(
    `${who}: ${name} is ${String(x)}; give a Tensor, an NDArray or an array of numbers`,
  );
}

/** Names for `count` things: those given, checked, or else those made by `name(i)`. */
export function names(
  who: string,
  what: string,
  given: readonly string[] | undefined,
  count: number,
  name: (i: number) => string,
): readonly string[] {
  if (given && given.length !== count) {
    throw new RangeError(`${who}: ${what} has ${given.length} names; give ${count}`);
  }
  return given ?? Array.from({ length: count }, (_, i) => name(i));
}
