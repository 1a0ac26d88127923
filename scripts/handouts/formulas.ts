import { readFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import { root } from "../project.ts";

const known = new Map<string, string>();

/**
 * A formula as HTML, with MathML for screen readers.
 * @throws what KaTeX finds wrong with it.
 */
export function formula(tex: string, display: boolean): string {
  const key = `${display} ${tex}`;
  const html =
    known.get(key) ??
    katex.renderToString(tex, { displayMode: display, output: "htmlAndMathml", strict: "error" });
  known.set(key, html);
  return html;
}

const fontOfClass: Record<string, string> = {
  mathbf: "Main-Bold",
  textbf: "Main-Bold",
  mathit: "Main-Italic",
  textit: "Main-Italic",
  boldsymbol: "Math-BoldItalic",
  amsrm: "AMS-Regular",
  mathbb: "AMS-Regular",
  textbb: "AMS-Regular",
  mathcal: "Caligraphic-Regular",
  mathfrak: "Fraktur-Regular",
  mathscr: "Script-Regular",
  mathsf: "SansSerif-Regular",
  textsf: "SansSerif-Regular",
  mathtt: "Typewriter-Regular",
  texttt: "Typewriter-Regular",
};
const alwaysUsed = ["Main-Regular", "Math-Italic", "Size1", "Size2", "Size3", "Size4"];

/** KaTeX's style sheet with the fonts that these formulas use, and no other, inside. */
export function formulaStyle(html: string): string {
  const folder = join(root, "node_modules", "katex", "dist");
  const classes = new Set([...html.matchAll(/class="([^"]*)"/g)].flatMap(([, c]) => c.split(" ")));
  const used = [...classes].flatMap((name) => fontOfClass[name] ?? []);
  const fonts = new Set([...alwaysUsed, ...used]);
  return readFileSync(join(folder, "katex.min.css"), "utf8").replace(
    /@font-face\{[^}]*\}/g,
    (face) => {
      const [, file = "", name = ""] = /url\((fonts\/KaTeX_([\w-]+)\.woff2)\)/.exec(face) ?? [];
      if (!fonts.has(name) && !fonts.has(name.replace("-Regular", ""))) return "";
      const data = readFileSync(join(folder, file)).toString("base64");
      return face.replace(/src:[^}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
    },
  );
}
