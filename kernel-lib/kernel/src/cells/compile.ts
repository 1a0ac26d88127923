import { createRequire, SourceMap } from "node:module";
import type * as Amaro from "amaro";
import type { Cell } from "./cell.js";
import type { Position } from "./edits.js";
import { erase } from "./erase.js";
import { type Node, parse, unexported } from "./parse.js";
import { type Rewritten, rewrite } from "./rewrite.js";

/** A cell as V8 runs it, and the way back from its lines to the reader's. */
export interface Compiled extends Pick<Rewritten, "scripts" | "isAsync"> {
  original(place: Position): Position;
}

interface JavaScript {
  readonly code: string;
  readonly map?: SourceMap;
}

/** Turns a cell's TypeScript into JavaScript for the REPL; throws a SyntaxError. */
export function compile({ code, body }: Cell): Compiled {
  const { code: js, map } = strip(code, body);
  const parsed = parse(js, "js");
  if (parsed.error) throw new SyntaxError(parsed.error.message);
  const { scripts, isAsync, edits } = rewrite(js, parsed, merging(body));
  return { scripts, isAsync, original: (place) => throughMap(map, edits.original(place)) };
}

const require = createRequire(import.meta.url);

/** Loaded when first used: most cells do without its 16 MB of WebAssembly. */
function amaro(
  ...given: Parameters<typeof Amaro.transformSync>
): ReturnType<typeof Amaro.transformSync> {
  return (require("amaro") as typeof Amaro).transformSync(...given);
}

/** Types blanked out where that is enough: every line and column stays. */
function strip(code: string, body: readonly Node[]): JavaScript {
  if (hasDecorators(body)) return lowerDecorators(code);
  const plain = erase(code, body);
  if (plain !== undefined) return { code: plain };
  try {
    return { code: amaro(code, { mode: "strip-only" }).code };
  } catch (error) {
    // Enums, namespaces and parameter properties are code, not types.
    if ((error as NodeJS.ErrnoException).code !== "UnsupportedSyntax") throw error;
    const result = amaro(code, { mode: "transform", sourceMap: true });
    return { code: result.code, map: new SourceMap(JSON.parse(result.map as string)) };
  }
}

function hasDecorators(body: readonly Node[]): boolean {
  return body.map(unexported).some((node) => {
    if (node.type !== "ClassDeclaration") return false;
    const members = (node.body as Node).body as Node[];
    return [node, ...members].some((part) => (part.decorators as Node[] | undefined)?.length);
  });
}

/** V8 has no decorators yet; TypeScript's own compiler lowers them, loaded when first met. */
function lowerDecorators(code: string): JavaScript {
  const ts = require("typescript-6") as typeof import("typescript-6");
  const { outputText, sourceMapText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      sourceMap: true,
      verbatimModuleSyntax: true,
    },
  });
  return { code: outputText, map: new SourceMap(JSON.parse(sourceMapText as string)) };
}

function throughMap(map: SourceMap | undefined, place: Position): Position {
  if (map === undefined) return place;
  const origin = map.findOrigin(place.line, place.column);
  return "lineNumber" in origin ? { line: origin.lineNumber, column: origin.columnNumber } : place;
}

/** Enums and namespaces that don't extend a class or function of the same cell. */
function merging(body: readonly Node[]): string[] {
  const names = (types: readonly string[]): string[] =>
    body
      .map(unexported)
      .filter((node) => types.includes(node.type) && node.declare !== true)
      .map((node) => (node.id as Node | null)?.name)
      .filter((name) => typeof name === "string");
  const extended = new Set(names(["ClassDeclaration", "FunctionDeclaration"]));
  const own = new Set(names(["TSEnumDeclaration", "TSModuleDeclaration"]));
  return [...own].filter((name) => !extended.has(name));
}
