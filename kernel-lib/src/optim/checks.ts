// What optimisers and schedules refuse, in words.

/** A number that fits, or a refusal: `wanted` says in words what `isFitting` asks. */
export function checkNumber(
  who: string,
  name: string,
  x: number,
  wanted: string,
  isFitting: (x: number) => boolean,
): number {
  if (typeof x !== "number") {
    throw new TypeError(`${who}: ${name} is ${JSON.stringify(x)}; give ${wanted}`);
  }
  if (isFitting(x)) return x;
  throw new RangeError(`${who}: ${name} is ${x}; give ${wanted}`);
}

export const checkAtLeastZero = (who: string, name: string, x: number): number =>
  checkNumber(who, name, x, "a number >= 0", (value) => value >= 0);

export const checkAboveZero = (who: string, name: string, x: number): number =>
  checkNumber(who, name, x, "a number above 0", (value) => value > 0);
