import { checkOptions } from "../../numpy/shape.js";
import { figure } from "./figure.js";
import type { Part, Spec } from "./spec.js";

/** The options of `plot.panels`. */
export type PanelsOptions = { title?: string; description?: string; columns?: number };

/** Several plots as one figure, side by side; controls of the same name become one. */
export function panels(specs: readonly Spec[], options: PanelsOptions = {}): Spec {
  const who = "plot.panels";
  checkOptions(who, options, ["title", "description", "columns"]);
  if (specs.length === 0) throw new RangeError(`${who}: no plot; give an array of plots`);
  const { title = "", columns = specs.length } = options;
  const controls = new Map(
    specs.flatMap(({ params }) => (params as Part[] | undefined) ?? []).map((p) => [p.name, p]),
  );
  const words = specs.map(({ description }, i) => `Panel ${i + 1}: ${description}`);
  const scales = ["color", "strokeDash", "shape", "size", "strokeWidth"];
  return figure({ text: title, offset: 14 }, [options.description, ...words], {
    spacing: 30,
    params: [...controls.values()],
    columns,
    concat: specs.map((spec, i) => part(spec, i)),
    resolve: { scale: Object.fromEntries(scales.map((scale) => [scale, "independent"])) },
  });
}

/** A plot without what only a whole figure has, its selections renamed: names must be unique. */
function part({ $schema, description, config, params, ...spec }: Spec, index: number): Part {
  const text = JSON.stringify(spec).replace(
    /"(param|name)":"(hover|picked)"/g,
    `"$1":"$2${index}"`,
  );
  return JSON.parse(text);
}
