import { fontSize } from "./theme.js";

/** `x` to `digits` decimals: a picture needs no more, and the specification stays small. */
export function round(x: number, digits: number = 4): number {
  return Number(x.toFixed(digits));
}

/** A number's text with a real minus sign: -3e-6 -> "−3e−6". */
export function minus(text: string): string {
  return text.replaceAll("-", "−").replace("e+", "e");
}

/**
 * A number as a figure's label, short but not wrong: 2 -> "2", -0.40962 -> "−0.41",
 * 0.99998 -> "0.99998" (never "1"), -3.42e-6 -> "−3.4e−6", 1 - 1e-12 -> "≈1".
 */
export function label(x: number, digits: number = 3): string {
  if (Number.isNaN(x)) return "NaN";
  if (!Number.isFinite(x)) return x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  if (Number.isInteger(x) && size < 1e6) return minus(String(x + 0));
  if (size < 1e-3 || size >= 1e6) return minus(exponential(x, digits - 2));
  for (let d = digits; d <= 8; d++) {
    const rounded = Number(x.toPrecision(d));
    if (!Number.isInteger(rounded)) return minus(String(rounded));
  }
  return `≈${minus(String(Math.round(x)))}`;
}

function exponential(x: number, digits: number): string {
  return x.toExponential(Math.max(digits, 0)).replace(/\.?0+e/, "e");
}

/** Digits as subscripts: subscript("x", 1) -> "x₁", subscript("W", "12") -> "W₁₂". */
export function subscript(name: string, index: number | string): string {
  return name + String(index).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉".charAt(Number(digit)));
}

/** A whole number as an exponent: superscript("10", -3) -> "10⁻³". */
export function superscript(name: string, n: number): string {
  const raised = (c: string): string => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c === "-" ? 0 : Number(c) + 1);
  return name + String(n).replace(/./g, raised);
}

/**
 * A computation in lines of at most `most` characters, broken before its signs, its numbers on a
 * line of their own. Of more than four lines the first ones and the result stay.
 */
export function wrap(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const numbers = text.indexOf(" = ", text.indexOf(" = ") + 1);
  const halves = numbers < 0 ? [text] : [text.slice(0, numbers), text.slice(numbers)];
  const line = new RegExp(`.{1,${most}}(?= [=+·→] |$)|.+?(?= [=+·→] |$)`, "g");
  const lines = halves.flatMap((half) => half.trim().match(line) ?? []).map((part) => part.trim());
  return lines.length > 4 ? [...lines.slice(0, 2), `${lines[2]} …`, ...lines.slice(-1)] : lines;
}

/** About how many pixels a line of text takes; Node has no text metrics. */
export function textWidth(text: string, size: number = fontSize.label): number {
  return text.length * size * 0.58;
}

/** Words in lines that are at most `most` pixels wide, but for a word that is wider by itself. */
export function lines(text: string, most: number, size: number = fontSize.value): string[] {
  const found: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size) > most) {
      found.push(line);
      line = word;
    } else line = longer;
  }
  return [...found, line];
}
