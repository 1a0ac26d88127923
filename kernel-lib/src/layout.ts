// The same elements in another arrangement; always copied.
import { gather, offsets, type Raw } from "./loops.js";
import {
  type Nested,
  normalizeAxis,
  type Shape,
  type Size,
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

/** One size may be -1: it is worked out from the others. */
export function reshape({ data, shape }: Raw, size: Size): Raw {
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
