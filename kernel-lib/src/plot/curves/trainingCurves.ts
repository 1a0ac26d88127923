import { checkOptions } from "../../numpy/shape.js";
import { max } from "../figure/extent.js";
import { type Vector, vector } from "../figure/input.js";
import type { Spec } from "../figure/spec.js";
import { type AxesOptions, type Curve, curves } from "./curves.js";

/** What one training run recorded, one number per step. */
export type History = { readonly loss: Vector; readonly score?: Vector };

/** What a model's fit measured, one number per epoch. */
export type FitHistory = { readonly history: { readonly [name: string]: Vector } };

/** The options of `plot.trainingCurves`. */
export type TrainingCurvesOptions = AxesOptions & {
  /** What tells several runs apart ("learning rate"): titles the legend and the menu. */
  runs?: string;
};

/**
 * Training curves: the loss as a line, the score as dots, one per step, counted from 0.
 * One history, or several named ones (`{ "0.1": history, "1": history }`) with a menu of runs; or
 * what `model.fit` returned, a line for each of its numbers, by epoch.
 * Hover reads the values off; a check box makes the y-axis logarithmic.
 */
export function trainingCurves(
  history: History | FitHistory | { readonly [run: string]: History | FitHistory },
  options: TrainingCurvesOptions = {},
): Spec {
  const who = "plot.trainingCurves";
  const known = ["title", "xTitle", "yTitle", "runs", "description", "width", "height"];
  checkOptions(who, options, known);
  if (isFit(history)) return fitCurves(who, history, options);
  const single = isHistory(history);
  const all = single
    ? curvesOf(who, history)
    : inOrder(history as { readonly [run: string]: History | FitHistory }).flatMap(([run, one]) =>
        curvesOf(who, one, run),
      );
  if (all.length === 0) throw new RangeError(`${who}: no run; give { loss, score } or named runs`);
  const scored = all.some(({ mark }) => mark === "point");
  const { title = "Training curves", runs = "run", xTitle = "step" } = options;
  const { yTitle = scored ? "loss, score" : "loss" } = options;
  const subtitle = scored ? "line: loss, dots: score" : "line: loss";
  const steps = max(all.map(({ y }) => y.length));
  return curves([...Array(steps).keys()], all, {
    ...options,
    title: { text: title, subtitle },
    xTitle,
    yTitle,
    logToggle: true,
    ...(single ? {} : { legend: runs, menu: runs }),
  });
}

/** Losses and what else was measured, training and validation, each a line over the epochs. */
function fitCurves(who: string, { history }: FitHistory, options: TrainingCurvesOptions): Spec {
  const names = Object.keys(history);
  if (names.length === 0) throw new Error(`${who}: the history is empty; fit the model first`);
  const all = names.map((name): Curve => {
    return { name, group: name, y: vector(who, name, history[name]), mark: "line" };
  });
  const { title = "Training curves", xTitle = "epoch", yTitle = names.join(", ") } = options;
  const epochs = all[0].y.map((_, i) => i + 1);
  return curves(epochs, all, { ...options, title, xTitle, yTitle, logToggle: true });
}

const isFit = (x: object): x is FitHistory =>
  "history" in x && typeof x.history === "object" && !Array.isArray(x.history);

const isHistory = (x: object): x is History =>
  "loss" in x && (Array.isArray(x.loss) || (x.loss instanceof Object && "data" in x.loss));

/** Runs named by numbers go by size (an object would put "10" before "0.1"). */
function inOrder(runs: { readonly [run: string]: History | FitHistory }): [string, History][] {
  const all = Object.entries(runs).map(([name, run]): [string, History] => {
    if (!isFit(run)) return [name, run];
    const { loss, accuracy } = run.history;
    return [name, accuracy ? { loss, score: accuracy } : { loss }];
  });
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
