/**
 * Draws for handouts: formulas by KaTeX, figures by Vega-Lite. Reads questions from standard input,
 * one line of JSON each, and answers with a line; what is wrong is told by its cell.
 */
import { createInterface } from "node:readline";
import { formula, formulaStyle } from "./formulas.ts";
import { type Figure, library, picture } from "./pictures.ts";

type Formula = { tex: string; display: boolean; cell: number };
type Question = { formulas: Formula[]; figures: (Figure & { cell: number })[] };
type Problem = { cell: number; message: string };

function answer({ formulas, figures }: Question): object {
  const problems: Problem[] = [];

  /** What `make` gives; nothing, and a problem of the cell, when it throws. */
  const attempt = (cell: number, make: () => string): string => {
    try {
      return make();
    } catch (error) {
      problems.push({ cell, message: (error as Error).message });
      return "";
    }
  };

  const html = formulas.map(({ tex, display, cell }) => attempt(cell, () => formula(tex, display)));
  return {
    formulas: html,
    figures: figures.map((one, i) => attempt(one.cell, () => picture(one, i))),
    problems,
    style: formulas.length > 0 ? formulaStyle(html.join("")) : "",
    library: figures.length > 0 ? library() : { packed: "", digest: "sha256-none" },
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
