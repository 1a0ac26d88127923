import { checkOptions } from "../shape.js";
import { type AxesOptions, type Curve, curves } from "./curves.js";
import { type Vector, vector } from "./input.js";
import type { Spec } from "./spec.js";

/** What one training run recorded, a number a step. */
export type History = { readonly loss: Vector; readonly score?: Vector };

/** The options of `plot.trainingCurves`. */
export type TrainingCurvesOptions = AxesOptions & {
  /** What tells several runs apart ("learning rate"): titles the legend and the menu. */
  runs?: string;
};

/**
 * Training curves: the loss as a line, the score as dots, a number a step, counted from 0.
 * One history, or several named ones (`{ "0.1": history, "1": history }`) with a menu of runs.
 * Hover reads the values off; a check box makes the y-axis logarithmic.
 */
export function trainingCurves(
  history: History | { readonly [run: string]: History },
  options: TrainingCurvesOptions = {},
): Spec {
  const who = "plot.trainingCurves";
  const known = ["title", "xTitle", "yTitle", "runs", "description", "width", "height"];
  checkOptions(who, options, known);
  const single = isHistory(history);
  const all = single
    ? curvesOf(who, history)
    : inOrder(history).flatMap(([run, one]) => curvesOf(who, one, run));
  if (all.length === 0) throw new Error(`${who}: no run; give { loss, score } or named runs`);
  const scored = all.some(({ mark }) => mark === "point");
  const { title = "Training curves", runs = "run", xTitle = "step" } = options;
  const { yTitle = scored ? "loss, score" : "loss" } = options;
  const subtitle = scored ? "line: loss, dots: score" : "line: loss";
  const steps = Math.max(...all.map(({ y }) => y.length));
  return curves([...Array(steps).keys()], all, {
    ...options,
    ...{ title: { text: title, subtitle }, xTitle, yTitle, logToggle: true },
    ...(single ? {} : { legend: runs, menu: runs }),
  });
}

const isHistory = (x: object): x is History =>
  "loss" in x && (Array.isArray(x.loss) || (x.loss instanceof Object && "data" in x.loss));

/** Runs named by numbers go by size (an object would put "10" before "0.1"). */
function inOrder(runs: { readonly [run: string]: History }): [string, History][] {
  const all = Object.entries(runs);
  if (all.some(([name]) => Number.isNaN(Number(name)))) return all;
  return all.sort(([a], [b]) => Number(a) - Number(b));
}

function curvesOf(who: string, history: History, run?: string): Curve[] {
  checkOptions(who, history, ["loss", "score"]);
  const name = (what: string) => (run === undefined ? what : `${run}: ${what}`);
  const loss = vector(who, name("loss"), history.loss);
  const curve = { name: name("loss"), group: run ?? "loss", y: loss, mark: "line" } as const;
  if (history.score === undefined) return [curve];
  const score = vector(who, name("score"), history.score, loss.length);
  return [curve, { name: name("score"), group: run ?? "score", y: score, mark: "point" }];
}
