import type MagicString from "magic-string";
import type {
  ExportAllDeclaration,
  ImportDeclaration,
  ImportDeclarationSpecifier,
  Node,
  Span,
  VariableDeclaration,
} from "oxc-parser";
import {
  children,
  declarationOf,
  declaredBy,
  hoistedVars,
  isTypeOnly,
  outsideFunctions,
  type Statement,
  walk,
} from "./syntax.js";
import { blank, lineEnds } from "./text.js";

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
}

/**
 * A cell without its types as scripts for V8's global scope. Top-level declarations become `var`,
 * the one kind of name that can be declared again in any order and that closures of other cells
 * go on seeing. A cell that awaits runs inside an async function, its declarations turned into
 * assignments, its functions in a script of their own before it. Imports become calls that
 * resolve from the notebook's folder. `__cell` is the runner's helper. `merging` are enums and
 * namespaces, which would otherwise merge with their predecessors.
 */
export function rewrite(
  edited: MagicString,
  body: readonly Statement[],
  merging: readonly string[],
): Rewritten {
  const statements = body.filter((one) => !isTypeOnly(one));
  const rewriter = new Rewriter(edited, statements);
  for (const statement of statements) rewriter.rewrite(statement);
  const { isAsync } = rewriter;
  const resets = merging.map((name) => `var ${name}=undefined;`).join("");
  const prologue = `"use strict";${resets}`;
  if (!isAsync) return { scripts: [{ prologue, code: edited.toString(), epilogue: "" }], isAsync };
  rewriter.returnLast(body.at(-1));
  const functions = statements.filter((one) => declarationOf(one).type === "FunctionDeclaration");
  const { inside, outside } = split(edited, functions);
  const names = [...new Set(statements.flatMap((one) => assignedNames(declarationOf(one))))];
  const vars = names.length > 0 ? `var ${names.join(",")};` : "";
  return {
    scripts: [
      { prologue: `"use strict";`, code: inside, epilogue: "" },
      { prologue: `${prologue}${vars}(async()=>{`, code: outside, epilogue: "\n})()" },
    ],
    isAsync,
  };
}

class Rewriter {
  readonly isAsync: boolean;
  readonly #edited: MagicString;

  constructor(edited: MagicString, statements: readonly Statement[]) {
    this.#edited = edited;
    this.isAsync = statements.some((one) => outsideFunctions(one).some(isAwaiting));
    const hashbang = /^#!.*/.exec(edited.original);
    if (hashbang) this.#replace(0, hashbang[0].length, "");
  }

  rewrite(statement: Statement): void {
    this.#rewriteImports(statement);
    if (this.isAsync) for (const node of outsideFunctions(statement)) this.#guardAwait(node);
    const node = declarationOf(statement);
    if (node !== statement) this.#replace(statement.start, node.start, "");
    switch (node.type) {
      case "VariableDeclaration":
        this.#rewriteVariables(node);
        break;
      case "ClassDeclaration": {
        const name = node.id?.name;
        const target = name === undefined ? "void" : this.isAsync ? `${name} =` : `var ${name} =`;
        this.#edited.appendRight(node.start, `;${target} `);
        this.#edited.appendLeft(node.end, ";");
        break;
      }
      case "ImportDeclaration":
        this.#replace(node.start, node.end, importCall(node));
        break;
      case "TSImportEqualsDeclaration":
        this.#replace(node.start, node.id.start, this.isAsync ? ";" : "var ");
        break;
      case "ExportAllDeclaration":
        this.#replace(node.start, node.end, `${importOf(node)};`);
        break;
      case "ExportNamedDeclaration":
        this.#replace(node.start, node.end, ";");
        break;
      default:
        if (this.isAsync) for (const inner of hoistedVars(node)) this.#rewriteHoistedVar(inner);
    }
  }

  /** In an array: a promise that is a cell's value is shown, not awaited. */
  returnLast(last: Statement | undefined): void {
    if (last?.type !== "ExpressionStatement") return;
    this.#edited.prependRight(last.start, "return [");
    this.#edited.appendLeft(last.expression.end, "]");
  }

