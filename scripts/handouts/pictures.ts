import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { toSVG } from "../../kernel-lib/dist/notebook/svg.js";
import { root } from "../project.ts";

export type Figure = { spec: Parameters<typeof toSVG>[0]; svg?: string };

/**
 * The static picture of a figure: the one that its cell has shown, or else a new one. Its ids are its
 * own, as many stand in one page.
 * @throws what the compiler finds wrong with the specification.
 */
export function picture({ spec, svg }: Figure, index: number): string {
  return (svg !== undefined && isDrawing(svg) ? svg : toSVG(spec))
    .replace(/\bid="([^"]+)"/g, `id="figure${index}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#figure${index}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#figure${index}-$1"`)
    .replace(
      / (?:d|x|y|x[12]|y[12])="[^"]*"| transform="(?:translate|rotate|[-\d., ()])*"/g,
      rounded,
    );
}

const tags =
  "svg|g|path|line|rect|text|tspan|image|defs|clipPath|linearGradient|radialGradient|stop";
const attributes =
  "xmlns|xmlns:xlink|version|viewBox|preserveAspectRatio|id|role|aria-(?:hidden|label|roledescription)|" +
  "transform|d|x|y|x[12]|y[12]|dx|dy|cx|cy|r|width|height|offset|opacity|display|pointer-events|" +
  "fill|fill-opacity|stroke|stop-color|stroke-(?:width|opacity|dasharray|dashoffset|linejoin|linecap|miterlimit)|" +
  "text-anchor|font-(?:family|size|weight|style)|gradientUnits|spreadMethod";
const values = [
  `(?:${attributes})="(?:(?!url\\()[^"<>])*"`,
  '(?:fill|stroke|clip-path)="url\\(#[\\w-]+\\)"',
  'class="(?:marks|background|foreground|root|mark-[\\w-]+ role-[\\w-]+(?: [\\w-]+)*)"',
  'xlink:href="data:image/png;base64,[A-Za-z0-9+/=]+"',
  'style="(?:image-rendering: (?:optimizeSpeed|pixelated);| )+"',
];
const tag = new RegExp(`<(?:${tags})(?:\\s+(?:${values.join("|")}))*\\s*/?>|</(?:${tags})>`, "g");

/**
 * Is an SVG of a notebook nothing but what Vega and `show` write? It becomes a part of the page, so a
 * tag or an attribute that could run, load or leave its place has no business there.
 */
function isDrawing(svg: string): boolean {
  return /^<svg role="img" aria-label="/.test(svg) && !svg.replace(tag, "").includes("<");
}

/** Coordinates to a hundredth of a pixel: finer ones make a picture twice as heavy, and are unseen. */
function rounded(attribute: string): string {
  return attribute.replace(/-?\d+\.\d{3,}(?:e-\d+)?/g, (text) => String(+Number(text).toFixed(2)));
}

type Library = { packed: string; digest: string };
let packed: Library | undefined;

/** The library that makes figures live, packed as text, and its digest in Content-Security-Policy. */
export function library(): Library {
  packed ??= pack();
  return packed;
}

function pack(): Library {
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
