// Golden arrays, as scripts/golden/numpy_arrays.py stores them, and how to compare with them.
import { type DType, NDArray, np } from "kernel-lib";
import { expect } from "vitest";
import golden from "../golden/numpy-arrays.json" with { type: "json" };

export { golden };

export interface Stored {
  dtype: string;
  shape: number[];
  data: (number | boolean | string)[];
}

/** NumPy's answer, or what it said when it refused. */
export type Answer = Stored | { error: string };

/** A stored number: nan and the infinities are words. */
export const number = (x: number | string | boolean): number =>
  typeof x === "string" ? Number(x.replace("inf", "Infinity")) : Number(x);

export function restore({ dtype, shape, data }: Stored): NDArray {
  const flat = np.array(data.map(number), { dtype: dtype as DType });
  return new NDArray(flat.data, shape);
}

const arrays = new Map(golden.arrays.map((stored) => [stored.name, restore(stored)]));

export function named(name: string): NDArray {
  const array = arrays.get(name);
  if (!array) throw new Error(`no golden array ${name}`);
  return array;
}

/** A stored operand: a number, or the name of an array. */
export const operand = (x: number | string): NDArray | number =>
  typeof x === "number" ? x : arrays.has(x) ? named(x) : number(x);

interface Precision {
  /** How far numbers may differ, relative to their size; 0 means not at all. */
  float64?: number;
  float32?: number;
}

/** Does `compute` give the stored answer: shape, dtype, numbers, or an error? */
export function expectAnswer(compute: () => NDArray, out: Answer, precision: Precision = {}): void {
  if ("error" in out) {
    expect(compute).toThrow(/^\w+: /);
    return;
  }
  const result = compute();
  expect(result.shape).toEqual(out.shape);
  expect(result.dtype).toBe(out.dtype);
  const tolerance = precision[out.dtype as keyof Precision] ?? 0;
  const far = out.data.map(number).find((wanted, i) => {
    const got = result.data[i];
    return !(
      Object.is(got + 0, wanted + 0) || Math.abs(got - wanted) <= tolerance * Math.abs(wanted)
    );
  });
  expect(far, `${result.repr()} for ${JSON.stringify(out)}`).toBeUndefined();
}

/** The message with which `attempt` is refused. */
export function refusal(attempt: () => unknown): string {
  try {
    return `not refused: ${attempt()}`;
  } catch (error) {
    return (error as Error).message;
  }
}
