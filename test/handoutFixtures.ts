// Notebooks as they are after their execution, and what becomes of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { IMimeBundle } from "@jupyterlab/nbformat";
import { convertAll } from "../scripts/handouts/convert.ts";
import type { Cell, Output } from "../scripts/notebook.ts";
import { markdown, notebook } from "./notebookFixtures.ts";

export const ran = (
  outputs: Output[],
  source = "run();",
  metadata: Cell["metadata"] = {},
): Cell => ({ cell_type: "code", execution_count: 1, metadata, source, outputs });

export const display = (data: IMimeBundle): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

export const stream = (text: string): Output => ({ output_type: "stream", name: "stdout", text });

export const spec = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  description: "One dot at (1, 2).",
  data: { values: [{ x: 1, y: 2 }] },
  mark: "point",
  encoding: { x: { field: "x", type: "quantitative" }, y: { field: "y", type: "quantitative" } },
};

export const figure = (changes: object = {}): Output =>
  display({ "application/vnd.vegalite.v5+json": { ...spec, ...changes }, "text/plain": "a dot" });

/** The handout of some cells, as `npm run handouts` makes it, in a folder. */
export async function handoutOf(folder: string, name: string, cells: Cell[]): Promise<string> {
  const path = join(folder, `${name}.ipynb`);
  const handout = join(folder, `${name}.html`);
  writeFileSync(path, JSON.stringify(notebook(...cells)));
  await convertAll([{ notebook: path, handout, neighbours: {} }], 1);
  return handout;
}

const evil = "</script><script>alert(1)</script>";

/** What a notebook may hold that must not leave its place, nor run. */
export const hostile = {
  evil,
  cells: [
    markdown(`# Hostile\n\n[click](javascript:alert(1)) ${evil} <img src=x onerror=alert(2)>`),
    markdown("<iframe src='https://example.org'></iframe><p style='position:fixed'>over</p>"),
    markdown("[page](data:text/html,<script>alert(3)</script>)"),
    markdown("A formula, $x < y \\text{</script><script>alert(4)</script>}$."),
    ran([stream(`printed ${evil}\n\u001b]8;;javascript:alert(5)\u0007link\u001b]8;;\u0007\n`)]),
    ran([
      figure({
        title: evil,
        description: `described "${evil}`,
        usermeta: { embedOptions: { sourceHeader: evil, patch: "https://example.org/patch.json" } },
      }),
    ]),
    ran([
      display({
        "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(6)"></svg>',
        "text/plain": `an image" onload="alert(7)`,
      }),
    ]),
    ran([display({ "text/html": `<b onclick="alert(8)">bold</b>${evil}<form><input></form>` })]),
    ran([
      display({ "text/html": "<a href='da\tta:text/html,x'>d</a><style>*{color:red}</style>" }),
    ]),
    ran([display({ "text/markdown": `[m](JaVaScRiPt:alert(9)) ${evil}` })]),
    ran([display({ "application/javascript": "alert(10)", "text/plain": "script" })]),
    ran([], `const s = "${evil}";`),
  ],
};
