// NumPy's indexing: which elements a list of selectors means, and in which shape.
import { cast, dtypeOf } from "./dtype.js";
import {
  broadcastStrides,
  broadcastTo,
  checkArray,
  checkOperand,
  gather,
  offsets,
  type Raw,
} from "./loops.js";
import { broadcastShapes, type Shape, sameShape, showShape, sizeOf, stridesOf } from "./shape.js";

type Bound = number | "";

/** Python's `start:stop:step`, each of the three optional. */
export type Slice = `${Bound}:${Bound}` | `${Bound}:${Bound}:${Bound}`;

/**
 * An index (negative: from the end), a slice, `"..."` for all axes not named, `null` for a new
 * axis, an array of indices, or a bool array (mask) over as many axes as it has.
 */
export type Selector = number | Slice | "..." | null | Raw;

/** The shape `selectors` leave of S, as far as it can be told without arithmetic. */
export type Indexed<S extends Shape, I extends readonly unknown[]> = number extends
  | S["length"]
  | I["length"]
  ? number[]
  : I extends readonly [infer First, ...infer Others]
    ? First extends null
      ? [1, ...Indexed<S, Others>]
      : I extends readonly ["..."]
        ? [...S]
        : S extends readonly [infer N, ...infer Rest extends Shape]
          ? First extends number
            ? Indexed<Rest, Others>
            : First extends ":"
              ? [N, ...Indexed<Rest, Others>]
              : First extends Slice
                ? [number, ...Indexed<Rest, Others>]
                : number[]
          : number[]
    : [...S];

/** Offsets of elements, in row-major order of `shape`. */
export interface View {
  readonly offsets: Int32Array;
  readonly shape: number[];
}

/** What one selector contributes: its offsets along the axes it takes. */
interface Part extends View {
  /** Arrays of indices and masks broadcast together, and plain numbers beside them too. */
  readonly kind: "basic" | "number" | "indices";
}

/** One axis of the array that is indexed, and what an error message needs. */
interface Axis {
  readonly who: string;
  readonly axis: number;
  readonly n: number;
  readonly stride: number;
  readonly of: Shape;
}

function checkedIndex(i: number, { who, axis, n, of }: Axis): number {
  if (!Number.isInteger(i)) throw new TypeError(`${who}: index ${i} is not a whole number`);
  if (i >= -n && i < n) return i < 0 ? i + n : i;
  const use = n === 0 ? "it is empty" : `use ${-n} to ${n - 1}`;
  throw new RangeError(
    `${who}: index ${i} is out of bounds for axis ${axis} of shape ${showShape(of)}; ${use}`,
  );
}

/** The indices a slice takes from an axis of n, cut to what is there. */
function sliceIndices(text: string, { who, n }: Axis): number[] {
  const match = /^(-?\d+)?:(-?\d+)?(?::(-?\d+)?)?$/.exec(text.replaceAll(" ", ""));
  if (!match) throw new TypeError(`${who}: "${text}" is not a slice; write "start:stop:step"`);
  const [start, stop, step] = match.slice(1).map((bound) => bound && Number(bound));
  const by = Number(step ?? 1);
  if (by === 0) throw new RangeError(`${who}: the step of "${text}" is 0`);
  const [least, most] = by > 0 ? [0, n] : [-1, n - 1];
  const clip = (bound: string | number | undefined, otherwise: number) =>
    bound === undefined
      ? otherwise
      : Math.min(Math.max(Number(bound) + (Number(bound) < 0 ? n : 0), least), most);
  const from = clip(start, by > 0 ? least : most);
  const count = Math.max(0, Math.ceil((clip(stop, by > 0 ? most : least) - from) / by));
  return Array.from({ length: count }, (_, i) => from + i * by);
}

/** The indices where a mask is true, as offsets along the axes it covers. */
function maskPart(mask: Raw, axes: readonly Axis[]): Part {
  const [{ who, axis, of }] = axes;
  const covered = of.slice(axis, axis + mask.shape.length);
  if (showShape(covered) !== showShape(mask.shape)) {
    throw new RangeError(
      `${who}: a mask of shape ${showShape(mask.shape)} does not fit axis ${axis} of shape ${showShape(of)}`,
    );
  }
  const all = offsets(
    covered,
    axes.map(({ stride }) => stride),
  );
  const chosen = all.filter((_, i) => mask.data[i] === 1);
  return { offsets: chosen, shape: [chosen.length], kind: "indices" };
}

function partOf(selector: Selector, axes: readonly Axis[]): Part {
  if (selector === null) return { offsets: Int32Array.of(0), shape: [1], kind: "basic" };
  const [axis] = axes;
  const { stride } = axis;
  if (typeof selector === "number") {
    return {
      offsets: Int32Array.of(checkedIndex(selector, axis) * stride),
      shape: [],
      kind: "number",
    };
  }
  if (typeof selector === "string") {
    const indices = sliceIndices(selector, axis);
    return {
      offsets: Int32Array.from(indices, (i) => i * stride),
      shape: [indices.length],
      kind: "basic",
    };
  }
  if (selector.data instanceof Uint8Array) return maskPart(selector, axes);
  const indices = Int32Array.from(selector.data, (i) => checkedIndex(i, axis) * stride);
  return { offsets: indices, shape: [...selector.shape], kind: "indices" };
}

