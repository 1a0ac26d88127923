import { arrows, canvas, discs, ends, type Point, point, words } from "../figure/drawing.js";
import { figure, mark, quantitative } from "../figure/figure.js";
import type { Part, Spec } from "../figure/spec.js";
import { round } from "../figure/text.js";
import { colour } from "../figure/theme.js";

/** Points of one branch, in order, with the branch's width there. */
type Fibre = (Point & { width: number })[];

const body: Point = { x: 215, y: 165 };
const axonEnd: Point = { x: 575, y: 165 };
const signals = [
  { x: 6, y: 165, x2: 46, y2: 165 },
  { x: 668, y: 165, x2: 712, y2: 165 },
];
const fill = "#f6d9b8";
const inWords =
  "On the left, branching dendrites receive signals and lead to the cell body with its nucleus. " +
  "From the body one long axon, wrapped in a myelin sheath, leads to the right, where it " +
  "branches into synapse terminals that pass the signal on.";

/** A nerve cell: dendrites take signals in, the cell body gathers them, the axon passes them on. */
export function biologicalNeuron(): Spec {
  const dendrites = [92, 128, 162, 198, 232, 268].flatMap((degrees, i) =>
    grow(body, degrees, i % 2 ? 92 : 80, 15, 3),
  );
  const axon: Fibre = steps(20).map((t) => ({ ...axonAt(t), width: 13 - 6 * t }));
  const terminals = [-52, -20, 20, 52].flatMap((degrees) => grow(axonEnd, degrees, 64, 6, 0));
  const tips = terminals.map((fibre) => fibre[fibre.length - 1]);
  const outline = { fill, stroke: colour.outline, strokeWidth: 1.5 };
  const look = { interpolate: "cardinal-closed", ...outline };
  const all = [...dendrites, axon, ...terminals];
  const values = all.flatMap((fibre, branch) => fibre.map((p, k) => ({ ...p, branch, k })));
  return figure("A nerve cell: signals come in by the dendrites and leave by the axon", [inWords], {
    ...canvas(720, 330),
    data: { values },
    layer: [
      fibres(2.5, colour.outline),
      { data: { values: soma }, mark: mark("line", look), encoding: { order: { field: "k" } } },
      fibres(0, fill),
      discs([body], 620, "#d9a05b"),
      discs(tips, 170, colour.class1),
      ...[0.22, 0.4, 0.58, 0.76].flatMap((from) => sheath(from, from + 0.13)),
      ...arrows(signals, colour.value),
      ...named([
        { text: "dendrites", x: 45, y: 14, to: { x: 64, y: 51 } },
        { text: "cell body", x: 300, y: 60, to: { x: 236, y: 142 } },
        { text: "nucleus", x: 300, y: 280, to: { x: 220, y: 176 } },
        { text: "axon", x: 345, y: 105, to: { x: 277, y: axonAt(0.17).y - 5 } },
        { text: "myelin sheath", x: 460, y: 260, to: { x: 445, y: axonAt(0.64).y + 14 } },
        { text: "synapse terminals", x: 610, y: 40, to: { x: tips[0].x + 2, y: tips[0].y - 8 } },
      ]),
    ],
  });
}

const steps = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i / n);

/** The axon from the body to its end, in a slight wave. */
function axonAt(t: number): Point {
  const x = body.x + (axonEnd.x - body.x) * t;
  return point(x, body.y + 12 * Math.sin(2 * Math.PI * t));
}

/** A branch that bends and tapers, then divides in two, `depth` times. */
function grow(from: Point, degrees: number, length: number, width: number, depth: number): Fibre[] {
  const bend = depth % 2 ? 14 : -14;
  const fibre: Fibre = steps(4).map((t) => {
    const angle = ((degrees + bend * t) * Math.PI) / 180;
    const reach = length * t;
    const at = point(from.x + reach * Math.cos(angle), from.y + reach * Math.sin(angle));
    return { ...at, width: round(width * (1 - 0.5 * t), 2) };
  });
  if (depth === 0) return [fibre];
  const end = fibre[fibre.length - 1];
  const next = (turn: number) =>
    grow(end, degrees + bend + turn, length * 0.56, width * 0.5, depth - 1);
  return [fibre, ...next(-27), ...next(27)];
}

function fibres(margin: number, color: string): Part {
  return {
    transform: [{ calculate: `datum.width + ${margin}`, as: "size" }],
    mark: mark("trail", { color }),
    encoding: {
      size: quantitative("size", { scale: null, legend: null }),
      detail: { field: "branch" },
      order: { field: "k" },
    },
  };
}

/** The outline of the cell body. */
const soma: Part[] = steps(23).map((t, k) => {
  const angle = 2 * Math.PI * t;
  const r = 33 + 4 * Math.cos(3 * angle) + 2 * Math.sin(5 * angle);
  return { ...point(body.x + r * Math.cos(angle), body.y + r * Math.sin(angle)), k };
});

/** A stretch of the axon in its sheath: a thick line inside a thicker one. */
function sheath(from: number, to: number): Part[] {
  const values = steps(6).map((t) => axonAt(from + (to - from) * t));
  return [
    [24, colour.outline],
    [21, colour.input],
  ].map(([strokeWidth, stroke]) => ({
    data: { values },
    mark: mark("line", { strokeWidth, stroke, strokeCap: "round" }),
  }));
}

function named(all: readonly (Point & { text: string; to: Point })[]): Part[] {
  const leaders = all.map(({ x, y, to }) => {
    return { x, y: y + (to.y > y ? 9 : -9), x2: to.x, y2: to.y };
  });
  const ways = [
    { x: 26, y: 150, text: "in" },
    { x: 690, y: 150, text: "out" },
  ];
  return [
    { data: { values: leaders }, mark: mark("rule", { color: colour.muted }), encoding: ends },
    words(all, { fontSize: 13 }),
    words(ways, { color: colour.value, fontWeight: "bold" }),
  ];
}
