import { expect, test } from "vitest";
import {
  formatArray,
  htmlTable,
  type Printable,
  reprArray,
} from "../../kernel-lib/src/numpy/print.ts";
import golden from "../golden/numpy-print.json" with { type: "json" };
import { restore } from "./goldenPrints.ts";

const name = (of: { name: string; dtype: string }) => `${of.name}, ${of.dtype}`;

test.each([...new Set(golden.cases.map(name))])("%s: prints as in NumPy", (wanted) => {
  for (const expected of golden.cases.filter((one) => name(one) === wanted)) {
    const a = restore(expected);
    expect(formatArray(a)).toBe(expected.str);
    expect(reprArray(a)).toBe(expected.repr);
  }
});

const float64 = (shape: number[], entry: (i: number) => number): Printable => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, dtype: "float64", data: Float64Array.from({ length: size }, (_, i) => entry(i)) };
};
const texts = (html: string, tag: string): string[] =>
  [...html.matchAll(new RegExp(`<${tag}\\b[^>]*>(.*?)</${tag}>`, "g"))].map(([, text]) =>
    text.replace(/<.?small>/g, ""),
  );

test("a table of a matrix heads rows and columns with their places", () => {
  expect(htmlTable(float64([2, 2], (i) => i / 2))).toMatchInlineSnapshot(
    `"<table style="font-family: monospace; text-align: right; white-space: pre"><caption>float64, shape [2, 2]</caption><thead><tr><td></td><th scope="col"><small>0</small></th><th scope="col"><small>1</small></th></tr></thead><tbody><tr><th scope="row"><small>0</small></th><td>0. </td><td>0.5</td></tr><tr><th scope="row"><small>1</small></th><td>1. </td><td>1.5</td></tr></tbody></table>"`,
  );
});

test("a table of a vector is one row without a heading", () => {
  const html = htmlTable(float64([3], (i) => i - 1));
  expect(texts(html, "td")).toEqual(["-1.", " 0.", " 1."]);
  expect(texts(html, "th")).toEqual(["0", "1", "2"]);
});

test("a table of several matrices heads each row with its place along all other axes", () => {
  const html = htmlTable(float64([2, 2, 1], (i) => i));
  expect(texts(html, "th")).toEqual(["0", "0, 0", "0, 1", "1, 0", "1, 1"]);
});

test("a table shows the ten first and last places of a long axis", () => {
  const html = htmlTable(float64([30, 1], (i) => i));
  expect(texts(html, "th").slice(9, 14)).toEqual(["8", "9", "…", "20", "21"]);
});

test("a table above a thousand entries shows the three first and last places", () => {
  const html = htmlTable(float64([40, 40], () => 0.5));
  expect(texts(html, "th").slice(0, 7)).toEqual(["0", "1", "2", "…", "37", "38", "39"]);
  expect(texts(html, "tr")[4]).toBe(`<th scope="row">…</th>${"<td>…</td>".repeat(7)}`);
});

test("a table of nothing, or of a number, is text", () => {
  expect(htmlTable(float64([0, 3], () => 0))).toBe(
    "<pre>array([], shape=(0, 3), dtype=float64)</pre>",
  );
  expect(htmlTable(float64([], () => 1e-5))).toBe("<pre>1e-05</pre>");
});
