import { Edits } from "./edits.js";
import { type Node, type Parsed, unexported } from "./parse.js";

/**
 * A cell's JavaScript for V8's REPL mode. Top-level declarations become `var`, the one kind of
 * name that can be declared again in any order; imports become calls that resolve from the
 * notebook's folder. `redeclared` are enums and namespaces, which otherwise would merge with
 * their predecessors. `__cell` is the runner's helper.
 */
export function rewrite(code: string, parsed: Parsed, redeclared: readonly string[]): Edits {
  const edits = new Edits(code);
  // Modules are strict; a cell is one, though V8 runs it as a script.
  edits.insert(0, `"use strict";${redeclared.map((name) => `var ${name}=undefined;`).join("")}`);
  for (const { start } of parsed.dynamicImports)
    edits.replace(start, start + "import".length, "__cell.import");
  for (const { start, end } of parsed.importMetas) edits.replace(start, end, "__cell.meta");
  for (const statement of parsed.body) rewriteStatement(edits, statement);
  return edits;
}

function rewriteStatement(edits: Edits, statement: Node): void {
  const node = unexported(statement);
  if (node !== statement) edits.replace(statement.start, node.start, "");
  switch (node.type) {
    case "VariableDeclaration": {
      const kind = node.kind as string;
      // A top-level `using` would be disposed of at the end of its cell: it lives on as a name.
      if (kind !== "var") edits.replace(node.start, node.start + kind.length, "var");
      break;
    }
    case "ClassDeclaration": {
      const name = (node.id as Node | null)?.name as string | undefined;
      edits.insert(node.start, name === undefined ? "void " : `var ${name} = `);
      edits.insert(node.end, ";");
      break;
    }
    case "ImportDeclaration":
      edits.replace(node.start, node.end, importCall(node));
      break;
    case "ExportAllDeclaration":
      edits.replace(node.start, node.end, `await __cell.import(${sourceOf(node)});`);
      break;
    case "ExportNamedDeclaration":
      edits.replace(node.start, node.end, ";");
      break;
  }
}

/** `import d, { a as b } from "x"` as `var {"default": d, "a": b} = await __cell.import("x")`. */
function importCall(node: Node): string {
  const call = `await __cell.import(${sourceOf(node)})`;
  const specifiers = node.specifiers as Node[];
  if (specifiers.length === 0) return `${call};`;
  const namespace = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  const named = specifiers.filter((specifier) => specifier !== namespace);
  const space = namespace && local(namespace);
  const parts = named.map((specifier) => `${JSON.stringify(imported(specifier))}: ${local(specifier)}`);
  if (space === undefined) return `var {${parts.join(", ")}} = ${call};`;
  const rest = parts.length > 0 ? `, {${parts.join(", ")}} = ${space}` : "";
  return `var ${space} = ${call}${rest};`;
}

function sourceOf(node: Node): string {
  return JSON.stringify((node.source as Node).value);
}

function local(specifier: Node): string {
  return (specifier.local as Node).name as string;
}

function imported(specifier: Node): string {
  const name = specifier.imported as Node | undefined;
  return name === undefined ? "default" : ((name.name ?? name.value) as string);
}