  #replace(start: number, end: number, text: string): void {
    this.#edited.update(start, end, text + lineEnds(this.#edited.original.slice(start, end)));
  }

  #insertAround({ start, end }: Span, before: string, after: string): void {
    this.#edited.appendRight(start, before);
    this.#edited.appendLeft(end, after);
  }

  #rewriteImports(statement: Statement): void {
    walk(statement, (node) => {
      if (node.type === "ImportExpression")
        this.#replace(node.start, node.start + "import".length, "__cell.import");
      if (node.type !== "MetaProperty" || node.meta.name !== "import") return children(node);
      this.#replace(node.start, node.end, "__cell.meta");
      return [];
    });
  }

  /** Lets nothing of a cell go on that was interrupted while it awaited. */
  #guardAwait(node: Node): void {
    if (node.type === "AwaitExpression") this.#insertAround(node.argument, "__cell.awaited(", ")");
    if (node.type === "ForOfStatement" && node.await)
      this.#insertAround(node.right, "__cell.each(", ")");
  }

  /** A top-level `using` lives on as a name, so it is not disposed of at the end of its cell. */
  #rewriteVariables({ kind, declarations, start }: VariableDeclaration): void {
    const [first, last] = [declarations[0], declarations.at(-1)];
    if (!first || !last) return;
    this.#replace(start, first.start, this.isAsync ? ";(" : "var ");
    for (const { init, end } of declarations)
      if (init === null && (this.isAsync || kind !== "var"))
        this.#edited.appendLeft(end, "=undefined");
    if (this.isAsync) this.#edited.appendLeft(last.end, ");");
  }

  /** `var x = 1` and `for (var x of xs)` inside a statement of an async cell assign, too. */
  #rewriteHoistedVar({ start, declarations }: VariableDeclaration): void {
    const last = declarations.at(-1);
    const isBare = declarations.every(({ init }) => init === null);
    // `void` begins a statement where a parenthesis would call the line before.
    this.#replace(start, start + "var".length, isBare ? "" : "void (");
    if (!isBare && last) this.#edited.appendLeft(last.end, ")");
  }
}

/** An import awaits, too. */
function isAwaiting(node: Node): boolean {
  switch (node.type) {
    case "AwaitExpression":
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return true;
    case "ForOfStatement":
      return node.await;
    case "VariableDeclaration":
      return node.kind === "await using";
    default:
      return false;
  }
}

/** The edited text in two of the same size: what lies in the ranges, and what does not. */
function split(
  edited: MagicString,
  ranges: readonly Span[],
): { readonly inside: string; readonly outside: string } {
  const text = edited.toString();
  let inside = "";
  let outside = "";
  let from = 0;
  for (const { start, end } of ranges) {
    const before = edited.slice(from, start);
    const range = edited.slice(start, end);
    inside += blank(before) + range;
    outside += before + blank(range);
    from = end;
  }
  const rest = text.slice(outside.length);
  return { inside: inside + blank(rest), outside: outside + rest };
}

/** The names an async cell's script assigns to. */
function assignedNames(node: Node): string[] {
  switch (node.type) {
    case "VariableDeclaration":
      return declaredBy(node);
    case "ClassDeclaration":
    case "TSImportEqualsDeclaration":
      return node.id ? [node.id.name] : [];
    case "ImportDeclaration":
      return valueSpecifiers(node).map(({ local }) => local.name);
    default:
      return hoistedVars(node).flatMap(declaredBy);
  }
}

/** `import d, { a as b } from "x"` as `;({"default": d, "a": b} = await __cell.import("x"));`. */
function importCall(node: ImportDeclaration): string {
  const call = importOf(node);
  const specifiers = valueSpecifiers(node);
  if (specifiers.length === 0) return `${call};`;
  const namespace = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  const named = specifiers.filter((specifier) => specifier !== namespace);
  const entries = named.map((one) => `${JSON.stringify(importedName(one))}: ${one.local.name}`);
  const pattern = `{${entries.join(", ")}}`;
  if (namespace === undefined) return `;(${pattern} = ${call});`;
  const rest = named.length > 0 ? `, ${pattern} = ${namespace.local.name}` : "";
  return `;(${namespace.local.name} = ${call}${rest});`;
}

function importOf({ source }: ImportDeclaration | ExportAllDeclaration): string {
  return `await __cell.awaited(__cell.import(${JSON.stringify(source.value)}))`;
}

function valueSpecifiers({ specifiers }: ImportDeclaration): ImportDeclarationSpecifier[] {
  return specifiers.filter((one) => one.type !== "ImportSpecifier" || one.importKind !== "type");
}

function importedName(specifier: ImportDeclarationSpecifier): string {
  if (specifier.type !== "ImportSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Literal" ? imported.value : imported.name;
}
