// Shapes: what the compiler can know about an array's sizes, and the same rules at run time.
//
// A size is a literal (`3`, checked while you type) or plain `number` (unknown until the program
// runs, and checked then). `[number, 4]` is "some rows of four columns"; `number[]` is "nothing
// is known, not even the rank". No arithmetic is done on types: whatever would need it gives
// `number`. A Check… type is `true` when the shapes fit, and otherwise the sentence saying why not.

/** The sizes of an array, outermost axis first. */
export type Shape = readonly number[];

/** Use as `x: Fit<NDArray<S>, Check…>`: the array, or the sentence saying why it cannot be. */
export type Fit<T, Why> = Why extends string ? Why : T;

type Unknown<S extends Shape> = number extends S["length"] ? true : false;

// ---- a shape in a message ---------------------------------------------------------------

/** The one way to print a shape: `[2, 3]`. */
export function showShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

type ShowSize<A extends number> = number extends A ? "?" : `${A}`;

type ShowSizes<S extends Shape> = S extends readonly [
  infer A extends number,
  infer B extends number,
  ...infer Rest extends Shape,
]
  ? `${ShowSize<A>}, ${ShowSizes<[B, ...Rest]>}`
  : S extends readonly [infer A extends number]
    ? ShowSize<A>
    : "";

/** `[2, number]` as `"[2, ?]"`. */
export type Show<S extends Shape> = Unknown<S> extends true ? "[...]" : `[${ShowSizes<S>}]`;

// ---- sizes ------------------------------------------------------------------------------

/** The number of elements: the product of the sizes. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** The distance in row-major data between neighbours along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((n, axis) => n === b[axis]);
}

/** `3` or `[2, 3]`: what creation functions take as a shape. */
export type Size = number | Shape;

/** The shape a Size stands for. */
export type Sized<Z extends Size> = Z extends Shape ? [...Z] : Z extends number ? [Z] : never;

export function shapeFrom(who: string, size: Size): number[] {
  if (typeof size !== "number" && !Array.isArray(size)) {
    throw new TypeError(`${who}: ${String(size)} is not a shape; give 3 or [2, 3]`);
  }
  const shape = typeof size === "number" ? [size] : [...size];
  for (const n of shape) {
    if (!Number.isInteger(n) || n < 0) {
      throw new RangeError(`${who}: size ${n} is not a whole number >= 0`);
    }
  }
  return shape;
}

// ---- broadcasting -----------------------------------------------------------------------

/** Can sizes A and B be equal? An unknown size gets the benefit of the doubt. */
type Equal<A extends number, B extends number> = number extends A | B
  ? true
  : [A] extends [B]
    ? true
    : false;

/** The size A and B broadcast to: 1 stretches, unknown gives way to known, a clash is `never`. */
type Stretch<A extends number, B extends number> = [A] extends [1]
  ? B
  : [B] extends [1]
    ? A
    : number extends A
      ? B
      : number extends B
        ? A
        : [A] extends [B]
          ? A
          : never;

/** Pairs sizes from the last axis backwards; a clash leaves `never` in its slot. */
type Zip<A extends Shape, B extends Shape, Out extends Shape = []> = A extends readonly [
  ...infer As extends Shape,
  infer X extends number,
]
  ? B extends readonly [...infer Bs extends Shape, infer Y extends number]
    ? Zip<As, Bs, [Stretch<X, Y>, ...Out]>
    : [...A, ...Out]
  : [...B, ...Out];

/** Does a slot of S hold `never`? */
type Clashes<S extends Shape> = S extends readonly [infer A, ...infer Rest extends Shape]
  ? [A] extends [never]
    ? true
    : Clashes<Rest>
  : false;

/** NumPy broadcasting. A clash gives an unknown shape, so one mistake is one message. */
export type Broadcast<A extends Shape, B extends Shape> = [B] extends [readonly []]
  ? A
  : true extends Unknown<A> | Unknown<B>
    ? number[]
    : Clashes<Zip<A, B>> extends true
      ? number[]
      : Zip<A, B>;

export type CheckBroadcast<Op extends string, A extends Shape, B extends Shape> = [B] extends [
  readonly [],
]
  ? true
  : true extends Unknown<A> | Unknown<B>
    ? true
    : Clashes<Zip<A, B>> extends true
      ? `${Op}: shapes ${Show<A>} and ${Show<B>} do not broadcast`
      : true;

/** The shape of an operand; of a number it is []. */
export type ShapeIn<X> = X extends { readonly shape: infer S extends Shape } ? S : [];

/** What X must be to broadcast with shape A in the operation `Op`. */
export type With<Op extends string, A extends Shape, X> = Fit<X, CheckBroadcast<Op, A, ShapeIn<X>>>;

/** The common shape of a and b by NumPy's rule: from the last axis, equal sizes or a 1. */
export function broadcastShapes(who: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const n = a[axis - rank + a.length] ?? 1;
    const m = b[axis - rank + b.length] ?? 1;
    if (n !== m && n !== 1 && m !== 1) {
      throw new RangeError(`${who}: shapes ${showShape(a)} and ${showShape(b)} do not broadcast`);
    }
    return n === 1 ? m : n;
  });
}

// ---- matmul -----------------------------------------------------------------------------

