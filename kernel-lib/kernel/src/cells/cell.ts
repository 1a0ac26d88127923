import { parseSync, type TSModuleDeclaration, type TSTypeName } from "oxc-parser";
import { declarationOf, declaredBy, hoistedVars, type Statement } from "./syntax.js";
import { blank } from "./text.js";

/**
 * What a name of a cell is. A type and a value of one name live side by side, as in a file;
 * `other` are classes, enums, namespaces and imports, which may be both.
 */
export type Kind = "let" | "const" | "function" | "type" | "other";

/** A cell, parsed once and handed on. */
export interface Cell {
  /** What stack frames and error messages call it, such as `In[3]`. */
  readonly label: string;
  readonly code: string;
  /** Its top-level statements; empty when it cannot be parsed. */
  readonly body: readonly Statement[];
  /** The names it declares at its top level. */
  readonly names: ReadonlyMap<string, Kind>;
  /** The first syntax error, if there is one. */
  readonly error: { readonly message: string; readonly position: number } | undefined;
}

export function parseCell(label: string, code: string): Cell {
  const { program, errors } = parseSync("cell.ts", code, { lang: "ts", sourceType: "module" });
  const { body } = program;
  const first = errors[0];
  const error = first && { message: first.message, position: first.labels[0]?.start ?? 0 };
  return { label, code, body, names: declaredNames(body), error };
}

/** The code without `export`, which means nothing in a cell; all else stays where it was. */
export function withoutExports({ code, body }: Cell): string {
  let plain = code.replace(/^#!.*/, blank);
  const hide = (start: number, end: number): void => {
    plain = plain.slice(0, start) + blank(plain.slice(start, end)) + plain.slice(end);
  };
  for (const statement of body) {
    const declaration = declarationOf(statement);
    if (declaration !== statement) hide(statement.start, declaration.start);
    else if (statement.type === "ExportNamedDeclaration" && !statement.source)
      hide(statement.start, statement.end);
  }
  return plain;
}

function declaredNames(body: readonly Statement[]): Map<string, Kind> {
  const names = new Map<string, Kind>();
  for (const [name, kind] of body.flatMap(declarations)) {
    const before = names.get(name) ?? kind;
    names.set(name, (before === "type") === (kind === "type") ? kind : "other");
  }
  return names;
}

function declarations(statement: Statement): (readonly [string, Kind])[] {
  const node = declarationOf(statement);
  switch (node.type) {
    case "VariableDeclaration": {
      const kind = node.kind === "let" || node.kind === "var" ? "let" : "const";
      return declaredBy(node).map((name) => [name, kind]);
    }
    case "ImportDeclaration":
      return node.specifiers.map(({ local }) => [local.name, "other"]);
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      return node.id ? [[node.id.name, "function"]] : [];
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return [[node.id.name, "type"]];
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      return node.id ? [[node.id.name, "other"]] : [];
    case "TSModuleDeclaration": {
      const name = node.kind === "global" ? undefined : namespaceName(node.id);
      return name === undefined ? [] : [[name, "other"]];
    }
    default:
      return hoistedVars(node).flatMap((inner) => declaredBy(inner).map((name) => [name, "let"]));
  }
}

/** `namespace A.B` declares A; `declare module "x"` no name at all. */
function namespaceName(id: TSModuleDeclaration["id"] | TSTypeName): string | undefined {
  if (id.type === "TSQualifiedName") return namespaceName(id.left);
  return id.type === "Identifier" ? id.name : undefined;
}
