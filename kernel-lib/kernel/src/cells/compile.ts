import { TraceMap } from "@jridgewell/trace-mapping";
import type MagicString from "magic-string";
import { type Cell, parseCell } from "./cell.js";
import { type Rewritten, rewrite } from "./rewrite.js";
import { stripTypes } from "./stripTypes.js";
import { declarationOf, isTypeOnly, type Statement } from "./syntax.js";
import { originalPosition, type Position } from "./text.js";
import { type LoadTypeScript, transpile } from "./transpile.js";

/** A cell as V8 runs it, and the way back from its lines to the reader's. */
export interface Compiled extends Rewritten {
  original(position: Position): Position;
}

/** Turns a cell's TypeScript into JavaScript for the REPL; throws a SyntaxError. */
export function compile({ label, code, body }: Cell, loadTypeScript: LoadTypeScript): Compiled {
  const merging = mergingNames(body);
  const edited = stripTypes(code, body);
  if (edited) return { ...rewrite(edited, body, merging), original: wayBack(edited) };
  const lowered = transpile(code, loadTypeScript);
  const cell = parseCell(label, lowered.code);
  const plain = stripTypes(lowered.code, cell.body);
  if (cell.error) throw new SyntaxError(cell.error.message);
  if (!plain) throw new SyntaxError("TypeScript left syntax in this cell that V8 does not know.");
  const back = wayBack(plain);
  const original = (position: Position): Position => originalPosition(lowered.map, back(position));
  return { ...rewrite(plain, cell.body, merging), original };
}

/** The source map is made when an error asks for it. */
function wayBack(edited: MagicString): (position: Position) => Position {
  let map: TraceMap | undefined;
  return (position) => {
    map ??= new TraceMap({ version: 3, ...edited.generateDecodedMap({ hires: true }) });
    return originalPosition(map, position);
  };
}

/** Enums and namespaces that don't extend a class or function of the same cell. */
function mergingNames(body: readonly Statement[]): string[] {
  const extended = new Set<string>();
  const merging = new Set<string>();
  for (const node of body.map(declarationOf)) {
    if (isTypeOnly(node)) continue;
    if (node.type === "ClassDeclaration" || node.type === "FunctionDeclaration")
      extended.add(node.id?.name ?? "");
    else if (node.type === "TSEnumDeclaration") merging.add(node.id.name);
    else if (node.type === "TSModuleDeclaration" && node.id.type === "Identifier")
      merging.add(node.id.name);
  }
  return [...merging].filter((name) => !extended.has(name));
}
