import { describeCrossings, describeCurve } from "../figure/describe.js";
import { figure, mark, nominal, quantitative, type Title } from "../figure/figure.js";
import type { Part, Spec } from "../figure/spec.js";
import { colour, series as palette } from "../figure/theme.js";

/** One curve over shared x. Curves of one group share colour, dash and legend entry. */
export type Curve = {
  name: string;
  group: string;
  y: readonly number[];
  mark: "line" | "step" | "point";
};

/** What plots of curves have in common. */
export type AxesOptions = {
  title?: string;
  xTitle?: string;
  yTitle?: string;
  /** A sentence of your own, before the description made from the data. */
  description?: string;
  width?: number;
  height?: number;
};

export type CurvesOptions = Omit<AxesOptions, "title"> & {
  title: Title;
  /** The title of the legend. */
  legend?: string;
  /** A check box for a logarithmic y-axis. */
  logToggle?: boolean;
  /** The caption of a menu that shows one group or all. */
  menu?: string;
};

/** Curves over shared x, as wide rows: folded to draw them, whole to read all of them at one x. */
export function curves(x: readonly number[], all: readonly Curve[], o: CurvesOptions): Spec {
  const { xTitle = "x", yTitle = "y", width = 560, height = 280, legend = null } = o;
  const groups = [...new Set(all.map((curve) => curve.group))];
  const dotted = groups.filter((g) => all.every((c) => c.group !== g || c.mark === "point"));
  const dotsOnly = dotted.length === groups.length;
  const marks = (["line", "step", "point"] as const).filter((m) => all.some((c) => c.mark === m));
  const axes = `Horizontal: ${xTitle}; vertical: ${yTitle}.`;
  return figure(o.title, [axes, o.description, ...sentences(x, all)], {
    width,
    height,
    params: controls(groups, o),
    data: { values: rows(x, all) },
    encoding: { x: xChannel(x, xTitle, dotsOnly) },
    layer: [
      ...marks.map((kind, i) => ({
        ...(i === 0 && groups.length > 1 ? { params: [picked] } : {}),
        transform: [...unfold(all, o), { filter: `datum.mark == '${kind}'` }],
        mark: markOf(kind, dotsOnly),
        encoding: { y: yChannel(yTitle, o.logToggle), ...appearance(groups, dotted, legend) },
      })),
      readOff("x", [["x", xTitle], ...all.map(({ name }, i) => [`y${i}`, name] as const)]),
    ],
  });
}

const picked = { name: "picked", select: { type: "point", fields: ["group"] }, bind: "legend" };

function rows(x: readonly number[], all: readonly Curve[]): Part[] {
  return x.map((at, i) => {
    const known = all.flatMap(({ y }, k) => (Number.isFinite(y[i]) ? [[`y${k}`, y[i]]] : []));
    return { x: at, ...Object.fromEntries(known) };
  });
}

/** From wide rows to one row a point, with the curve's mark and group. */
function unfold(all: readonly Curve[], o: CurvesOptions): Part[] {
  const values = all.map(({ mark, group }, i) => ({ key: `y${i}`, mark, group }));
  const log = "log10 ? (datum.y > 0 ? log(datum.y) / LN10 : null) : datum.y";
  return [
    { fold: values.map(({ key }) => key), as: ["key", "y"] },
    { lookup: "key", from: { data: { values }, key: "key", fields: ["mark", "group"] } },
    ...(o.menu ? [{ filter: "group == 'all' || datum.group == group" }] : []),
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

function yChannel(title: string, log: boolean | undefined): Part {
  const labelExpr = "log10 ? format(pow(10, datum.value), '.1~e') : format(datum.value, '~g')";
  const axis = log ? { axis: { labelExpr, minExtent: 42 } } : {};
  return quantitative("y", { title, scale: { zero: false }, ...axis });
}

/** Each group's colour and dash; without any line there is no dash, and dots differ by shape. */
function appearance(
  groups: readonly string[],
  dotted: readonly string[],
  title: string | null,
): Part {
  const one = groups.length === 1;
  const dotsOnly = dotted.length === groups.length;
  const stroke = { symbolType: "stroke", symbolSize: 500, symbolStrokeWidth: 2.5 };
  const legend = one ? null : { title, ...(dotsOnly ? { symbolSize: 90 } : stroke) };
  const channel = (all: readonly unknown[]): Part => {
    const range = groups.map((_, i) => all[i % all.length]);
    return nominal("group", { scale: { domain: groups, range }, legend });
  };
  const { colours, dashes, shapes } = palette;
  const dash = groups.map((g, i) => (dotted.includes(g) ? [2, 4] : dashes[i % dashes.length]));
  const faded = { condition: { param: "picked", value: 1 }, value: 0.12 };
  return {
    color: channel(colours),
    ...(dotsOnly ? { shape: channel(shapes) } : { strokeDash: channel(dash) }),
    ...(one ? {} : { opacity: faded }),
  };
}

function controls(groups: readonly string[], { menu, logToggle }: CurvesOptions): Part[] {
  const select = { input: "select", options: ["all", ...groups], name: `${menu} ` };
  const checkbox = { input: "checkbox", name: "logarithmic y " };
  return [
    ...(menu ? [{ name: "group", value: "all", bind: select }] : []),
    ...(logToggle ? [{ name: "log10", value: false, bind: checkbox }] : []),
  ];
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

/** Each curve in words, and where neighbours cross; dots are not compared with lines. */
function sentences(x: readonly number[], all: readonly Curve[]): string[] {
  const crossings = all.slice(1).map((b, i) => {
    const a = all[i];
    if ((a.mark === "point") !== (b.mark === "point")) return "";
    return describeCrossings([a.name, b.name], x, [a.y, b.y]);
  });
  return [...all.map(({ name, y }) => describeCurve(name, x, y)), ...crossings];
}