/** Refuses what is not a selector, before anything is read from it. */
function checkSelector(who: string, selector: unknown): void {
  if (selector === null || typeof selector === "number" || typeof selector === "string") return;
  if (Array.isArray(selector)) {
    const list = `[${selector.join(", ")}]`;
    throw new TypeError(`${who}: the list ${list} is not an index; use np.array(${list})`);
  }
  if (typeof selector === "object") {
    checkArray(who, selector);
    return;
  }
  throw new TypeError(
    `${who}: ${String(selector)} is not an index; give a number, a slice such as "1:3", "...", null or an array`,
  );
}

/** How many axes a selector takes. */
function rankOf(selector: Selector): number {
  if (selector === null || selector === "...") return 0;
  if (typeof selector !== "object") return 1;
  return selector.data instanceof Uint8Array ? selector.shape.length : 1;
}

/** `"..."` written out, and `":"` for the axes that no selector names. */
function complete(who: string, selectors: readonly Selector[], shape: Shape): Selector[] {
  for (const selector of selectors) checkSelector(who, selector);
  const named = selectors.reduce<number>((rank, selector) => rank + rankOf(selector), 0);
  if (named > shape.length) {
    throw new RangeError(
      `${who}: ${named} indices are too many for shape ${showShape(shape)} of ${shape.length} axes`,
    );
  }
  const dots = selectors.indexOf("...");
  if (selectors.indexOf("...", dots + 1) > dots && dots >= 0) {
    throw new TypeError(`${who}: "..." may be given only once`);
  }
  const rest = Array.from({ length: shape.length - named }, (): Selector => ":");
  if (dots < 0) return [...selectors, ...rest];
  return [...selectors.slice(0, dots), ...rest, ...selectors.slice(dots + 1)];
}

/** Every offset of `a` with every offset of `b`. */
function cross(a: View, b: View): View {
  const out = new Int32Array(a.offsets.length * b.offsets.length);
  let k = 0;
  for (const x of a.offsets) for (const y of b.offsets) out[k++] = x + y;
  return { offsets: out, shape: [...a.shape, ...b.shape] };
}

/** The offsets of several arrays of indices: their shapes broadcast. */
function broadcastTogether(who: string, parts: readonly Part[]): View {
  const shape = parts.reduce<number[]>((to, part) => broadcastShapes(who, to, part.shape), []);
  const out = new Int32Array(sizeOf(shape));
  for (const part of parts) {
    const stretched = gather(part.offsets, offsets(shape, broadcastStrides(part.shape, shape)));
    for (let i = 0; i < out.length; i++) out[i] += stretched[i];
  }
  return { offsets: out, shape };
}

/** Which elements of an array of `shape` the selectors mean. */
export function viewOf(who: string, shape: Shape, selectors: readonly Selector[]): View {
  const strides = stridesOf(shape);
  const axes = shape.map((n, axis) => ({ who, axis, n, stride: strides[axis], of: shape }));
  let next = 0;
  const parts = complete(who, selectors, shape).map((selector) => {
    const taken = axes.slice(next, next + rankOf(selector));
    next += taken.length;
    return partOf(selector, taken);
  });
  const whole: View = { offsets: Int32Array.of(0), shape: [] };
  if (!parts.some((part) => part.kind === "indices")) return parts.reduce(cross, whole);
  // As in NumPy: the axes of adjacent arrays of indices stay in place; otherwise they come first.
  const advanced = parts.filter((part) => part.kind !== "basic");
  const first = parts.indexOf(advanced[0]);
  const adjacent = parts.indexOf(advanced[advanced.length - 1]) - first < advanced.length;
  const before = adjacent ? parts.slice(0, first) : [];
  const after = parts.filter((part) => part.kind === "basic" && !before.includes(part));
  return [...before, broadcastTogether(who, advanced), ...after].reduce(cross, whole);
}

/** The selected elements, as a copy. */
export function select({ data, shape }: Raw, selectors: readonly Selector[]): Raw {
  const view = viewOf("at", shape, selectors);
  return { data: gather(data, view.offsets), shape: view.shape };
}

/** Writes `value`, broadcast, to the selected elements. */
export function assign(to: Raw, selectors: readonly Selector[], value: Raw | number): void {
  if (!Array.isArray(selectors)) {
    throw new TypeError("set: give the indices as a list, such as set([0, 1], value)");
  }
  checkOperand("set", value);
  const { offsets: positions, shape } = viewOf("set", to.shape, selectors);
  const given = typeof value === "number" ? { data: Float64Array.of(value), shape: [] } : value;
  if (!sameShape(broadcastShapes("set", shape, given.shape), shape)) {
    const shapes = `${showShape(given.shape)} does not broadcast to ${showShape(shape)}`;
    throw new RangeError(`set: shape ${shapes}`);
  }
  const fitting = cast("set", broadcastTo(given, shape), dtypeOf(to.data));
  for (let i = 0; i < positions.length; i++) to.data[positions[i]] = fitting[i];
}

/** The element at `indices`; without any, the only element. */
export function element({ data, shape }: Raw, indices: readonly number[]): number {
  if (indices.length === 0 && data.length === 1) return data[0];
  if (indices.length !== shape.length || shape.length === 0) {
    const want = shape.length === 0 ? "no index" : `${shape.length} indices`;
    throw new RangeError(`item: shape ${showShape(shape)} needs ${want}, got ${indices.length}`);
  }
  return data[viewOf("item", shape, indices).offsets[0]];
}