/** `[..., n, k] @ [k, m]` is `[..., n, m]`; `[..., n, k] @ [k]` is `[..., n]`. */
export type MatMul<A extends Shape, B extends Shape> = true extends Unknown<A> | Unknown<B>
  ? number[]
  : A extends readonly [...infer N extends Shape, number]
    ? B extends readonly [number]
      ? N
      : B extends readonly [number, infer M extends number]
        ? [...N, M]
        : number[]
    : number[];

type Last<S extends Shape> = S extends readonly [...Shape, infer K extends number] ? K : number;

/** The size of B that matmul sums over: its last but one, or its only one. */
type Inner<B extends Shape> = B extends readonly [infer K extends number]
  ? K
  : B extends readonly [...Shape, infer K extends number, number]
    ? K
    : number;

export type CheckMatMul<A extends Shape, B extends Shape> =
  Equal<Last<A>, Inner<B>> extends true
    ? true
    : `matmul: shapes ${Show<A>} and ${Show<B>} clash: ${ShowSize<Last<A>>} columns meet ${ShowSize<Inner<B>>} rows`;

/** Refuses operands whose inner sizes differ, with the sentence of CheckMatMul. */
export function checkMatMul(a: Shape, b: Shape): void {
  if (a.length === 0 || b.length === 0) {
    const shapes = `${showShape(a)} and ${showShape(b)}`;
    throw new RangeError(`matmul: shapes ${shapes} need one axis each at least; scale with mul`);
  }
  const columns = a[a.length - 1];
  const rows = b[Math.max(b.length - 2, 0)];
  if (columns !== rows) {
    const shapes = `${showShape(a)} and ${showShape(b)}`;
    throw new RangeError(`matmul: shapes ${shapes} clash: ${columns} columns meet ${rows} rows`);
  }
}

/** What Linear makes of S: its last size is `Out`. */
export type Affine<S extends Shape, Out extends number> =
  Unknown<S> extends true ? number[] : S extends readonly [...infer N, number] ? [...N, Out] : [];

export type CheckFeatures<Who extends string, S extends Shape, In extends number> =
  Equal<Last<S>, In> extends true
    ? true
    : `${Who} wants ${ShowSize<In>} features, got shape ${Show<S>}`;

/** Refuses an input whose last size is not `inputs`, with the sentence of CheckFeatures. */
export function checkFeatures(who: string, shape: Shape, inputs: number): void {
  if (shape.at(-1) === inputs) return;
  throw new RangeError(`${who} wants ${inputs} features, got shape ${showShape(shape)}`);
}

// ---- axes -------------------------------------------------------------------------------

/** All axes reversed, as NumPy's `.T`. */
export type Transpose<S extends Shape> = S extends readonly [
  infer A extends number,
  ...infer Rest extends Shape,
]
  ? [...Transpose<Rest>, A]
  : S;

/** S with axis `Axis` replaced by `By`; only axes 0 and -1 are worked out. */
type Replace<S extends Shape, Axis extends number, By extends Shape> = Axis extends 0
  ? S extends readonly [number, ...infer Rest extends Shape]
    ? [...By, ...Rest]
    : number[]
  : Axis extends -1
    ? S extends readonly [...infer Init extends Shape, number]
      ? [...Init, ...By]
      : number[]
    : number[];

type Ones<S extends Shape> = { -readonly [I in keyof S]: 1 };

/** What a reduction over `Axis` leaves of S; `null` is all axes. */
export type Reduced<S extends Shape, Axis extends number | null, Keep extends boolean> = [
  Axis,
] extends [null]
  ? Keep extends true
    ? Ones<S>
    : []
  : Replace<S, Axis & number, Keep extends true ? [1] : []>;

/** `axis` counted from 0; -1 is the last. */
export function normalizeAxis(who: string, axis: number, shape: Shape): number {
  const rank = shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    const use = rank === 0 ? "it has none" : `use ${-rank} to ${rank - 1}`;
    throw new RangeError(
      `${who}: axis ${axis} is not an axis of shape ${showShape(shape)}; ${use}`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

// ---- nested literals --------------------------------------------------------------------

type Leaf = number | boolean;

/** `[[1, 2, 3], [4, 5, 6]]` is `[2, 3]`; a ragged literal shows up as a union, `[2, 3 | 2]`. */
export type ShapeOf<T> = T extends Leaf
  ? []
  : T extends readonly Leaf[]
    ? [T["length"]]
    : T extends readonly (readonly Leaf[])[]
      ? [T["length"], T[number]["length"]]
      : T extends readonly (readonly (readonly Leaf[])[])[]
        ? [T["length"], T[number]["length"], T[number][number]["length"]]
        : number[];

/** What `tolist()` gives for a shape. */
export type ListOf<S extends Shape> =
  Unknown<S> extends true
    ? Nested
    : S extends readonly [number, ...infer Rest extends Shape]
      ? ListOf<Rest>[]
      : number;

/** A number, or a list of lists of numbers. */
export type Nested = number | Nested[];

// ---- options ----------------------------------------------------------------------------

/** Refuses what is not a finite number. */
export function checkFinite(who: string, name: string, x: number): void {
  if (typeof x !== "number") {
    throw new TypeError(`${who}: ${name} is ${JSON.stringify(x)}, not a number`);
  }
  if (!Number.isFinite(x)) throw new RangeError(`${who}: ${name} is ${x}; give a finite number`);
}

/** Refuses an option that `who` does not know. */
export function checkOptions(who: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `${who}: ${String(options)} is not an options object; write { ${known[0]} }`,
    );
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${who}: no option ${name}; it knows ${known.join(", ")}`);
  }
}
