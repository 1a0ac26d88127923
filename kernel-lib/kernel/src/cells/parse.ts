import { parseSync } from "oxc-parser";
import { blank } from "./edits.js";

/**
 * What a name of a cell is. A type and a value of one name live side by side, as in a file;
 * `other` are classes, enums, namespaces and imports, which may be both.
 */
export type Kind = "let" | "const" | "function" | "type" | "other";

/** A node of oxc's syntax tree, as far as the kernel looks at one. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Parsed {
  readonly body: readonly Node[];
  /** `import(...)` and `import.meta`, wherever they stand. */
  readonly dynamicImports: readonly { start: number; end: number }[];
  readonly importMetas: readonly { start: number; end: number }[];
  readonly error: { message: string; position: number } | undefined;
}

export function parse(code: string, lang: "ts" | "js"): Parsed {
  const { program, module, errors } = parseSync(`cell.${lang}`, code, {
    lang,
    sourceType: "module",
  });
  const first = errors[0];
  return {
    body: program.body as unknown as Node[],
    dynamicImports: module.dynamicImports,
    importMetas: module.importMetas,
    error: first && { message: first.message, position: first.labels[0]?.start ?? 0 },
  };
}

/** `export` before a declaration says nothing in a cell: the declaration itself. */
export function unexported(statement: Node): Node {
  const inner = statement.declaration as Node | null | undefined;
  return statement.type.startsWith("Export") && inner ? inner : statement;
}

/** The code with `export` blanked out, every other character where it was. */
export function withoutExports({ code, body }: { code: string; body: readonly Node[] }): string {
  let plain = code;
  const hide = (start: number, end: number): void => {
    plain = plain.slice(0, start) + blank(plain.slice(start, end)) + plain.slice(end);
  };
  for (const statement of body) {
    const declaration = unexported(statement);
    if (declaration !== statement) hide(statement.start, declaration.start);
    else if (statement.type === "ExportNamedDeclaration" && !statement.source)
      hide(statement.start, statement.end);
  }
  return plain;
}

/** The names a cell declares at its top level. */
export function declarations(body: readonly Node[]): Map<string, Kind> {
  const names = new Map<string, Kind>();
  const declare = (name: string, kind: Kind): void => {
    const before = names.get(name) ?? kind;
    names.set(name, (before === "type") === (kind === "type") ? kind : "other");
  };
  for (const node of body.map(unexported)) {
    if (node.type === "VariableDeclaration")
      for (const name of boundBy(node))
        declare(name, node.kind === "let" || node.kind === "var" ? "let" : "const");
    else if (node.type === "ImportDeclaration")
      for (const specifier of node.specifiers as Node[])
        declare((specifier.local as Node).name as string, "other");
    else if (/Declaration$|^TSDeclareFunction$/.test(node.type)) {
      const name = declaredName(node.id as Node | null | undefined);
      if (name !== undefined) declare(name, kinds[node.type] ?? "other");
    } else
      for (const inner of nestedVars(node)) for (const name of boundBy(inner)) declare(name, "let");
  }
  return names;
}

const kinds: Readonly<Record<string, Kind>> = {
  FunctionDeclaration: "function",
  TSDeclareFunction: "function",
  TSInterfaceDeclaration: "type",
  TSTypeAliasDeclaration: "type",
};

function boundBy(declaration: Node): string[] {
  return (declaration.declarations as Node[]).flatMap(({ id }) => bound(id as Node));
}

/** The declarations with `var` inside a statement: their names are the cell's. */
export function nestedVars(node: Node): Node[] {
  return outsideFunctions(
    node,
    ({ type, kind }) => type === "VariableDeclaration" && kind === "var",
  );
}

/** The nodes of this sort in a tree, outside of every function. */
export function outsideFunctions(node: Node, isWanted: (node: Node) => boolean): Node[] {
  if (/^(ArrowFunctionExpression|Function.*|StaticBlock)$/.test(node.type)) return [];
  const inside = Object.values(node)
    .flat()
    .filter(isNode)
    .flatMap((child) => outsideFunctions(child, isWanted));
  return isWanted(node) ? [node, ...inside] : inside;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** `namespace A.B` declares A; `declare module "x"` no name at all. */
function declaredName(id: Node | null | undefined): string | undefined {
  if (id?.type === "TSQualifiedName") return declaredName(id.left as Node);
  return id?.type === "Identifier" ? (id.name as string) : undefined;
}

/** The names a pattern binds: `a`, `{ a, b: [c] }`, `[d = 1, ...e]`. */
export function bound(pattern: Node | null): string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name as string];
    case "ObjectPattern":
      return (pattern.properties as Node[]).flatMap((property) =>
        bound((property.value ?? property.argument) as Node),
      );
    case "ArrayPattern":
      return (pattern.elements as (Node | null)[]).flatMap(bound);
    case "AssignmentPattern":
      return bound(pattern.left as Node);
    case "RestElement":
      return bound(pattern.argument as Node);
    default:
      return [];
  }
}
