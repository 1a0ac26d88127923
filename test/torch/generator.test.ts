import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Data, DType } from "../../kernel-lib/src/numpy/dtype.ts";
import { Generator, generator, kaimingUniformBound } from "../../kernel-lib/src/torch/generator.ts";
import golden from "../golden/torch-random.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

interface Long {
  count: number;
  first: number[];
  sha256: string;
}

/** Numbers from all along a draw, `stride` apart. */
interface Some {
  count: number;
  stride: number;
  some: number[];
}

/** To the last bit: the first numbers show how, the sum over all bytes whether. */
function expectLong(data: Data, { count, first, sha256 }: Long): void {
  expect([...data.subarray(0, 5)]).toEqual(first);
  expect(data.length).toBe(count);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
}

// Torch takes logarithm, sine and cosine of float64 from the C library of its machine.
const lastBits = 1e-15;

function expectNear(numbers: readonly number[], wanted: readonly number[]): void {
  expect(numbers.length).toBe(wanted.length);
  const far = numbers.filter(
    (x, i) => !(Math.abs(x - wanted[i]) <= lastBits * Math.max(1, Math.abs(x))),
  );
  expect(far).toEqual([]);
}

function expectDraw(data: Data, out: Long | Some): void {
  if ("sha256" in out) {
    expectLong(data, out);
    return;
  }
  expect(data.length).toBe(out.count);
  expectNear(
    [...data].filter((_, i) => i % out.stride === 0),
    out.some,
  );
}

function joined(dtype: DType, parts: readonly Data[]): Data {
  const numbers = parts.flatMap((part) => [...part]);
  return dtype === "float32" ? Float32Array.from(numbers) : Float64Array.from(numbers);
}

const draws: Record<string, (of: Generator, dtype: DType, count: number) => Data> = {
  rand: (of, dtype, count) => of.rand(count, dtype),
  randn: (of, dtype, count) => of.randn(count, dtype),
  "randn by fifteen": (of, dtype, count) =>
    joined(
      dtype,
      Array.from({ length: count / 15 }, () => of.randn(15, dtype)),
    ),
  "uniform -0.37 1.23": (of, dtype, count) => of.uniform(count, dtype, -0.37, 1.23),
  "normal -0.37 1.23": (of, dtype, count) => of.normal(count, dtype, -0.37, 1.23),
  "bernoulli 0.3": (of, dtype, count) => of.bernoulli(count, 0.3, dtype),
  "randint 0 10": (of, _, count) => of.randint(count, 0, 10),
  "randint -5 300": (of, _, count) => of.randint(count, -5, 300),
  "randint longest of 32 bits": (of, _, count) => of.randint(count, -7, 2 ** 28 - 8),
  "randint shortest of 64 bits": (of, _, count) => of.randint(count, -7, 2 ** 28 - 7),
  "randint whole": (of, _, count) => of.randint(count, -(2 ** 31), 2 ** 31),
  randperm: (of, _, count) => of.randperm(count),
};

test.each(golden.streams)("$name of $dtype after seed $seed is torch's", ({ out, ...one }) => {
  const data = draws[one.name](new Generator(one.seed), one.dtype as DType, out.count);
  expectDraw(data, out as Long | Some);
});

test.each(golden.sizes)("randn of $size in $dtype is torch's", (one) => {
  const data = new Generator(one.size).randn(one.size, one.dtype as DType);
  expectDraw(data, one.randn as Long | Some);
});

test.each(golden.mixed)("the spare normal after seed $seed lasts as long as torch's", (one) => {
  const torch = new Generator(one.seed);
  const drawn = [
    torch.randn(1, "float32"),
    torch.rand(2, "float32"),
    torch.randn(1, "float32"),
    torch.randn(3, "float64"),
    torch.randn(16, "float32"),
    torch.randn(1, "float32"),
    torch.randperm(4),
    torch.randn(1, "float64"),
    torch.randint(2, 0, 9),
    torch.normal(1, "float64", 5, 2),
    torch.randn(17, "float64"),
    torch.randn(2, "float32"),
    torch.manualSeed(7).randn(1, "float32"),
  ];
  expect(drawn.map((data) => data.length)).toEqual(one.out.map((numbers) => numbers.length));
  drawn.forEach((data, i) => {
    if (data instanceof Float64Array) expectNear([...data], one.out[i]);
    else expect([...data]).toEqual(one.out[i]);
  });
});

