import { expect, test } from "vitest";
import type { Output } from "../../scripts/notebook.ts";
import { code } from "../notebookFixtures.ts";
import { columnsOf, missingFrom, numbersIn, showingOf, shows } from "./goldenValues.ts";

test("numbers are read as they are shown", () => {
  expect(numbersIn("[[-3.42057777e-06 5. .5]], y=0.59, −2, 10-3, K-77")).toEqual([
    ...["-3.42057777e-06", "5.", ".5", "0.59", "-2", "10", "-3", "3", "-77", "77"],
  ]);
});

test("a number must be rounded correctly at its last digit", () => {
  const h = 0.999983298578152;
  expect(["0.999983298578152", "0.99998", "1.0000", "9.9998e-1"].every((t) => shows(t, h))).toBe(
    true,
  );
  expect(["0.9999", "0.99999", "1", "1.0", "0.99998329"].some((t) => shows(t, h))).toBe(false);
  expect(shows("-3.42057777e-06", -3.4205777663140535e-6)).toBe(true);
  expect(shows("-0.0000034206", -3.4205777663140535e-6)).toBe(true);
  expect(shows("-0.000003", -3.4205777663140535e-6)).toBe(false);
});

test("it needs four digits, or all the value has", () => {
  expect(shows("0.59", 0.5903780017149115)).toBe(false);
  expect(shows("0.59", 0.5903780017149115, 2)).toBe(true);
  expect(shows("6", 6)).toBe(true);
  expect(shows("6.00", 6)).toBe(true);
  expect(shows("0.1", 0.1)).toBe(true);
  expect(shows("59049", 59049)).toBe(true);
  expect(shows("59050", 59049)).toBe(false);
  expect(shows("0", 0)).toBe(true);
  expect(shows("0.0001", 0)).toBe(false);
  expect(shows("6.5", 6)).toBe(false);
});

test("all sixteen digits may end differently", () => {
  expect(shows("0.6640367702678491", 0.664036770267849)).toBe(true);
  expect(shows("0.6640367712678491", 0.664036770267849)).toBe(false);
});

const spec = {
  description: "7 apples",
  hconcat: [
    {
      data: {
        values: [
          { x: 1, loss: 0.5, label: "y 0.59" },
          { x: 2, loss: 0.25 },
        ],
      },
      layer: [{ encoding: { y: { scale: { domain: [3, 4] } } } }],
    },
  ],
};

test("the columns of a figure are its data and nothing else", () => {
  expect(columnsOf(spec)).toEqual([[1, 2], [0.5, 0.25], [0.59]]);
});

const cell = (output: Output) => ({ ...code(""), outputs: [output] });
const figure = showingOf([
  cell({
    output_type: "display_data",
    data: { "application/vnd.vegalite.v5+json": spec, "text/plain": "7 apples" },
    metadata: {},
  }),
]);
const printed = showingOf([
  cell({ output_type: "stream", name: "stdout", text: ["loss: [[0.5270]] \n", "V [0.5 2.0]\n"] }),
]);

test("values, series and text are found where they must be", () => {
  expect(missingFrom({ loss: 0.52699, V: [0.5, [2]] }, printed, false)).toEqual([]);
  expect(missingFrom({ print: "loss: [[0.5270]]\nV [0.5 2.0]" }, printed, false)).toEqual([]);
  expect(missingFrom({ x: 2, series: { loss: [0.5, 0.25] } }, figure, true)).toEqual([]);
  expect(missingFrom({ apples: 7 }, figure, false)).toEqual([]);
});

test("what is missing is named with what was found instead", () => {
  expect(missingFrom({ loss: 0.5271, V: [3] }, printed, false)).toMatchInlineSnapshot(`
    [
      "loss = 0.5271: the nearest number shown is 0.5270",
      "V = 3: the nearest number shown is 2.0",
    ]
  `);
  expect(missingFrom({ print: "loss: [[0.527]]" }, printed, false)).toMatchInlineSnapshot(`
    [
      "the text
    loss: [[0.527]]
      in what was printed:
    loss: [[0.5270]] 
    V [0.5 2.0]
    ",
    ]
  `);
  expect(
    missingFrom({ apples: 7, domain: 3, series: { loss: [0.25, 0.5] } }, figure, true),
  ).toMatchInlineSnapshot(`
    [
      "apples = 7: the nearest number shown is 2",
      "domain = 3: the nearest number shown is 2",
      "series loss (2 numbers from 0.25 to 0.5): in none of the 3 columns of the figures' data",
    ]
  `);
});
