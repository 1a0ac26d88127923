import {
  type BindingPattern,
  type BindingRestElement,
  type Node,
  type Program,
  type VariableDeclaration,
  visitorKeys,
} from "oxc-parser";

export type Statement = Program["body"][number];

/** A declaration behind its `export`, which says nothing in a cell; else the statement itself. */
export function declarationOf(statement: Statement): Node {
  const isExport =
    statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return (isExport && statement.declaration) || statement;
}

/** Whether nothing of a statement is left at run time. */
export function isTypeOnly(statement: Node): boolean {
  switch (statement.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
    case "TSNamespaceExportDeclaration":
      return true;
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      return statement.declare === true;
    case "ImportDeclaration":
    case "TSImportEqualsDeclaration":
      return statement.importKind === "type";
    case "ExportAllDeclaration":
      return statement.exportKind === "type";
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return (
        statement.exportKind === "type" ||
        (statement.declaration !== null && isTypeOnly(statement.declaration))
      );
    default:
      return false;
  }
}

/** The names a pattern binds: `a`, `{ a, b: [c] }`, `[d = 1, ...e]`. */
export function bindingNames(pattern: BindingPattern | BindingRestElement): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        bindingNames(property.type === "RestElement" ? property : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? bindingNames(element) : []));
    case "AssignmentPattern":
      return bindingNames(pattern.left);
    case "RestElement":
      return bindingNames(pattern.argument);
  }
}

export function declaredBy({ declarations }: VariableDeclaration): string[] {
  return declarations.flatMap(({ id }) => bindingNames(id));
}

/**
 * Visits a tree from its root, in the order of the text; `visit` returns the nodes to go on with.
 * Not by recursion: a sum of 3,000 terms is a tree 3,000 deep. oxc-parser's own Visitor cannot
 * leave parts out, and is missing from its build for browsers.
 */
export function walk(root: Node, visit: (node: Node) => readonly Node[]): void {
  const waiting = [root];
  // One by one: an array of 200,000 numbers has more elements than a call takes arguments.
  for (let node = waiting.pop(); node; node = waiting.pop())
    for (const next of visit(node).toReversed()) waiting.push(next);
}

export function children(node: Node): Node[] {
  const fields = node as unknown as { [key: string]: Node | (Node | null)[] | null | undefined };
  return (visitorKeys[node.type] ?? [])
    .flatMap((key) => fields[key])
    .filter((child) => child !== null && child !== undefined);
}

/** The nodes of a tree that belong to no function in it. */
export function outsideFunctions(root: Node): Node[] {
  const nodes: Node[] = [];
  walk(root, (node) => {
    if (/^(ArrowFunctionExpression|Function.*|StaticBlock)$/.test(node.type)) return [];
    nodes.push(node);
    return children(node);
  });
  return nodes;
}

/** The declarations with `var` inside a statement, which are hoisted out of it. */
export function hoistedVars(root: Node): VariableDeclaration[] {
  return outsideFunctions(root).filter(
    (node) => node.type === "VariableDeclaration" && node.kind === "var",
  ) as VariableDeclaration[];
}
