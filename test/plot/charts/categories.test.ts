// Node has no text metrics, so what Vega leaves out for want of room there would be missing from
// handouts and wherever the static picture is shown.
import { plot } from "kernel-lib";
import { expect, test } from "vitest";
import { renderSpec } from "../vegaLite.ts";

const names = [
  "plain descent, rate 3",
  "momentum 0.9",
  "RMSProp",
  "Adam",
  "with noise added to the gradient",
  "no hidden layer at all",
];
const square = names.map((_, row) => names.map((_, column) => row - column));

const charts = {
  "plot.strip": plot.strip(Object.fromEntries(names.map((name) => [name, [1, 2, 3]])), {
    title: "Six ways down",
    yTitle: "loss",
  }),
  "plot.heatMap": plot.heatMap(square, { title: "Six ways down", rows: names, columns: names }),
  "plot.heatMap without numbers": plot.heatMap(square, {
    title: "Six ways down",
    rows: names,
    columns: names,
    numbers: false,
  }),
  "plot.confusionMatrix": plot.confusionMatrix([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], {
    title: "Six ways down",
    labels: names,
  }),
};

test.each(Object.entries(charts))("%s writes every category in its picture", async (_, spec) => {
  const { svg } = await renderSpec(spec);
  const written = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) =>
    text.replaceAll(/<\/tspan><tspan[^>]*>/g, " ").replaceAll(/<[^>]*>/g, ""),
  );
  expect(written).toEqual(expect.arrayContaining(names));
});
