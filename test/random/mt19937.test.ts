import { createHash } from "node:crypto";
import { type NDArray, np } from "kernel-lib";
import { expect, test } from "vitest";
import { RandomState } from "../../kernel-lib/src/random/mt19937.ts";
import golden from "../golden/numpy-random.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

const sha256 = (data: Float64Array | Uint32Array): string =>
  createHash("sha256").update(new Uint8Array(data.buffer)).digest("hex");

test.each(golden.streams)("seed $seed gives NumPy's stream to the last bit", (stream) => {
  const state = new RandomState(stream.seed);
  const bits = Uint32Array.from({ length: stream.uint32.count }, () => state.nextUint32());
  expect(sha256(bits)).toBe(stream.uint32.sha256);
  for (const kind of ["uniform", "normal"] as const) {
    np.random.seed(stream.seed);
    const { data } = np.random[kind]({ size: stream[kind].count });
    expect([...data.subarray(0, 5)]).toEqual(stream[kind].first);
    expect(sha256(data as Float64Array)).toBe(stream[kind].sha256);
  }
});

const p = [0.1, 0, 0.6, 0.3];
const rows = () => np.arange(12).reshape([4, 3]);
const draws: Record<string, () => NDArray> = {
  "randint 0 10": () => np.random.randint(0, 10, { size: 20 }),
  "randint -5 300": () => np.random.randint(-5, 300, { size: [4, 3] }),
  "randint 7 8": () => np.random.randint(7, 8, { size: 3 }),
  "randint whole": () => np.random.randint(-(2 ** 31), 2 ** 31, { size: 4 }),
  "permutation 10": () => np.random.permutation(10),
  "permutation 1000": () => np.random.permutation(1000),
  "permutation rows": () => np.random.permutation(rows()),
  "choice 5": () => np.random.choice(5, { size: 10 }),
  "choice of": () => np.random.choice(np.array([0.5, 1.5, 2.5]), { size: [2, 3] }),
  "choice without": () => np.random.choice(10, { size: 4, replace: false }),
  "choice p": () => np.random.choice(4, { size: 12, p }),
  "choice p without": () => np.random.choice(4, { size: 3, replace: false, p }),
  rand: () => np.random.rand(2, 3),
  randn: () => np.random.randn(3, 3),
  uniform: () => np.random.uniform({ low: -2, high: 5, size: [2, 2] }),
  normal: () => np.random.normal({ loc: 5, scale: 2, size: 5 }),
  "one of each": () =>
    np.array([
      np.random.normal(),
      np.random.uniform(),
      np.random.normal(),
      np.random.randn(),
      np.random.rand(),
      np.random.randint(0, 100),
      np.random.choice(9),
      np.random.normal({ loc: 1, scale: 3 }),
      np.random.uniform({ low: 2, high: 3 }),
    ]),
};

test.each(golden.draws)("$name after seed $seed is NumPy's", ({ name, seed, out }) => {
  np.random.seed(seed);
  expect(draws[name]().tolist()).toEqual(out);
});

test("whole numbers are int32, all others float64", () => {
  const dtypes = Object.entries(draws).map(([name, draw]) => [name.split(" ")[0], draw().dtype]);
  expect(new Set(dtypes.map(String))).toEqual(
    new Set([
      ...["randint", "permutation", "choice"].map((name) => `${name},int32`),
      ...["permutation", "choice", "rand", "randn", "uniform", "normal", "one"].map(
        (name) => `${name},float64`,
      ),
    ]),
  );
});

test("what cannot be drawn is refused", () => {
  const attempts = [
    () => np.random.seed(-1),
    () => np.random.seed(0.5),
    () => np.random.normal({ scale: -1 }),
    () => np.random.normal({ mean: 1 } as object),
    () => np.random.normal(3 as unknown as object),
    () => np.random.normal({ size: [2, -1] }),
    () => np.random.uniform({ low: 0, high: Infinity }),
    () => np.random.randint(3, 3),
    () => np.random.randint(0, 5, { shape: 3 } as object),
    () => np.random.randint(0, 2 ** 40),
    () => np.random.permutation(2.5),
    () => np.random.choice(3, { size: 4, replace: false }),
    () => np.random.choice(0),
    () => np.random.choice(np.zeros([2, 2])),
    () => np.random.choice(2, { p: [0.5, 0.6] }),
    () => np.random.choice(2, { p: [1] }),
    () => np.random.choice(2, { size: 2, replace: false, p: [1, 0] }),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "seed: -1 is not a whole number from 0 to 2^32 - 1",
      "seed: 0.5 is not a whole number from 0 to 2^32 - 1",
      "normal: scale is -1; give a number >= 0",
      "normal: no option mean; it knows loc, scale, size",
      "normal: 3 is not an options object; write { loc }",
      "normal: size -1 is not a whole number >= 0",
      "uniform: high is Infinity; give a finite number",
      "randint: there is no int32 from 3 up to, but not including, 3",
      "randint: no option shape; it knows size",
      "randint: there is no int32 from 0 up to, but not including, 1099511627776",
      "permutation: size 2.5 is not a whole number >= 0",
      "choice: there are not 4 different entries in 3; use replace: true",
      "choice: there is nothing to choose from",
      "choice: needs an array of one axis",
      "choice: p must be numbers >= 0 whose sum is 1; it is 1.1",
      "choice: 1 probabilities for 2 entries",
      "choice: fewer than 2 entries have a probability above 0",
    ]
  `);
});
