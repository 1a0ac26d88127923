import { checkOptions } from "../../numpy/shape.js";
import { max } from "../figure/extent.js";
import { columnAxis, figure, mark, ordinal, quantitative } from "../figure/figure.js";
import { names, type Vector, vector } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { colour, fontSize } from "../figure/theme.js";

/** The options of `plot.confusionMatrix`. */
export type ConfusionMatrixOptions = {
  title: string;
  /** The names of the classes 0, 1, 2, …; their numbers if not given. */
  labels?: readonly string[];
  description?: string;
};

/**
 * How often each true class (a row) was taken for each class (a column): correct answers are on the
 * diagonal, blue; mistakes are orange. Hover says the share of the row.
 */
export function confusionMatrix(
  yTrue: Vector,
  yPredicted: Vector,
  options: ConfusionMatrixOptions,
): Spec {
  const who = "plot.confusionMatrix";
  checkOptions(who, options, ["title", "labels", "description"]);
  const truth = vector(who, "yTrue", yTrue);
  const said = vector(who, "yPredicted", yPredicted, truth.length);
  const odd = [...truth, ...said].find((k) => !(Number.isInteger(k) && k >= 0));
  if (odd !== undefined)
    throw new RangeError(`${who}: a class is ${odd}; give whole numbers from 0`);
  const classes = options.labels?.length ?? max([...truth, ...said]) + 1;
  const beyond = [...truth, ...said].find((k) => k >= classes);
  if (beyond !== undefined) throw new RangeError(`${who}: class ${beyond} has no name in labels`);
  const labels = names(who, "labels", options.labels, classes, String);
  const counts = labels.map(() => labels.map(() => 0));
  truth.forEach((k, i) => {
    counts[k][said[i]]++;
  });
  const cells = counts.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => ({
      row: i,
      column: j,
      count,
      right: i === j,
      share: total === 0 ? 0 : count / total,
      is: labels[i],
      taken: labels[j],
    }));
  });
  const right = counts.reduce((sum, row, i) => sum + row[i], 0);
  const subtitle = `${right} of ${truth.length} right: ${((100 * right) / truth.length).toFixed(1)} %`;
  const size = Math.max(34, Math.min(56, 420 / classes));
  const { title, description } = options;
  return figure({ text: title, subtitle }, [description, ...inWords(counts, labels)], {
    width: size * classes,
    height: size * classes,
    data: { values: cells },
    encoding: {
      x: ordinal("column", labels, "predicted", columnAxis(labels, size)),
      y: ordinal("row", labels, "true class", {}),
    },
    layer: [coloured(), written()],
  });
}

function coloured(): Part {
  const shade = { type: "sqrt", domain: [0, 1], range: [0, 1] };
  return {
    mark: mark("rect", { stroke: colour.faint }),
    encoding: {
      fill: { condition: { test: "datum.right", value: colour.class0 }, value: colour.class1 },
      fillOpacity: quantitative("share", { scale: shade, legend: null }),
      tooltip: [
        { field: "is", title: "true class" },
        { field: "taken", title: "predicted" },
        quantitative("count", { title: "count" }),
        quantitative("share", { title: "of the true class", format: ".1%" }),
      ],
    },
  };
}

function written(): Part {
  const dark = { test: "datum.right && datum.share > 0.4", value: colour.paper };
  return {
    transform: [{ filter: "datum.count > 0" }],
    mark: mark("text", { fontSize: fontSize.value }),
    encoding: { text: { field: "count" }, color: { condition: dark, value: colour.ink } },
  };
}

/** Every class's share, and the three most frequent mistakes. */
function inWords(counts: readonly number[][], labels: readonly string[]): string[] {
  const perClass = counts.map((row, i) => {
    return `${labels[i]}: ${row[i]} of ${row.reduce((sum, count) => sum + count, 0)} right.`;
  });
  const mistakes = counts
    .flatMap((row, i) => row.map((count, j) => ({ count, i, j })))
    .filter(({ count, i, j }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ count, i, j }) => `${labels[i]} for ${labels[j]} (${count})`);
  return [
    ...perClass,
    mistakes.length > 0 ? `Most frequent mistakes: ${mistakes.join(", ")}.` : "No mistake.",
  ];
}
