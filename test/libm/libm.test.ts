import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import {
  cos,
  exp,
  expm1,
  fma,
  log,
  log1p,
  pow,
  sin,
  tanh,
} from "../../kernel-lib/src/libm/index.ts";
import { RandomState } from "../../kernel-lib/src/random/mt19937.ts";
import golden from "../golden/libm.json" with { type: "json" };

type Stored = number | string;
const numberOf = (x: Stored): number =>
  typeof x === "number" ? x : ({ inf: Infinity, "-inf": -Infinity, "-0": -0 }[x] ?? NaN);

const sha256 = (data: Float64Array): string =>
  createHash("sha256").update(new Uint8Array(data.buffer)).digest("hex");

const uniform = (state: RandomState, low: number, high: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, () => low + (high - low) * state.random());

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** How many doubles x is from y, of the same sign. */
function ulps(x: number, y: number): number {
  double[0] = x;
  const of = bits[0];
  double[0] = y;
  return Math.abs(Number(of - bits[0]));
}

const functions: Record<string, (x: number) => number> = { cos, exp, expm1, log, log1p, sin, tanh };

interface Row {
  low: number;
  high: number;
  count: number;
  sha256?: string;
  y?: number[];
}

for (const { name, edges, rows } of golden.functions) {
  const f = functions[name];
  const isExact = rows.every((row) => "sha256" in row);

  test(`${name} is right at the edges of its ranges`, () => {
    for (const [x, y] of edges.map((edge: Stored[]) => edge.map(numberOf))) {
      if (isExact || !Number.isFinite(y)) expect([x, f(x)]).toEqual([x, y]);
      else expect(ulps(f(x), y), `${name}(${x})`).toBeLessThanOrEqual(1);
    }
  });

  test.each<Row>(rows)(`${name} of $count numbers from $low to $high`, (row) => {
    const xs = uniform(new RandomState(0), row.low, row.high, row.count);
    const ys = xs.map(f);
    if (row.y === undefined) {
      expect(sha256(ys)).toBe(row.sha256);
      return;
    }
    const errors = row.y.map((y, i) => ulps(ys[i], y));
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
    expect(errors.filter((e) => e > 0).length / errors.length).toBeLessThan(0.01);
  });
}

test("pow has C's special values", () => {
  for (const [x, y, z] of golden.pow.edges.map((edge: Stored[]) => edge.map(numberOf))) {
    expect([x, y, pow(x, y)]).toEqual([x, y, z]);
  }
});

test("pow of 100,000 pairs is the C library's", () => {
  const state = new RandomState(0);
  const xs = uniform(state, 0, 10, 100000);
  const ys = uniform(state, -50, 50, 100000);
  expect(sha256(xs.map((x, i) => pow(x, ys[i])))).toBe(golden.pow.sha256);
});

test("fma rounds x y + z once", () => {
  const x = 1 + 2 ** -30;
  expect(fma(x, x, -(1 + 2 ** -29))).toBe(2 ** -60);
  expect(fma(0.1, 10, -1)).toBe(2 ** -54);
});