test.each(golden.linear)("a linear layer $in to $out in $dtype starts as torch's", (one) => {
  const torch = new Generator(3);
  const dtype = one.dtype as DType;
  const bound = kaimingUniformBound(one.in);
  const weight = torch.uniform(one.out * one.in, dtype, -bound, bound);
  const biasBound = 1 / Math.sqrt(one.in);
  const bias = torch.uniform(one.out, dtype, -biasBound, biasBound);
  expectLong(joined(dtype, [weight, bias]), one.parameters);
});

test.each(golden.perms)("a permutation of $n is torch's", ({ n, out }) => {
  expect([...new Generator(5).randperm(n)]).toEqual(out);
});

test("the shared generator starts from torch's first seed", () => {
  const wanted = new Generator(golden.initialSeed).rand(3, "float32");
  expect(generator.rand(3, "float32")).toEqual(wanted);
});

test("what cannot be drawn is refused", () => {
  const torch = new Generator(0);
  const attempts = [
    () => new Generator(-1),
    () => torch.manualSeed(Number.NaN),
    () => torch.manualSeed(0.5),
    () => torch.manualSeed(2 ** 53),
    () => torch.rand(-1, "float32"),
    () => torch.randn(2.5, "float64"),
    () => torch.rand(2, "int32"),
    () => torch.randn(20, "bool"),
    () => torch.uniform(2, "float32", 1, 0),
    () => torch.uniform(2, "float32", 0, Number.NaN),
    () => torch.uniform(2, "float32", 0, 1e39),
    () => torch.normal(2, "float32", 0, -1),
    () => torch.normal(2, "float32", Number.NaN, 1),
    () => torch.randint(2, 3, 3),
    () => torch.randint(2, 0, 2 ** 40),
    () => torch.randint(2, 0, 2.5),
    () => torch.randint(-2, 0, 2),
    () => torch.randperm(1.5),
    () => torch.bernoulli(2, 1.5, "float32"),
    () => torch.bernoulli(2, Number.NaN, "float32"),
  ];
  expect(attempts.map(refusal)).toMatchInlineSnapshot(`
    [
      "manualSeed: -1 is not a whole number from 0 to 2^53 - 1",
      "manualSeed: NaN is not a whole number from 0 to 2^53 - 1",
      "manualSeed: 0.5 is not a whole number from 0 to 2^53 - 1",
      "manualSeed: 9007199254740992 is not a whole number from 0 to 2^53 - 1",
      "rand: size -1 is not a whole number >= 0",
      "randn: size 2.5 is not a whole number >= 0",
      "rand: cannot draw int32; use float32 or float64",
      "randn: cannot draw bool; use float32 or float64",
      "uniform: 1 to 0 is not a finite range; give from <= to",
      "uniform: 0 to NaN is not a finite range; give from <= to",
      "uniform: 0 to 1e+39 is not a finite range; give from <= to",
      "normal: mean 0, std -1; give a finite mean and a finite std >= 0",
      "normal: mean NaN, std 1; give a finite mean and a finite std >= 0",
      "randint: there is no int32 from 3 up to, not including, 3; give low < high",
      "randint: there is no int32 from 0 up to, not including, 1099511627776; give low < high",
      "randint: there is no int32 from 0 up to, not including, 2.5; give low < high",
      "randint: size -2 is not a whole number >= 0",
      "randperm: size 1.5 is not a whole number >= 0",
      "bernoulli: p is 1.5; give a probability from 0 to 1",
      "bernoulli: p is NaN; give a probability from 0 to 1",
    ]
  `);
});
