import type { Part } from "./spec.js";

/** One palette through every figure; text colours reach a contrast of 4.5 on white. */
export const colour = {
  value: "#1f5fa8",
  derivative: "#c0392b",
  localDerivative: "#8e44ad",
  outputWeights: "#b35900",
  class0: "#3b6fb6",
  class1: "#d98230",
  positive: "#3b6fb6",
  negative: "#c8553d",
  ink: "#1f2d3d",
  outline: "#34495e",
  muted: "#5d6b79",
  line: "#9aa5b1",
  faint: "#dde3ea",
  paper: "#ffffff",
  input: "#e8f1fa",
  hidden: "#fff4dc",
  output: "#e6f4ea",
} as const;

/** Several curves in one figure: a colour and a dash or shape each, so that neither is alone. */
export const series = {
  colours: ["#1f5fa8", "#d98230", "#8e44ad", "#2e8b57", "#c0392b", "#5d6b79"],
  dashes: [
    [1, 0],
    [7, 3],
    [2, 3],
    [9, 3, 2, 3],
    [4, 3],
  ],
  shapes: ["circle", "triangle-up", "square", "diamond", "cross", "triangle-down"],
} as const;

/** Type sizes in pixels. */
export const fontSize = { title: 14, node: 15, value: 12, label: 11 } as const;

/**
 * What every figure has in common. Node has no text metrics, so the limits that would cut
 * a legend's text by its estimated width are off.
 */
export const config: Part = {
  view: { stroke: null },
  title: { anchor: "start", fontSize: fontSize.title, fontWeight: 500, color: colour.ink },
  axis: { labelFontSize: fontSize.label, titleFontSize: fontSize.value, titleFontWeight: 500 },
  legend: {
    titleLimit: 0,
    labelLimit: 0,
    labelFontSize: fontSize.value,
    titleFontSize: fontSize.value,
    titleFontWeight: 500,
  },
  header: { labelFontSize: fontSize.value, titleFontSize: fontSize.value },
};
