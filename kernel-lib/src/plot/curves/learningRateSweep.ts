import { checkOptions } from "../../numpy/shape.js";
import { describeCurve } from "../figure/describe.js";
import { figure, mark, nominal, quantitative } from "../figure/figure.js";
import { type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label } from "../figure/text.js";
import { colour } from "../figure/theme.js";

/** The options of `plot.learningRateSweep`. */
export type LearningRateSweepOptions = {
  title: string;
  xTitle?: string;
  yTitle?: string;
  description?: string;
};

const ceiling = 1e9;

/**
 * Loss curves of several learning rates, `{ "0.1": losses, "1": losses }`, beside the final loss by
 * rate; click a rate in either to see it alone. Both axes of losses are logarithmic. A run that ends
 * in NaN, Infinity or above 10⁹ counts as diverged: a cross at the top, and its curve ends there.
 */
export function learningRateSweep(
  runs: { readonly [rate: string]: Vector },
  options: LearningRateSweepOptions,
): Spec {
  const who = "plot.learningRateSweep";
  checkOptions(who, options, ["title", "xTitle", "yTitle", "description"]);
  const { title, xTitle = "step", yTitle = "loss", description } = options;
  const sweep = Object.entries(runs)
    .map(([name, given]) => ({ rate: Number(name), losses: vector(who, name, given) }))
    .sort((a, b) => a.rate - b.rate);
  if (sweep.length === 0) throw new RangeError(`${who}: no run; give { "0.1": losses }`);
  const odd = sweep.find(({ rate }) => !(rate > 0));
  if (odd) throw new RangeError(`${who}: a rate is ${odd.rate}; name runs by numbers above 0`);
  const isKnown = (y: number): boolean => Number.isFinite(y) && y > 0 && y <= ceiling;
  const rows = sweep.flatMap(({ rate, losses }) => {
    const gone = losses.findIndex((y) => !(y <= ceiling));
    const kept = gone < 0 ? losses : losses.slice(0, gone);
    const every = Math.max(1, Math.ceil(kept.length / 150));
    return kept.flatMap((loss, step) =>
      isKnown(loss) && (step % every === 0 || step === kept.length - 1)
        ? [{ rate: label(rate), step, loss: Number(loss.toPrecision(4)) }]
        : [],
    );
  });
  const ends = sweep.map(({ rate, losses }) => {
    const final = losses[losses.length - 1];
    const end = { rate: label(rate), size: rate };
    return final <= ceiling
      ? { ...end, final: Math.max(final, 1e-12) }
      : { ...end, lost: label(final) };
  });
  if (ends.every((end) => "lost" in end))
    throw new RangeError(`${who}: every run diverged; add a smaller rate`);
  const names = sweep.map(({ rate }) => label(rate));
  const range = names.map((_, i) => tone(names.length === 1 ? 0 : i / (names.length - 1)));
  const color = nominal("rate", {
    title: "learning rate",
    sort: names,
    scale: { domain: names, range },
    legend: { symbolType: "stroke", symbolSize: 400, symbolStrokeWidth: 3 },
  });
  const picked = { name: "picked", select: { type: "point", fields: ["rate"] } };
  const opacity = { condition: { param: "picked", value: 1 }, value: 0.1 };
  const log = (field: string, title: string): Part =>
    quantitative(field, {
      title,
      scale: { type: "log", nice: false, padding: 10 },
      axis: { tickCount: 5 },
    });
  const rateAxis = log("size", "learning rate");
  const tooltip = [{ field: "rate", title: "learning rate" }];
  return figure(title, [description, ...inWords(sweep)], {
    spacing: 30,
    hconcat: [
      {
        width: 220,
        height: 260,
        layer: [
          {
            data: { values: ends.filter((end) => "final" in end) },
            params: [picked],
            mark: mark("point", { filled: true, size: 110, cursor: "pointer" }),
            encoding: {
              x: rateAxis,
              y: log("final", `final ${yTitle}`),
              color,
              opacity,
              tooltip: [...tooltip, quantitative("final", { title: yTitle, format: ".4~g" })],
            },
          },
          ...[ends.filter((end) => "lost" in end)].filter(some).map((values) => ({
            data: { values },
            mark: mark("point", { shape: "cross", angle: 45, size: 90, color: colour.derivative }),
            encoding: {
              x: rateAxis,
              y: { value: 6 },
              tooltip: [...tooltip, { field: "lost", title: "diverged to" }],
            },
          })),
        ],
      },
      {
        width: 340,
        height: 260,
        data: { values: rows },
        mark: mark("line", { strokeWidth: 2, cursor: "pointer" }),
        encoding: {
          x: quantitative("step", { title: xTitle }),
          y: log("loss", yTitle),
          color,
          opacity,
          tooltip: [
            ...tooltip,
            quantitative("step", { title: xTitle }),
            nominal("loss", { title: yTitle }),
          ],
        },
      },
    ],
  });
}

const some = (values: readonly unknown[]): boolean => values.length > 0;

/** From dark blue for small rates over purple to orange for large ones: order in lightness too. */
function tone(share: number): string {
  const stops = [
    [26, 47, 107],
    [126, 57, 148],
    [214, 92, 92],
    [238, 170, 60],
  ];
  const at = share * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const mixed = [0, 1, 2].map((c) => stops[i][c] + (at - i) * (stops[i + 1][c] - stops[i][c]));
  return `#${mixed.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("")}`;
}

function inWords(sweep: readonly { rate: number; losses: readonly number[] }[]): string[] {
  return sweep.map(({ rate, losses }) => {
    const steps = losses.map((_, i) => i);
    const final = losses[losses.length - 1];
    if (!(final <= ceiling)) return `Learning rate ${label(rate)} diverges.`;
    return describeCurve(`Learning rate ${label(rate)}`, steps, losses);
  });
}
