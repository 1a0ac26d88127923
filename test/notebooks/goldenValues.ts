import { type Cell, printedText, specsOf } from "../../scripts/notebook.ts";

/** Numbers by name, nested lists of them, `series` for figures, `print` for text. */
export type Golden = {
  series?: Record<string, number[]>;
  print?: string;
  [name: string]: unknown;
};

/** A number as it was shown: its digits say how precisely. */
type Shown = string;

/** What a cell shows: the text it printed, and the data of its figures. */
export type Showing = { text: string; specs: Record<string, unknown>[] };

export function showingOf(cells: Cell[]): Showing {
  return { text: cells.map(printedText).join("\n"), specs: cells.flatMap(specsOf) };
}

/** The numbers in a text. After a letter or digit a minus may be a hyphen: both readings count. */
export function numbersIn(text: string): Shown[] {
  const plain = text.replaceAll("−", "-");
  return [...plain.matchAll(/-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi)].flatMap((match) => {
    const ambiguous = match[0].startsWith("-") && /\w/.test(plain[match.index - 1] ?? "");
    return ambiguous ? [match[0], match[0].slice(1)] : [match[0]];
  });
}

function significantDigits(shown: Shown): number {
  const digits = (shown.split(/e/i)[0] ?? "").replace(/[-.]/g, "").replace(/^0+/, "");
  return Math.max(1, digits.length);
}

/** The value of the last digit shown: 0.01 for "3.14". */
function lastPlace(shown: Shown): number {
  const [mantissa = "", exponent = "0"] = shown.split(/e/i);
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  return 10 ** (Number(exponent) - decimals);
}

const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.abs(b);

/**
 * Whether a number as shown is the value, rounded correctly, with `least` significant digits or all
 * the value has. Where all sixteen are shown, another order of summing may change the last ones.
 */
export function shows(shown: Shown, value: number, least = 4): boolean {
  const wanted = Math.min(least, significantDigits(String(value).replace(/\.?0*(?=e|$)/, "")));
  if (significantDigits(shown) < wanted) return false;
  const error = Math.abs(Number(shown) - value);
  return close(Number(shown), value) || (value !== 0 && error <= lastPlace(shown) * 0.500000001);
}

/** Every list of records in a spec: inline values, data sets, at any depth. */
function recordsIn(spec: unknown): Record<string, unknown>[][] {
  if (spec === null || typeof spec !== "object") return [];
  if (Array.isArray(spec) && spec.length > 0 && spec.every(isRecord)) {
    return [spec, ...spec.flatMap((record) => Object.values(record).flatMap(recordsIn))];
  }
  return Object.values(spec).flatMap(recordsIn);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** The data of a spec, without its marks and encodings. */
function dataIn(spec: unknown): unknown[] {
  if (spec === null || typeof spec !== "object") return [];
  return Object.entries(spec).flatMap(([key, value]) =>
    key === "datasets" || (key === "data" && isRecord(value)) ? [value] : dataIn(value),
  );
}

/** The columns of a spec's data: the numbers of each field, in order. */
export function columnsOf(spec: unknown): number[][] {
  return dataIn(spec)
    .flatMap(recordsIn)
    .flatMap((records) => {
      const fields = new Set(records.flatMap(Object.keys));
      return [...fields].map((field) =>
        records.flatMap((record) => numbersOf(record[field]).map(Number)),
      );
    });
}

/** All numbers in a value, and those in its texts. */
function numbersOf(value: unknown): Shown[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return numbersIn(value);
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(numbersOf);
}

function hasSeries(specs: unknown[], series: number[]): boolean {
  return specs.flatMap(columnsOf).some((column) => {
    let next = 0;
    for (const value of column) {
      const wanted = series[next];
      if (wanted === undefined) break;
      if (close(value, wanted) || Math.abs(value - wanted) < 1e-15) next += 1;
    }
    return next === series.length;
  });
}

/** What a showing lacks of the golden values, one line each. A figure must have them in its data. */
export function missingFrom(golden: Golden, { text, specs }: Showing, isFigure: boolean): string[] {
  const { series = {}, print, ...values } = golden;
  const missing: string[] = [];
  const inText = isFigure ? [] : numbersIn(text);
  const inSpecs = specs.flatMap(dataIn).flatMap(numbersOf);
  for (const [name, value] of Object.entries(values)) {
    for (const number of [value].flat(Number.POSITIVE_INFINITY) as number[]) {
      // A drawing has room for two digits where a text has room for four.
      const found =
        inText.some((shown) => shows(shown, number)) ||
        inSpecs.some((shown) => shows(shown, number, isFigure ? 2 : 4));
      if (!found) missing.push(`${name} = ${number}: ${nearest([...inText, ...inSpecs], number)}`);
    }
  }
  for (const [name, numbers] of Object.entries(series)) {
    if (hasSeries(specs, numbers)) continue;
    const columns = specs.flatMap(columnsOf).length;
    missing.push(
      `series ${name} (${numbers.length} numbers from ${numbers[0]} to ${numbers.at(-1)}): ` +
        `in none of the ${columns} columns of the figures' data`,
    );
  }
  if (print !== undefined && !trimmed(text).includes(trimmed(print))) {
    missing.push(`the text\n${print}\n  in what was printed:\n${text.slice(0, 1500)}`);
  }
  return missing;
}

const trimmed = (text: string): string => text.replace(/[ \t]+$/gm, "");

function nearest(shown: Shown[], value: number): string {
  if (shown.length === 0) return "the cell shows no number at all";
  const distance = (text: Shown): number => Math.abs(Number(text) - value);
  const best = shown.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  return `the nearest number shown is ${best}`;
}
