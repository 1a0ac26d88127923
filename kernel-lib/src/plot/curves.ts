import { describeCrossings, describeCurve } from "./describe.js";
import { mark, nominal, quantitative } from "./figure.js";
import { type Part, type Spec, schema } from "./spec.js";
import { colour, config, series as palette } from "./theme.js";

/** One curve over shared x. Curves of one group share colour, dash and legend entry. */
export type Curve = {
  name: string;
  group: string;
  y: readonly number[];
  mark: "line" | "step" | "point";
};

export type CurvesOptions = {
  title: string | { text: string; subtitle: string };
  description?: string;
  xTitle: string;
  yTitle: string;
  /** The title of the legend. */
  legend?: string;
  /** A check box for a logarithmic y-axis. */
  logToggle?: boolean;
  /** The caption of a menu that shows one group or all. */
  menu?: string;
  width?: number;
  height?: number;
};

/** Curves over shared x, as wide rows: folded to draw them, whole to read all of them at one x. */
export function curves(x: readonly number[], all: readonly Curve[], o: CurvesOptions): Spec {
  const groups = [...new Set(all.map((curve) => curve.group))];
  const dotted = groups.filter((g) => all.every((c) => c.group !== g || c.mark === "point"));
  const dotsOnly = dotted.length === groups.length;
  const look = dotsOnly
    ? dotAppearance(groups, o.legend ?? null)
    : appearance(groups, dotted, o.legend ?? null);
  const marks = (["line", "step", "point"] as const).filter((m) => all.some((c) => c.mark === m));
  return {
    $schema: schema,
    description: describe(x, all, o),
    title: o.title,
    width: o.width ?? 560,
    height: o.height ?? 280,
    params: controls(groups, o),
    data: { values: rows(x, all) },
    encoding: { x: xChannel(x, o.xTitle, dotsOnly) },
    layer: [
      ...marks.map((kind, i) => ({
        ...(i === 0 && groups.length > 1 ? { params: [picked] } : {}),
        transform: [...unfold(all, o), { filter: `datum.mark == '${kind}'` }],
        mark: markOf(kind, dotsOnly),
        encoding: { y: yChannel(o), ...look },
      })),
      readOff("x", [["x", o.xTitle], ...all.map(({ name }, i) => [`y${i}`, name] as const)]),
    ],
    config,
  };
}

const picked = { name: "picked", select: { type: "point", fields: ["group"] }, bind: "legend" };

function rows(x: readonly number[], all: readonly Curve[]): Part[] {
  return x.map((at, i) => {
    const row: Part = { x: at };
    all.forEach(({ y }, k) => {
      if (Number.isFinite(y[i])) row[`y${k}`] = y[i];
    });
    return row;
  });
}

/** From wide rows to one row a point, with the curve's mark and group. */
function unfold(all: readonly Curve[], o: CurvesOptions): Part[] {
  const values = all.map(({ mark, group }, i) => ({ key: `y${i}`, mark, group }));
  const chosen = o.menu ? [{ filter: "group == 'all' || datum.group == group" }] : [];
  const log = "log10 ? (datum.y > 0 ? log(datum.y) / LN10 : null) : datum.y";
  return [
    { fold: values.map(({ key }) => key), as: ["key", "y"] },
    { lookup: "key", from: { data: { values }, key: "key", fields: ["mark", "group"] } },
    ...chosen,
    ...(o.logToggle ? [{ calculate: log, as: "y" }] : []),
  ];
}

/** Ticks at whole numbers where x counts something; dots may stand side by side around them. */
function xChannel(x: readonly number[], title: string, dotsOnly: boolean): Part {
  const counts = x.every((at) => Math.abs(at - Math.round(at)) <= 0.25);
  const scale = { nice: false, ...(dotsOnly ? { zero: false, padding: 12 } : {}) };
  return quantitative("x", { title, scale, ...(counts ? { axis: { tickMinStep: 1 } } : {}) });
}

function markOf(kind: Curve["mark"], dotsOnly: boolean): Part {
  if (kind === "point") return mark("point", { filled: true, size: dotsOnly ? 55 : 22 });
  return mark("line", { strokeWidth: 2.2, ...(kind === "step" ? { interpolate: "step" } : {}) });
}

function yChannel(o: CurvesOptions): Part {
  const label = "log10 ? format(pow(10, datum.value), '.1~e') : format(datum.value, '~g')";
  const axis = o.logToggle ? { axis: { labelExpr: label, minExtent: 42 } } : {};
  return quantitative("y", { title: o.yTitle, scale: { zero: false }, ...axis });
}

function appearance(
  groups: readonly string[],
  dotted: readonly string[],
  title: string | null,
): Part {
  const one = groups.length === 1;
  const legend = { title, symbolType: "stroke", symbolSize: 500, symbolStrokeWidth: 2.5 };
  const channel = (range: readonly unknown[]) =>
    nominal("group", { scale: { domain: groups, range }, legend: one ? null : legend });
  const { colours, dashes } = palette;
  const dash = (g: string, i: number) => (dotted.includes(g) ? [2, 4] : dashes[i % dashes.length]);
  return {
    color: channel(groups.map((_, i) => colours[i % colours.length])),
    strokeDash: channel(groups.map(dash)),
    ...(one ? {} : faded),
  };
}

/** Without a line there is no dash: dots differ by shape. */
function dotAppearance(groups: readonly string[], title: string | null): Part {
  const legend = groups.length === 1 ? null : { title, symbolSize: 90 };
  const channel = (all: readonly string[]) => {
    const range = groups.map((_, i) => all[i % all.length]);
    return nominal("group", { scale: { domain: groups, range }, legend });
  };
  return {
    color: channel(palette.colours),
    shape: channel(palette.shapes),
    ...(groups.length === 1 ? {} : faded),
  };
}

const faded = { opacity: { condition: { param: "picked", value: 1 }, value: 0.12 } };

function controls(groups: readonly string[], o: CurvesOptions): Part[] {
  const options = ["all", ...groups];
  const menu = {
    name: "group",
    value: "all",
    bind: { input: "select", options, name: `${o.menu} ` },
  };
  const box = { name: "log10", value: false, bind: { input: "checkbox", name: "logarithmic y " } };
  return [...(o.menu ? [menu] : []), ...(o.logToggle ? [box] : [])];
}

/** A rule at the x nearest to the pointer, whose tooltip holds the value of every field there. */
export function readOff(
  x: string,
  fields: readonly (readonly [field: string, title: string])[],
): Part {
  const select = { type: "point", nearest: true, on: "mousemove", clear: "mouseout", fields: [x] };
  const format = ".6~g";
  return {
    params: [{ name: "hover", select }],
    mark: mark("rule", { color: colour.muted }),
    encoding: {
      opacity: { condition: { param: "hover", empty: false, value: 0.7 }, value: 0 },
      tooltip: fields.map(([field, title]) => quantitative(field, { title, format })),
    },
  };
}

function describe(x: readonly number[], all: readonly Curve[], o: CurvesOptions): string {
  const title = typeof o.title === "string" ? o.title : `${o.title.text} (${o.title.subtitle})`;
  const crossings = all.slice(1).map((b, i) => {
    const a = all[i];
    return (a.mark === "point") === (b.mark === "point")
      ? describeCrossings([a.name, b.name], x, [a.y, b.y])
      : "";
  });
  return [
    `${title}.`,
    `Horizontal: ${o.xTitle}; vertical: ${o.yTitle}.`,
    o.description ?? "",
    ...all.map(({ name, y }) => describeCurve(name, x, y)),
    ...crossings,
  ]
    .filter((text) => text !== "")
    .join(" ");
}
