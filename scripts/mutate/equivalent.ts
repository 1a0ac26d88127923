import type { Fault } from "./faults.ts";

/** A change that nobody can see from outside, and why: no test could find it. */
type Equivalent = { file: string; source: string; replacement: string; why: string };

const equivalents: Equivalent[] = [
  {
    file: "numpy/indexing.ts",
    source: "const [least, most] = by > 0 ? [0, n] : [-1, n - 1];",
    replacement: ">=",
    why: "a step of 0 was refused in the line before",
  },
  {
    file: "numpy/loops.ts",
    source: "if (out.length === 0) return out;",
    replacement: "1",
    why: "it only saves time: loops over nothing, or one element, leave zeros",
  },
  {
    file: "numpy/loops.ts",
    source: "for (let k = 0; k < filled; k++) out[i * filled + k] = out[k] + step;",
    replacement: "<=",
    why: "the place too many is written again afterwards, or lies beyond the array",
  },
  {
    file: "numpy/loops.ts",
    source: "const aStep = aStrides.pop() ?? 0;",
    replacement: "1",
    why: "a shape without axes has one element, and took another way before",
  },
  {
    file: "numpy/loops.ts",
    source: "const bStep = bStrides.pop() ?? 0;",
    replacement: "1",
    why: "a shape without axes has one element, and took another way before",
  },
  {
    file: "numpy/loops.ts",
    source: "for (let i = 0; i < aStarts.length; i++) {",
    replacement: "<=",
    why: "the matrix too many lies beyond the array, where nothing is written",
  },
  {
    file: "numpy/manipulation.ts",
    source: "const block = outer === 0 ? 0 : data.length / outer;",
    replacement: "1",
    why: "nothing is copied when there is nothing outside the axis",
  },
  {
    file: "numpy/manipulation.ts",
    source: "const step = outer === 0 ? 0 : out.length / outer;",
    replacement: "1",
    why: "nothing is copied when there is nothing outside the axis",
  },
  {
    file: "numpy/print.ts",
    source: "if (line.length > indent.length && line.length + word.length > width) {",
    replacement: ">=",
    why: "no number is as wide as a line",
  },
  {
    file: "numpy/random.ts",
    source: "let state = new RandomState(Math.floor(Math.random() * 2 ** 32));",
    replacement: "ceil",
    why: "the first seed is by chance",
  },
  {
    file: "nn/functional.ts",
    source: "for (let i = 0; i < slopes.size; i++) {",
    replacement: "<=",
    why: "nothing stands beyond the array, and nothing is not below 0",
  },
  {
    file: "autograd/derivatives.ts",
    source: "{ reads: [0, 1], of: (g, _, a, b) => winner(g, a.greater(b), a.equal(b)) },",
    replacement: "1",
    why: "the derivative by the other input reads the same two",
  },
  {
    file: "autograd/operation.ts",
    source: "for (let axis = 0; axis < to.length; axis++) {",
    replacement: "<=",
    why: "beyond the last axis there is no size, so it is not 1",
  },
  {
    file: "numpy/decimal.ts",
    source: 'return Number.isNaN(x) ? "nan" : x < 0 ? "-inf" : "inf";',
    replacement: "1",
    why: "only infinities come here",
  },
  {
    file: "numpy/indexing.ts",
    source:
      "const count = Math.max(0, Math.ceil((clip(stop, by > 0 ? most : least) - from) / by));",
    replacement: ">=",
    why: "a step of 0 was refused before",
  },
  {
    file: "numpy/reductions.ts",
    source: "for (let o = 0; o < outer; o++) {",
    replacement: "<=",
    why: "the row too many lies beyond the array, where nothing is written",
  },
  {
    file: "autograd/backward.ts",
    source: "let created = 0;",
    replacement: "1",
    why: "only the order of the numbers counts",
  },
];

/** Why no test can find a fault; undefined when one should. */
export function whyUnseen({ file, source, replacement }: Fault): string | undefined {
  return equivalents.find(
    (one) => file.endsWith(one.file) && source === one.source && replacement === one.replacement,
  )?.why;
}
