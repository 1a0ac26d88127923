import { Edits } from "./edits.js";
import {
  bound,
  type Node,
  nestedVars,
  outsideFunctions,
  type Parsed,
  unexported,
} from "./parse.js";

/** A script whose first line follows a prologue that stack traces don't count. */
export interface Script {
  readonly prologue: string;
  readonly code: string;
  readonly epilogue: string;
}

export interface Rewritten {
  /** Run in turn; the value of the last is the cell's, or the promise of it. */
  readonly scripts: readonly Script[];
  /** The last script's value is a promise of the cell's value in an array. */
  readonly isAsync: boolean;
  readonly edits: Edits;
}

/**
 * A cell's JavaScript as scripts for V8's global scope. Top-level declarations become `var`,
 * the one kind of name that can be declared again in any order and that closures of other cells
 * go on seeing. A cell that awaits runs inside an async function, its declarations turned into
 * assignments, its functions in a script of their own before it. Imports become calls that
 * resolve from the notebook's folder. `__cell` is the runner's helper. `merging` are enums and
 * namespaces, which would otherwise merge with their predecessors.
 */
export function rewrite(code: string, parsed: Parsed, merging: readonly string[]): Rewritten {
  const edits = new Edits(code);
  const isAsync =
    /\bawait\b|\bimport\b/.test(code) && parsed.body.some((one) => awaiting(one).length > 0);
  for (const { start } of parsed.dynamicImports)
    edits.replace(start, start + "import".length, "__cell.import");
  for (const { start, end } of parsed.importMetas) edits.replace(start, end, "__cell.meta");
  for (const statement of parsed.body) {
    guardAwaits(edits, statement);
    rewriteStatement(edits, statement, isAsync);
  }
  const resets = merging.map((name) => `var ${name}=undefined;`).join("");
  const prologue = `"use strict";${resets}`;
  if (!isAsync) return { scripts: [{ prologue, code: `${edits}`, epilogue: "" }], isAsync, edits };
  returnLast(edits, parsed.body.at(-1));
  const functions = parsed.body.filter((one) => unexported(one).type === "FunctionDeclaration");
  const { inside, outside } = edits.split(functions);
  const names = [...new Set(parsed.body.flatMap((one) => assigned(unexported(one))))];
  const vars = names.length > 0 ? `var ${names.join(",")};` : "";
  return {
    scripts: [
      { prologue: `"use strict";`, code: inside, epilogue: "" },
      { prologue: `${prologue}${vars}(async()=>{`, code: outside, epilogue: "\n})()" },
    ],
    isAsync,
    edits,
  };
}

/** What awaits in a statement, outside of every function; an import does. */
function awaiting(statement: Node): Node[] {
  return outsideFunctions(
    statement,
    ({ type, await: isForAwait, kind }) =>
      /^(AwaitExpression|ImportDeclaration|ExportAllDeclaration)$/.test(type) ||
      isForAwait === true ||
      kind === "await using",
  );
}

/** Lets nothing of a cell go on that was interrupted while it awaited. */
function guardAwaits(edits: Edits, statement: Node): void {
  for (const { type, argument, right } of awaiting(statement)) {
    const awaited = (type === "AwaitExpression" ? argument : right) as Node | undefined;
    if (awaited === undefined) continue;
    edits.insert(awaited.start, type === "AwaitExpression" ? "__cell.awaited(" : "__cell.each(");
    edits.insert(awaited.end, ")");
  }
}

function rewriteStatement(edits: Edits, statement: Node, isAsync: boolean): void {
  const node = unexported(statement);
  if (node !== statement) edits.replace(statement.start, node.start, "");
  switch (node.type) {
    case "VariableDeclaration":
      rewriteVariables(edits, node, isAsync);
      break;
    case "ClassDeclaration": {
      const name = (node.id as Node | null)?.name as string | undefined;
      const target = name === undefined ? "void" : isAsync ? `${name} =` : `var ${name} =`;
      edits.insert(node.start, `;${target} `);
      edits.insert(node.end, ";");
      break;
    }
    case "ImportDeclaration":
      edits.replace(node.start, node.end, importCall(node));
      break;
    case "ExportAllDeclaration":
      edits.replace(node.start, node.end, `${importOf(node)};`);
      break;
    case "ExportNamedDeclaration":
      edits.replace(node.start, node.end, ";");
      break;
    default:
      if (isAsync) for (const inner of nestedVars(node)) rewriteNestedVar(edits, inner);
  }
}

/** `var x = 1` and `for (var x of xs)` inside a statement of an async cell assign, too. */
function rewriteNestedVar(edits: Edits, { start, declarations }: Node): void {
  const declarators = declarations as Node[];
  const isBare = declarators.every(({ init }) => init === null);
  // `void` begins a statement where a parenthesis would call the line before.
  edits.replace(start, start + "var".length, isBare ? "" : "void (");
  if (!isBare) edits.insert((declarators.at(-1) as Node).end, ")");
}

/** A top-level `using` lives on as a name, so it is not disposed of at the end of its cell. */
function rewriteVariables(edits: Edits, node: Node, isAsync: boolean): void {
  const kind = node.kind as string;
  const declarators = node.declarations as Node[];
  edits.replace(node.start, node.start + kind.length, isAsync ? ";(" : "var");
  for (const { init, end } of declarators)
    if (init === null && (isAsync || kind !== "var")) edits.insert(end, "=undefined");
  if (isAsync) edits.insert((declarators.at(-1) as Node).end, ");");
}

/** The names an async cell's script assigns to. */
function assigned(node: Node): string[] {
  if (node.type === "VariableDeclaration")
    return (node.declarations as Node[]).flatMap(({ id }) => bound(id as Node));
  if (!node.type.endsWith("Declaration")) return nestedVars(node).flatMap(assigned);
  if (node.type === "ClassDeclaration") return bound(node.id as Node | null);
  if (node.type === "ImportDeclaration") return (node.specifiers as Node[]).map(local);
  return [];
}

/** In an array: a promise that is a cell's value is shown, not awaited. */
function returnLast(edits: Edits, last: Node | undefined): void {
  if (last?.type !== "ExpressionStatement") return;
  edits.insert(last.start, "return [");
  edits.insert((last.expression as Node).end, "]");
}

/** `import d, { a as b } from "x"` as `;({"default": d, "a": b} = await __cell.import("x"));`. */
function importCall(node: Node): string {
  const call = importOf(node);
  const specifiers = node.specifiers as Node[];
  if (specifiers.length === 0) return `${call};`;
  const namespace = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  const named = specifiers.filter((specifier) => specifier !== namespace);
  const pattern = `{${named.map((one) => `${JSON.stringify(imported(one))}: ${local(one)}`).join(", ")}}`;
  if (namespace === undefined) return `;(${pattern} = ${call});`;
  const rest = named.length > 0 ? `, ${pattern} = ${local(namespace)}` : "";
  return `;(${local(namespace)} = ${call}${rest});`;
}

function importOf(node: Node): string {
  return `await __cell.awaited(__cell.import(${JSON.stringify((node.source as Node).value)}))`;
}

function local(specifier: Node): string {
  return (specifier.local as Node).name as string;
}

function imported(specifier: Node): string {
  const name = specifier.imported as Node | undefined;
  return name === undefined ? "default" : ((name.name ?? name.value) as string);
}
