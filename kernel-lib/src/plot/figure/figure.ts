import { type Part, type Spec, schema } from "./spec.js";
import { textWidth } from "./text.js";
import { config, fontSize } from "./theme.js";

export type Title = string | { text: string; subtitle?: string; offset?: number };

export type Sentence = string | false | null | undefined;

/** A whole figure; its description is the title and the sentences that there are. */
export function figure(title: Title, sentences: readonly Sentence[], parts: Part): Spec {
  const { text, subtitle } = typeof title === "string" ? { text: title, subtitle: "" } : title;
  const heading = text && `${text}${subtitle ? ` (${subtitle})` : ""}.`;
  const description = [heading, ...sentences].filter(Boolean).join(" ");
  return { $schema: schema, description, ...(text ? { title } : {}), ...parts, config };
}

type Channel = (field: string, more?: Part) => Part;
const channel =
  (type: string): Channel =>
  (field, more = {}) => ({ field, type, ...more });

export const quantitative: Channel = channel("quantitative");
export const nominal: Channel = channel("nominal");

/**
 * The rows or columns of a matrix, by number in the data and by name on the axis. Node has no text
 * metrics, so names are never left out for want of room; plain numbers may be.
 */
export function ordinal(
  field: string,
  all: readonly string[],
  title: string | undefined,
  more: Part,
): Part {
  const labelExpr = `${JSON.stringify(all)}[datum.value]`;
  const isNumbered = all.every((name, i) => name === String(i));
  const form = {
    labelExpr,
    labelFontSize: fontSize.value,
    ...(isNumbered ? {} : { labelOverlap: false, labelLimit: 0 }),
    domain: false,
    ticks: false,
    ...more,
  };
  return { field, type: "ordinal", title: title ?? null, axis: form };
}

/** An axis of columns above a matrix: names that are wider than a column are written aslant. */
export function columnAxis(names: readonly string[], columnWidth: number): Part {
  const fits = names.every((name) => textWidth(name, fontSize.value) <= columnWidth);
  return fits
    ? { orient: "top", labelAngle: 0 }
    : { orient: "top", labelAngle: -40, labelAlign: "left", labelBaseline: "middle" };
}

/** A slider over whole numbers. */
export function slider(name: string, caption: string, value: number, ends: [number, number]): Part {
  const [min, max] = ends;
  return { name, value, bind: { input: "range", min, max, step: 1, name: caption } };
}

/** A title that ends with the epoch which the slider `frame` has chosen. */
export function byEpoch(title: string, epochs: readonly string[], more: Part = {}): Part {
  const text = { expr: `${JSON.stringify(`${title} `)} + ${JSON.stringify(epochs)}[frame]` };
  return { text, ...more };
}

/** A mark that a screen reader passes over: the description speaks for it. */
export const mark = (type: string, look: Part = {}): Part => ({ type, aria: false, ...look });

/** The fields that a tooltip shows, by their titles; those without are left out. */
export const tooltip = (fields: { [field: string]: string | false | undefined }): Part[] =>
  Object.entries(fields).flatMap(([field, title]) => (title ? [{ field, title }] : []));
