import { checkOptions } from "../shape.js";
import { arrows, boxes, canvas, words } from "./diagram.js";
import { names, type Vector, vector } from "./input.js";
import { type Part, type Spec, schema } from "./spec.js";
import { label, subscript } from "./text.js";
import { colour, config, fontSize } from "./theme.js";

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
  if (functions.length === 0) throw new Error(`${who}: no function; give names such as "f₁"`);
  const { input = "x", output = "y", title = "Functions, one after the other" } = options;
  const all = [input, ...functions, output];
  const gap = Math.min(110, 660 / (all.length - 1));
  const half = Math.min(30, gap / 2 - 14);
  const at = (i: number) => 30 + i * gap;
  const isBox = (text: string, i: number) => i > 0 && i < all.length - 1 && text !== "…";
  const side = (i: number) => (isBox(all[i], i) ? half : 14) + 3;
  const width = 60 + (all.length - 1) * gap;
  const inner = all.flatMap((text, i) =>
    isBox(text, i) ? [{ x: at(i) - half, y: 20, x2: at(i) + half, y2: 64 }] : [],
  );
  const links = all
    .slice(1)
    .map((_, i) => ({ x: at(i) + side(i), y: 42, x2: at(i + 1) - side(i + 1), y2: 42 }));
  return {
    $schema: schema,
    description:
      `${title}. ${options.description ?? ""} A chain from left to right: ${all.join(", then ")}.`.replace(
        "  ",
        " ",
      ),
    title,
    ...canvas(width, 84),
    layer: [
      boxes(inner, colour.hidden),
      ...arrows(links),
      words(
        all.map((text, i) => ({ x: at(i), y: 42, text })),
        math,
      ),
    ],
    config,
  };
}

const math = { fontSize: 16, fontStyle: "italic", font: "serif" };

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
  const z = x.reduce((sum, value, i) => sum + value * w[i], bias ?? 0);
  const y = activation.f(z);
  const rows = [
    ...x.map((value, i) => ({ name: unit[i], value, weight: w[i], letter: subscript("w", i + 1) })),
  ];
  if (bias !== undefined) rows.push({ name: "1", value: 1, weight: bias, letter: "b" });
  const step = 72;
  const height = Math.max(rows.length * step, 150) + 20;
  const middle = height / 2;
  const yOf = (i: number) => middle + (i - (rows.length - 1) / 2) * step;
  const edge = rows.map((_, i) => {
    const [dx, dy] = [300 - 90, middle - yOf(i)];
    const length = Math.hypot(dx, dy);
    const end = (length - 34) / length;
    return {
      x: 90 + (dx * 26) / length,
      y: yOf(i) + (dy * 26) / length,
      x2: 90 + dx * end,
      y2: yOf(i) + dy * end,
    };
  });
  const circle = (
    values: readonly { x: number; y: number }[],
    size: number,
    fill: string,
  ): Part => ({
    data: { values },
    mark: {
      type: "circle",
      size,
      fill,
      stroke: colour.outline,
      strokeWidth: 1.5,
      opacity: 1,
      aria: false,
    },
  });
  const value = { color: colour.value, fontWeight: "bold" };
  const along = edge.map(({ x: from, y: top, x2, y2 }, i) => ({
    x: from + (x2 - from) * 0.42,
    y: top + (y2 - top) * 0.42,
    angle: (Math.atan2(y2 - top, x2 - from) * 180) / Math.PI,
    text: `${rows[i].letter} = ${label(rows[i].weight)}`,
  }));
  return {
    $schema: schema,
    description: [
      `${title}. ${options.description ?? ""}`.trim(),
      `Inputs times weights: ${rows.map((r) => `${r.name} = ${label(r.value)} times ${r.letter} = ${label(r.weight)}`).join("; ")}.`,
      `Their sum z is ${label(z)}; the activation ${activation.name} gives ${label(y)}.`,
    ].join(" "),
    title,
    ...canvas(690, height),
    layer: [
      ...arrows([
        ...edge,
        { x: 332, y: middle, x2: 410, y2: middle },
        { x: 534, y: middle, x2: 612, y2: middle },
      ]),
      circle(
        rows.map((_, i) => ({ x: 90, y: yOf(i) })),
        1500,
        colour.input,
      ),
      circle([{ x: 300, y: middle }], 2600, colour.hidden),
      circle([{ x: 640, y: middle }], 1500, colour.output),
      boxes([{ x: 412, y: middle - 26, x2: 532, y2: middle + 26 }], colour.output),
      words(
        rows.map(({ name }, i) => ({ x: 90, y: yOf(i), text: name })),
        math,
      ),
      words([{ x: 640, y: middle, text: "y" }], math),
      words(
        rows.map((r, i) => ({ x: 58, y: yOf(i), text: label(r.value) })),
        { ...value, align: "right" },
      ),

      words(along, { dy: -9 }),
      words([{ x: 300, y: middle, text: "Σ" }], { fontSize: 22 }),
      words([{ x: 472, y: middle, text: activation.name }], { fontSize: fontSize.title }),
      words(
        [
          { x: 370, y: middle - 14, text: `z = ${label(z)}` },
          { x: 572, y: middle - 14, text: `y = ${label(y)}` },
        ],
        value,
      ),
      words(
        [
          { x: 90, y: 4, text: "inputs" },
          { x: 200, y: 4, text: "weights" },
          { x: 300, y: 4, text: "sum" },
          { x: 472, y: 4, text: "activation" },
          { x: 640, y: 4, text: "output" },
        ],
        { color: colour.muted },
      ),
    ],
    config,
  };
}
