// The check cell of an exercise: expected beside yours, and what to look at next.

import type { NDArray } from "../numpy/ndarray.js";
import { formatArray, type Printable } from "../numpy/print.js";
import { checkOptions, sameShape, showShape, sizeOf, stridesOf } from "../numpy/shape.js";

type List = readonly number[] | readonly (readonly number[])[];

/** What an exercise can ask for. */
export type Answer = number | string | boolean | NDArray | List;

/** Any answer of the expected one's kind: of another shape or value is wrong, not a type error. */
export type SameKind<T extends Answer> = T extends number
  ? number
  : T extends string
    ? string
    : T extends boolean
      ? boolean
      : T extends NDArray
        ? NDArray
        : List;

/**
 * A usual mistake: the answer it leads to, or a test for it, and what to say then.
 * `yours` may be any list where one is expected, of numbers or of rows: `[...yours]` spreads both.
 */
export interface Hint<T> {
  readonly when: T | ((yours: T) => boolean);
  readonly say: string;
}

export interface CheckOptions<T> {
  /** |yours - expected| may be tolerance (1 + |expected|); default 1e-9. */
  readonly tolerance?: number;
  /** The first one that fits a wrong answer is printed. */
  readonly hints?: readonly Hint<T>[];
}

// ---- an answer as numbers in a shape -------------------------------------------------------

