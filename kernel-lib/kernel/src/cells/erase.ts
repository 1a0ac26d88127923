import { blank } from "./edits.js";
import { isNode, type Node } from "./parse.js";

/** What goes from the code: an expression's `as T`, or a whole statement. */
interface Hole {
  readonly start: number;
  readonly end: number;
  readonly kind: "annotation" | "suffix" | "statement";
}

/**
 * The code with its types blanked out, every other character where it was; undefined for what
 * needs more than that (enums, parameter properties) or more care (a type over several lines).
 */
export function erase(code: string, body: readonly Node[]): string | undefined {
  const holes: Hole[] = [];
  if (!body.every((node) => collect(node, code, holes))) return undefined;
  if (!holes.every((hole) => isPlain(hole, code))) return undefined;
  let from = 0;
  let plain = "";
  for (const { start, end, kind } of holes.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue;
    const gap = blank(code.slice(start, end));
    // The semicolon keeps the statements before and after it apart.
    plain += code.slice(from, start) + (kind === "statement" ? `;${gap.slice(1)}` : gap);
    from = end;
  }
  return plain + code.slice(from);
}

/** Adds the holes of a tree; false where a syntax is met that is not simply blanked out. */
function collect(node: Node, code: string, holes: Hole[]): boolean {
  const { type, start, end } = node;
  if (isErased(node)) {
    holes.push({ start, end, kind: "statement" });
    return true;
  }
  switch (type) {
    case "TSTypeAnnotation":
    case "TSTypeParameterDeclaration":
      holes.push({ start, end, kind: "annotation" });
      return true;
    case "TSTypeParameterInstantiation":
      holes.push({ start, end, kind: "suffix" });
      return true;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression": {
      const inner = node.expression as Node;
      // A parenthesis that closes in between is not the type's.
      const at = afterParentheses(code, inner.end);
      holes.push({ start: at, end, kind: "suffix" });
      return collect(inner, code, holes);
    }
  }
  if (type.startsWith("TS") || modifiers.some((one) => node[one])) return false;
  if (node.optional === true && !collectQuestionMark(node, code, holes)) return false;
  if (type === "Identifier" && node.name === "this") return false;
  if (node.importKind === "type" || node.exportKind === "type") return false;
  if ((node.implements as Node[] | undefined)?.length) return false;
  // A field called `get` must not become the getter of what follows.
  if (type === "PropertyDefinition" && /^(get|set|static|async)$/.test(nameOf(node.key)))
    return false;
  if (type === "MethodDefinition" && (node.value as Node).body === null) return false;
  return Object.values(node).every((child) =>
    Array.isArray(child)
      ? child.every((one) => !isNode(one) || collect(one, code, holes))
      : !isNode(child) || collect(child, code, holes),
  );
}

const modifiers = ["declare", "abstract", "override", "readonly", "accessibility", "definite"];

function isErased({ type, declare, importKind }: Node): boolean {
  if (/^TS(Interface|TypeAlias)Declaration$|^TSDeclareFunction$/.test(type)) return true;
  if (type === "ImportDeclaration") return importKind === "type";
  return declare === true && /^(Variable|Class)Declaration$/.test(type);
}

/** `name?: T` of a parameter; a member that may be absent is left to others. */
function collectQuestionMark(node: Node, code: string, holes: Hole[]): boolean {
  // `a?.b` and `f?.()` are JavaScript.
  if (node.type === "MemberExpression" || node.type === "CallExpression") return true;
  if (node.type !== "Identifier") return false;
  const start = node.start + (node.name as string).length;
  if (code[start] !== "?") return false;
  holes.push({ start, end: start + 1, kind: "annotation" });
  return true;
}

function afterParentheses(code: string, from: number): number {
  const closing = /^(\s*\))*/.exec(code.slice(from))?.[0] ?? "";
  return from + closing.length;
}

/**
 * A gap over several lines can end a statement that went on, and one at a line's end can make
 * it go on: `a as T` and then a line that begins with a parenthesis.
 */
function isPlain({ start, end, kind }: Hole, code: string): boolean {
  if (kind === "statement") return true;
  if (code.slice(start, end).includes("\n")) return false;
  if (kind === "annotation") return true;
  return !/^[^\S\n]*(\/\/[^\n]*|\/\*[^\n]*)?\n\s*[([`+\-*/.,?<]/.test(code.slice(end));
}

function nameOf(key: unknown): string {
  return String((key as Node).name);
}
