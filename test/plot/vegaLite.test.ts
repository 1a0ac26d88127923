import { expect, test } from "vitest";
import { compileSpec, renderSpec, type Spec, schemaErrors, specProblems } from "./vegaLite.ts";

const good: Spec = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  description: "A line that rises from (0, 0) to (1, 2): the smallest figure there is.",
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 2 },
    ],
  },
  mark: { type: "line", color: "#1f5fa8" },
  encoding: {
    x: { field: "x", type: "quantitative" },
    y: { field: "y", type: "quantitative" },
  },
};

test("a good spec has no problems", async () => {
  expect(await specProblems(good)).toEqual([]);
});

test("both versions draw it, each with its own Vega", async () => {
  expect(compileSpec(good, "6").vega.$schema).toBe("https://vega.github.io/schema/vega/v6.json");
  expect(compileSpec(good, "5.6.1").vega.$schema).toBe(
    "https://vega.github.io/schema/vega/v5.json",
  );
  for (const version of ["6", "5.6.1"] as const) {
    expect((await renderSpec(good, version)).svg).toMatch(/^<svg.*mark-line.*<\/svg>$/s);
  }
});

test("a short description is a problem", async () => {
  expect(await specProblems({ ...good, description: "A line." })).toMatchInlineSnapshot(`
    [
      "description: 40 characters or more wanted, found "A line."",
    ]
  `);
});

test("the schema's complaint names the place", () => {
  const spec = { ...good, encoding: { x: { field: "x", type: "quantative" } } };
  expect(schemaErrors(spec)).toMatchInlineSnapshot(`
    [
      "/encoding/x/type must be equal to one of the allowed values {"allowedValues":["quantitative","ordinal","temporal","nominal"]}",
      "/encoding/x/type must be equal to one of the allowed values {"allowedValues":["quantitative","ordinal","temporal","nominal","geojson"]}",
      "/encoding/x/type must match a schema in anyOf {}",
    ]
  `);
});

test("a warning of either compiler is a problem", async () => {
  const spec = { ...good, mark: { type: "point" }, encoding: { x: { type: "quantitative" } } };
  expect(await specProblems(spec)).toMatchInlineSnapshot(`
    [
      "Vega-Lite 6 warns: Dropping {"type":"quantitative"} from channel "x" since it does not contain any data field, datum, value, or signal.",
      "Vega-Lite 5.6.1 warns: Dropping {"type":"quantitative"} from channel "x" since it does not contain any data field, datum, value, or signal.",
    ]
  `);
});

test("an expression that fails while drawing is a problem", async () => {
  const spec = { ...good, transform: [{ calculate: "noSuchFunction(1)", as: "y" }] };
  expect(await specProblems(spec)).toMatchInlineSnapshot(`
    [
      "Vega-Lite 6 fails: Unrecognized function: noSuchFunction",
      "Vega-Lite 5.6.1 fails: Unrecognized function: noSuchFunction",
    ]
  `);
});

test("a warning while drawing is a problem", async () => {
  const spec = { ...good, data: { values: [] } };
  expect(await specProblems(spec)).toMatchInlineSnapshot(`
    [
      "drawn under 6: Infinite extent for field "x": [Infinity, -Infinity]",
      "drawn under 6: Infinite extent for field "y": [Infinity, -Infinity]",
      "drawn under 5.6.1: Infinite extent for field "x": [Infinity, -Infinity]",
      "drawn under 5.6.1: Infinite extent for field "y": [Infinity, -Infinity]",
    ]
  `);
});

test("the spec itself is left as it was", async () => {
  const before = structuredClone(good);
  await specProblems(good);
  expect(good).toEqual(before);
});