interface Entries {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

const isArray = (x: unknown): x is Printable =>
  typeof x === "object" && x !== null && "data" in x && "shape" in x && "dtype" in x;

const isList = (x: unknown): x is List => Array.isArray(x);

function entriesOf(x: unknown): Entries | string {
  if (typeof x === "number") return { data: [x], shape: [] };
  if (isArray(x)) return x;
  if (!isList(x)) return `of type ${typeof x}`;
  const lengths = x.map((row) => (typeof row === "number" ? -1 : row.length));
  if (new Set(lengths).size > 1) return "a list with rows of different lengths";
  const [columns = -1] = lengths;
  return { data: x.flat(), shape: columns < 0 ? [x.length] : [x.length, columns] };
}

function show(x: unknown): string {
  if (isArray(x)) return formatArray(x);
  return isList(x) ? `[${x.map(show).join(", ")}]` : String(x);
}

const brief = (x: number): string => `${Number(x.toPrecision(3))}`;

const kindOf = ({ shape }: Entries): string =>
  shape.length ? `an array of shape ${showShape(shape)}` : "a single number";

function placeOf(offset: number, shape: readonly number[]): string {
  const place = stridesOf(shape).map((step, axis) => Math.floor(offset / step) % shape[axis]);
  return place.length ? ` at ${showShape(place)}` : "";
}

// ---- what is different, and what that often means ----------------------------------------

function isClose(yours: number, expected: number, tolerance: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(yours);
  return yours === expected || Math.abs(yours - expected) <= tolerance * (1 + Math.abs(expected));
}

function aboutShapes(yours: readonly number[], expected: readonly number[]): string {
  const withoutOnes = (shape: readonly number[]) => shape.filter((n) => n !== 1);
  if (yours.length > 1 && sameShape([...yours].reverse(), expected)) {
    return "Yours has the transposed shape: look at the order of the factors, or where .T belongs.";
  }
  if (sameShape(withoutOnes(yours), withoutOnes(expected))) {
    return "They differ by axes of size 1 only: look at reshape, squeeze and keepdims.";
  }
  if (sizeOf(yours) === sizeOf(expected))
    return "As many entries in another shape: look at reshape.";
  return "Write the shape of each factor beside it: which axes meet, and which are summed away?";
}

function aboutValues(yours: Entries, expected: Entries, tolerance: number): string[] {
  const all = Array.from(expected.data, (_, i) => i);
  const agrees = (image: (i: number) => number) =>
    all.every((i) => isClose(yours.data[i], image(i), tolerance));
  const [rows, columns] = expected.shape;
  const transposed = (i: number) =>
    expected.data[(i % columns) * columns + Math.floor(i / columns)];
  const largest = all.reduce((a, b) =>
    Math.abs(expected.data[b]) > Math.abs(expected.data[a]) ? b : a,
  );
  const factor = yours.data[largest] / expected.data[largest];
  const scaled = (i: number) => factor * expected.data[i];
  const relative = (i: number) => Math.abs(yours.data[i] / expected.data[i] - 1);
  if (all.every((i) => relative(i) < 1e-3)) return ["Nearly: keep every digit, without rounding."];
  if (agrees((i) => -expected.data[i])) return ["Every sign is the other way round."];
  if (expected.shape.length === 2 && rows === columns && agrees(transposed)) {
    return ["Yours is the transpose of what is expected."];
  }
  if (all.length === 1 || !agrees(scaled)) return [];
  if (factor === 0) return ["Yours is zero everywhere."];
  return [`Yours is ${brief(factor)} times what is expected, everywhere.`];
}

function aboutNumbers(yours: Entries, expected: Entries, tolerance: number): string[] {
  const all = Array.from(expected.data, (_, i) => i);
  const far = all.filter((i) => !isClose(yours.data[i], expected.data[i], tolerance));
  const where = (i: number) => placeOf(i, expected.shape);
  if (far.length === 0) return [];
  const nan = far.filter((i) => Number.isNaN(yours.data[i]));
  if (nan.length > 0) {
    return [
      all.length === 1
        ? "Yours is NaN."
        : `Yours has ${nan.length} NaN, the first${where(nan[0])}.`,
      "NaN comes from 0/0, ∞ - ∞, or the log or root of a negative number: look one step back.",
    ];
  }
  const difference = (i: number) => Math.abs(yours.data[i] - expected.data[i]);
  const worst = far.reduce((a, b) => (difference(b) > difference(a) ? b : a));
  const values = `expected ${expected.data[worst]}, yours ${yours.data[worst]}`;
  return [
    `The largest difference is ${brief(difference(worst))}${where(worst)}: ${values}.`,
    ...aboutValues(yours, expected, tolerance),
  ];
}

/** What is wrong with an answer, in sentences; none where it is right. */
function faults(yours: unknown, expected: unknown, tolerance: number): string[] {
  if (typeof expected === "string" || typeof expected === "boolean") {
    return yours === expected ? [] : [`${show(yours)} is not ${show(expected)}.`];
  }
  const [mine, wanted] = [entriesOf(yours), entriesOf(expected)];
  if (typeof wanted === "string") throw new TypeError(`check: the expected answer is ${wanted}`);
  if (typeof mine === "string") return [`Yours is ${mine}, expected is ${kindOf(wanted)}.`];
  if (!sameShape(mine.shape, wanted.shape)) {
    return [
      `Expected is ${kindOf(wanted)}, yours is ${kindOf(mine)}.`,
      aboutShapes(mine.shape, wanted.shape),
    ];
  }
  return aboutNumbers(mine, wanted, tolerance);
}

function fits<T>({ when }: Hint<T>, yours: T, tolerance: number): boolean {
  if (typeof when !== "function") return faults(yours, when, tolerance).length === 0;
  try {
    return (when as (yours: T) => boolean)(yours);
  } catch {
    return false; // a test written for the right shape says nothing about another
  }
}

/**
 * Prints whether an exercise's answer is right: expected, yours, the largest difference and where
 * it is, and the first hint that fits. An answer still undefined is one not given yet.
 * Numbers agree where |yours - expected| <= tolerance (1 + |expected|), tolerance 1e-9.
 */
export function check<T extends Answer>(
  what: string,
  yours: SameKind<T> | undefined,
  expected: T,
  options: CheckOptions<SameKind<T>> = {},
): void {
  checkOptions("check", options, ["tolerance", "hints"]);
  const { tolerance = 1e-9, hints = [] } = options;
  const labelled = (label: string, x: unknown) =>
    `\n  ${label.padEnd(10)}${show(x).replace(/\n(?!\n)/g, `\n${" ".repeat(12)}`)}`;
  if (yours === undefined) {
    const todo = "nothing here yet. Replace undefined in the cell above with your answer.";
    console.log(`${what}: ${todo}${labelled("expected", expected)}`);
    return;
  }
  const both = labelled("expected", expected) + labelled("yours", yours);
  const wrong = faults(yours, expected, tolerance);
  if (wrong.length === 0) {
    console.log(`${what}: right.${both}`);
    return;
  }
  const hint = hints.find((one) => fits(one, yours, tolerance));
  const lines = hint ? [...wrong, `Hint: ${hint.say}`] : wrong;
  console.log(`${what}: not yet.${both}${lines.map((line) => `\n  ${line}`).join("")}`);
}
