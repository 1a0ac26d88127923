import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { toSVG } from "../../kernel-lib/dist/notebook/svg.js";
import { root } from "../project.ts";

export type Figure = { spec: Parameters<typeof toSVG>[0] };

/**
 * The static picture of a figure. Its ids are its own, as many stand in one page.
 * @throws what the compiler finds wrong with the specification.
 */
export function picture({ spec }: Figure, index: number): string {
  return toSVG(spec)
    .replace(/\bid="([^"]+)"/g, `id="figure${index}-$1"`)
    .replace(/url\(#([^)]+)\)/g, `url(#figure${index}-$1)`)
    .replace(/href="#([^"]+)"/g, `href="#figure${index}-$1"`)
    .replace(
      / (?:d|x|y|x[12]|y[12])="[^"]*"| transform="(?:translate|rotate|[-\d., ()])*"/g,
      rounded,
    );
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
