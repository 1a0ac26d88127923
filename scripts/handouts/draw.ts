/**
 * One run for one handout: formulas by KaTeX, figures by Vega-Lite. Reads a question as JSON from
 * standard input and answers on standard output; what is wrong is told by its cell.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import katex from "katex";
import { toSVG } from "../../kernel-lib/dist/svg.js";
import { root } from "../project.ts";

type Formula = { tex: string; display: boolean; cell: number };
type Figure = { spec: Parameters<typeof toSVG>[0]; cell: number };
type Problem = { cell: number; message: string };

const { formulas, figures } = JSON.parse(readFileSync(0, "utf8")) as {
  formulas: Formula[];
  figures: Figure[];
};
const problems: Problem[] = [];

/** What `make` gives; nothing, and a problem of the cell, when it throws. */
function attempt(cell: number, make: () => string): string {
  try {
    return make();
  } catch (error) {
    problems.push({ cell, message: (error as Error).message });
    return "";
  }
}

const known = new Map<string, string>();

function formula({ tex, display }: Formula): string {
  const key = `${display} ${tex}`;
  const html =
    known.get(key) ??
    katex.renderToString(tex, { displayMode: display, output: "htmlAndMathml", strict: "error" });
  known.set(key, html);
  return html;
}

/** A picture whose ids are its own: many stand in one page. */
function figure({ spec }: Figure, index: number): string {
  return toSVG(spec)
    .replace(/\bid="([^"]+)"/g, `id="figure${index}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#figure${index}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#figure${index}-$1"`);
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
function style(html: string): string {
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

/** The library that makes figures live, packed as text, and its digest in Content-Security-Policy. */
function library(): { packed: string; digest: string } {
  const files = ["vega/build/vega", "vega-lite/build/vega-lite", "vega-embed/build/vega-embed"];
  const code = files
    .map((file) => readFileSync(join(root, "node_modules", `${file}.min.js`), "utf8"))
    .map((text) => text.replace(/^\/\/# sourceMappingURL=.*$/m, ""))
    .join("\n;\n");
  return {
    packed: gzipSync(code, { level: 9 }).toString("base64"),
    digest: `sha256-${createHash("sha256").update(code).digest("base64")}`,
  };
}

const html = formulas.map((one) => attempt(one.cell, () => formula(one)));
const pictures = figures.map((one, i) => attempt(one.cell, () => figure(one, i)));
const answer = {
  formulas: html,
  figures: pictures,
  problems,
  style: formulas.length > 0 ? style(html.join("")) : "",
  library: figures.length > 0 ? library() : { packed: "", digest: "sha256-none" },
};
process.stdout.write(JSON.stringify(answer));
