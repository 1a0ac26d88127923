import { parseSync } from "oxc-parser";
import { blank } from "./edits.js";

/** How a name of a cell is seen from later cells: a variable is copied, the rest imported. */
export type Kind = "let" | "const" | "other";

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
export function withoutExports(code: string, body: readonly Node[]): string {
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
  for (const node of body.map(unexported)) {
    if (node.type === "VariableDeclaration")
      for (const declarator of node.declarations as Node[])
        for (const name of bound(declarator.id as Node))
          names.set(name, node.kind === "let" || node.kind === "var" ? "let" : "const");
    else if (node.type === "ImportDeclaration")
      for (const specifier of node.specifiers as Node[])
        names.set((specifier.local as Node).name as string, "other");
    else if (node.type.endsWith("Declaration")) {
      const name = declaredName(node.id as Node | null | undefined);
      if (name !== undefined) names.set(name, "other");
    }
  }
  return names;
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
