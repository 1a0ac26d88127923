/**
 * npm run docs: the API reference of kernel-lib in build/docs, and in docs/ what is made from code:
 * compatibility.md, the names that kernel-lib shares with NumPy, PyTorch, Keras and scikit-learn,
 * and first-cell.svg, the figure of the README's first cell.
 *
 *   --check   writes nothing into docs/, and fails if a file there is out of date
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compatibilityTable, type PythonNames, type Reflection } from "./docs/compatibility.ts";
import { examplesOf, runExample } from "./docs/examples.ts";
import { root } from "./project.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const typedoc = join(root, "scripts", "docs", "node_modules", "typedoc", "bin", "typedoc");
const options = join(root, "scripts", "docs", "typedoc.json");

execFileSync(process.execPath, [typedoc, "--options", options], { cwd: root, stdio: "inherit" });

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const api = read("build", "docs", "api.json") as Reflection;
const python = read("test", "golden", "python-names.json") as PythonNames;
const readme = readFileSync(join(root, "README.md"), "utf8");
const [figure = ""] = runExample(examplesOf(readme)[0].code).figures;

const made: { readonly [file: string]: string } = {
  "compatibility.md": compatibilityTable(api, python),
  "first-cell.svg": `${figure}\n`,
};

for (const [file, text] of Object.entries(made)) {
  const path = join(root, "docs", file);
  if (!values.check) writeFileSync(path, text);
  else if (readFileSync(path, "utf8") !== text) {
    console.error(`docs/${file} is out of date: npm run docs`);
    process.exitCode = 1;
  }
}
if (!process.exitCode) console.log(`build/docs/index.html, ${Object.keys(made).join(", ")}`);
