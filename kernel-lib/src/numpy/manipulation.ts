// The same elements in another shape or order; always copied.
import { allocate, dtypeOf, promote } from "./dtype.js";
import { checkArray, gather, offsets, type Raw } from "./loops.js";
import {
  type Nested,
  normalizeAxis,
  type Shape,
  type Size,
  sameShape,
  shapeFrom,
  showShape,
  sizeOf,
  stridesOf,
} from "./shape.js";

/** Lists of lists of the elements. */
export function nested({ data, shape }: Raw): Nested {
  const strides = stridesOf(shape);
  const list = (axis: number, start: number): Nested =>
    axis === shape.length
      ? data[start]
      : Array.from({ length: shape[axis] }, (_, i) => list(axis + 1, start + i * strides[axis]));
  return list(0, 0);
}

/** One size may be -1: the others give it. */
export function reshape({ data, shape }: Raw, size: Size): Raw {
  if (typeof size !== "number" && !Array.isArray(size)) {
    throw new TypeError(`reshape: ${String(size)} is not a shape; give 6 or [2, 3]`);
  }
  const asked: Shape = typeof size === "number" ? [size] : size;
  const inferred = asked.indexOf(-1);
  const known = sizeOf(asked.filter((_, axis) => axis !== inferred));
  const missing = known > 0 ? Math.floor(data.length / known) : 0;
  const to = shapeFrom(
    "reshape",
    asked.map((n, axis) => (axis === inferred ? missing : n)),
  );
  if (sizeOf(to) !== data.length || (inferred >= 0 && known === 0)) {
    const wanted = `${showShape(asked)} has ${inferred < 0 ? known : `a multiple of ${known}`}`;
    throw new RangeError(
      `reshape: shape ${showShape(shape)} has ${data.length} elements, ${wanted}`,
    );
  }
  return { data: data.slice(), shape: to };
}

/** Without the axes of size 1, or without the given one. */
export function squeeze({ data, shape }: Raw, axis?: number): Raw {
  if (axis === undefined) return { data: data.slice(), shape: shape.filter((n) => n !== 1) };
  const k = normalizeAxis("squeeze", axis, shape);
  if (shape[k] !== 1) {
    throw new RangeError(`squeeze: axis ${axis} of shape ${showShape(shape)} has size ${shape[k]}`);
  }
  return { data: data.slice(), shape: shape.toSpliced(k, 1) };
}

/** The axes in another order; without one, reversed. */
export function transpose({ data, shape }: Raw, axes?: readonly number[]): Raw {
  if (axes !== undefined && !Array.isArray(axes)) {
    throw new TypeError("transpose: give the axes as a list, such as transpose([1, 0])");
  }
  const order = axes
    ? axes.map((axis) => normalizeAxis("transpose", axis, shape))
    : shape.map((_, axis) => axis).reverse();
  if (new Set(order).size !== shape.length || order.length !== shape.length) {
    const given = `axes ${showShape(axes ?? [])}`;
    throw new RangeError(`transpose: ${given} do not name each axis of ${showShape(shape)} once`);
  }
  const strides = stridesOf(shape);
  const to = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  return { data: gather(data, offsets(to, steps)), shape: to };
}

/** Refuses what is not a list of arrays. */
function checkList(who: string, arrays: readonly Raw[]): void {
  if (!Array.isArray(arrays)) throw new TypeError(`${who}: give a list, such as ${who}([a, b])`);
  for (const array of arrays) checkArray(who, array);
}

/** The arrays one after the other along `axis`. */
export function concatenate(who: string, arrays: readonly Raw[], axis: number): Raw {
  checkList(who, arrays);
  const [first] = arrays;
  if (!first) throw new RangeError(`${who}: no arrays given`);
  const k = normalizeAxis(who, axis, first.shape);
  const without = (shape: Shape) => shape.toSpliced(k, 1);
  for (const { shape } of arrays) {
    if (shape.length === first.shape.length && sameShape(without(shape), without(first.shape))) {
      continue;
    }
    const shapes = `${showShape(first.shape)} and ${showShape(shape)}`;
    throw new RangeError(`${who}: shapes ${shapes} differ beside axis ${axis}`);
  }
  const n = arrays.reduce((total, { shape }) => total + shape[k], 0);
  const to = first.shape.with(k, n);
  const dtype = arrays.map(({ data }) => dtypeOf(data)).reduce(promote);
  const out = allocate(dtype, sizeOf(to));
  const outer = sizeOf(to.slice(0, k));
  let start = 0;
  for (const { data } of arrays) {
    const block = outer === 0 ? 0 : data.length / outer;
    const step = outer === 0 ? 0 : out.length / outer;
    for (let o = 0; o < outer; o++) {
      out.set(data.subarray(o * block, (o + 1) * block), o * step + start);
    }
    start += block;
  }
  return { data: out, shape: to };
}

/** Arrays of one shape along a new axis. */
export function stack(arrays: readonly Raw[], axis: number): Raw {
  checkList("stack", arrays);
  const shape = arrays[0]?.shape ?? [];
  for (const other of arrays) {
    if (sameShape(shape, other.shape)) continue;
    const shapes = `${showShape(shape)} and ${showShape(other.shape)}`;
    throw new RangeError(`stack: shapes ${shapes} differ; they must be equal`);
  }
  const k = normalizeAxis("stack", axis, [...shape, 1]);
  const raised = arrays.map(({ data }) => ({ data, shape: shape.toSpliced(k, 0, 1) }));
  return concatenate("stack", raised, k);
}
