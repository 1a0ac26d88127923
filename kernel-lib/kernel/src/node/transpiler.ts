// A program: a TypeScript module comes in on standard input, JavaScript goes out. For local modules
// with enums, namespaces or parameter properties, which Node does not strip; the compiler they need
// has no place in the process of the cells.
import { readFileSync } from "node:fs";
import ts from "typescript-6";

const { outputText } = ts.transpileModule(readFileSync(0, "utf8"), {
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
  },
});
process.stdout.write(outputText);
