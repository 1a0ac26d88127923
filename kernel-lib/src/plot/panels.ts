import { checkOptions } from "../shape.js";
import { type Part, type Spec, schema } from "./spec.js";
import { config } from "./theme.js";

/** The options of `plot.panels`. */
export type PanelsOptions = { title?: string; description?: string; columns?: number };

/** Several plots as one figure, side by side; controls of the same name become one. */
export function panels(specs: readonly Spec[], options: PanelsOptions = {}): Spec {
  const who = "plot.panels";
  checkOptions(who, options, ["title", "description", "columns"]);
  if (specs.length === 0) throw new Error(`${who}: no plot; give an array of plots`);
  const { title, columns = specs.length } = options;
  const controls = new Map(
    specs.flatMap(({ params }) => (params as Part[] | undefined) ?? []).map((p) => [p.name, p]),
  );
  const words = specs.map(({ description }, i) => `Panel ${i + 1}: ${description}`);
  return {
    $schema: schema,
    description: [title ? `${title}.` : "", options.description ?? "", ...words]
      .filter((w) => w !== "")
      .join(" "),
    ...(title ? { title: { text: title, offset: 14 } } : {}),
    spacing: 30,
    params: [...controls.values()],
    columns,
    concat: specs.map((spec, i) => part(spec, i)),
    resolve: {
      scale: {
        color: "independent",
        strokeDash: "independent",
        shape: "independent",
        size: "independent",
        strokeWidth: "independent",
      },
    },
    config,
  };
}

/** A plot without what only a whole figure has, its selections renamed: names must be unique. */
function part({ $schema, description, config, params, ...spec }: Spec, index: number): Part {
  const text = JSON.stringify(spec).replace(
    /"(param|name)":"(hover|picked)"/g,
    `"$1":"$2${index}"`,
  );
  return JSON.parse(text);
}
