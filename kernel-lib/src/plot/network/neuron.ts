import { checkOptions } from "../../numpy/shape.js";
import { arrows, boxes, canvas, discs, math, point, segment, words } from "../figure/drawing.js";
import { figure } from "../figure/figure.js";
import { names, type Vector, vector } from "../figure/input.js";
import type { Spec } from "../figure/spec.js";
import { label, subscript } from "../figure/text.js";
import { colour, fontSize } from "../figure/theme.js";

/** The options of `plot.composition`. */
export type CompositionOptions = {
  title?: string;
  input?: string;
  output?: string;
  description?: string;
};

/** Functions one after the other, as boxes: x → f₁ → f₂ → y is y = f₂(f₁(x)). */
export function composition(functions: readonly string[], options: CompositionOptions = {}): Spec {
  const who = "plot.composition";
  checkOptions(who, options, ["title", "input", "output", "description"]);
  if (functions.length === 0) throw new RangeError(`${who}: no function; give names such as "f₁"`);
  const { input = "x", output = "y", title = "Functions, one after the other" } = options;
  const chain = [input, ...functions, output];
  const gap = Math.min(110, 660 / (chain.length - 1));
  const half = Math.min(30, gap / 2 - 14);
  const all = chain.map((text, i) => {
    const boxed = i > 0 && i < chain.length - 1 && text !== "…";
    return { text, x: 30 + i * gap, y: 42, boxed, room: (boxed ? half : 14) + 3 };
  });
  const inner = all
    .filter(({ boxed }) => boxed)
    .map(({ x }) => ({ x: x - half, y: 20, x2: x + half, y2: 64 }));
  const links = all.slice(1).map((to, i) => {
    return { x: all[i].x + all[i].room, y: 42, x2: to.x - to.room, y2: 42 };
  });
  const way = `A chain from left to right: ${chain.join(", then ")}.`;
  return figure(title, [options.description, way], {
    ...canvas(60 + (chain.length - 1) * gap, 84),
    layer: [boxes(inner, colour.hidden), ...arrows(links), words(all, math)],
  });
}

/** The options of `plot.artificialNeuron`. */
export type ArtificialNeuronOptions = {
  inputs: Vector;
  weights: Vector;
  bias?: number;
  /** The activation's name and the function itself. */
  activation: { name: string; f: (z: number) => number };
  names?: readonly string[];
  title?: string;
  description?: string;
};

/** One neuron with its numbers: inputs times weights, their sum z, and the activation of z. */
export function artificialNeuron(options: ArtificialNeuronOptions): Spec {
  const who = "plot.artificialNeuron";
  const texts = ["names", "title", "description"];
  checkOptions(who, options, ["inputs", "weights", "bias", "activation", ...texts]);
  const x = vector(who, "inputs", options.inputs);
  const w = vector(who, "weights", options.weights, x.length);
  const { bias, activation, title = "One neuron: weigh, add up, activate" } = options;
  const unit = names(who, "names", options.names, x.length, (i) => subscript("x", i + 1));
  const weighed = x.map((value, i) => {
    return { name: unit[i], value, letter: subscript("w", i + 1), weight: w[i] };
  });
  const constant = bias === undefined ? [] : [{ name: "1", value: 1, letter: "b", weight: bias }];
  const terms = [...weighed, ...constant];
  const z = terms.reduce((sum, { value, weight }) => sum + value * weight, 0);
  const y = activation.f(z);
  const height = Math.max(terms.length * 72, 150) + 20;
  const middle = height / 2;
  const positions = terms.map((_, i) => ({ x: 90, y: middle + (i - (terms.length - 1) / 2) * 72 }));
  const edges = positions.map((position) => segment(position, { x: 300, y: middle }, 26, 34));
  const weights = edges.map(({ x, y, x2, y2, angle }, i) => ({
    ...point(x + (x2 - x) * 0.42, y + (y2 - y) * 0.42),
    angle,
    text: `${terms[i].letter} = ${label(terms[i].weight)}`,
  }));
  const at = (x: number, text: string, y = middle) => ({ x, y, text });
  const heads = { inputs: 90, weights: 200, sum: 300, activation: 472, output: 640 };
  const value = { color: colour.value, fontWeight: "bold" };
  const onward = [332, 534].map((x) => ({ x, y: middle, x2: x + 78, y2: middle }));
  const products = terms.map(({ name, value, letter, weight }) => {
    return `${name} = ${label(value)} times ${letter} = ${label(weight)}`;
  });
  const sentences = [
    options.description,
    `Inputs times weights: ${products.join("; ")}.`,
    `Their sum z is ${label(z)}; the activation ${activation.name} gives ${label(y)}.`,
  ];
  const inputs = positions.map(({ x, y }, i) => at(x, terms[i].name, y));
  const given = positions.map(({ y }, i) => at(58, label(terms[i].value), y));
  const results = [
    at(370, `z = ${label(z)}`, middle - 14),
    at(572, `y = ${label(y)}`, middle - 14),
  ];
  return figure(title, sentences, {
    ...canvas(690, height),
    layer: [
      ...arrows([...edges, ...onward]),
      discs(positions, 1500, colour.input),
      discs([{ x: 300, y: middle }], 2600, colour.hidden),
      discs([{ x: 640, y: middle }], 1500, colour.output),
      boxes([{ x: 412, y: middle - 26, x2: 532, y2: middle + 26 }], colour.output),
      words([...inputs, at(640, "y")], math),
      words(given, { ...value, align: "right" }),
      words(weights, { dy: -9 }),
      words([at(300, "Σ")], { fontSize: 22 }),
      words([at(472, activation.name)], { fontSize: fontSize.title }),
      words(results, value),
      words(
        Object.entries(heads).map(([text, x]) => at(x, text, 4)),
        { color: colour.muted },
      ),
    ],
  });
}
