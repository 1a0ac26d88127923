import MagicString from "magic-string";
import type {
  ArrowFunctionExpression as Arrow,
  Class,
  ExportNamedDeclaration,
  Expression,
  ImportDeclaration,
  MethodDefinition,
  Node,
  ParamPattern,
  PropertyDefinition,
  Span,
  TSEnumDeclaration,
  TSParameterProperty,
  TSTypeAssertion,
} from "oxc-parser";
import { memberAssignments } from "./enums.js";
import {
  bindingNames,
  children,
  declarationOf,
  isTypeOnly,
  type Statement,
  walk,
} from "./syntax.js";
import { blank, lineEnds } from "./text.js";

/**
 * Blanks out a cell's types, so that every line and column stays, and lowers in place what is
 * common and simple: parameter properties and enums of constants, the latter without their
 * `var`. Undefined where only a compiler helps, as with namespaces and decorators.
 */
export function stripTypes(code: string, body: readonly Statement[]): MagicString | undefined {
  const stripper = new TypeStripper(code, body);
  for (const statement of body) walk(statement, (node) => stripper.visit(node));
  return stripper.isSupported ? stripper.edited : undefined;
}

class TypeStripper {
  readonly edited: MagicString;
  isSupported = true;
  readonly #code: string;
  readonly #topLevel: ReadonlySet<Node>;
  /** Where statements and fields end; without a semicolon, if a type ends there. */
  readonly #ends = new Set<number>();
  /** The declarations in the heads of loops. */
  readonly #heads = new Set<Node | null>();
  /** What stays of a type over several lines that is not simply blanked out. */
  readonly #remains = new Map<Node, (gap: string) => string>();

  constructor(code: string, body: readonly Statement[]) {
    this.#code = code;
    this.edited = new MagicString(code);
    this.#topLevel = new Set(body.map(declarationOf));
  }

  /** Edits one node; returns those inside it that are still to be visited. */
  visit(node: Node): readonly Node[] {
    if (isTypeOnly(node)) return this.#remove(node);
    switch (node.type) {
      case "TSTypeAnnotation":
      case "TSTypeParameterDeclaration":
      case "TSTypeParameterInstantiation":
        this.#blank(node.start, node.end, this.#remains.get(node));
        return [];
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "TSInstantiationExpression":
        return this.#unwrap(node);
      case "TSTypeAssertion":
        return this.#parenthesize(node);
      case "ImportDeclaration":
      case "ExportNamedDeclaration":
        this.#blankTypeSpecifiers(node);
        return node.type === "ImportDeclaration" ? [] : children(node);
      case "ForStatement":
        this.#heads.add(node.init);
        return children(node);
      case "ForInStatement":
      case "ForOfStatement":
        this.#heads.add(node.left);
        return children(node);
      case "VariableDeclaration":
        if (!this.#heads.has(node)) this.#ends.add(node.end);
        return children(node);
      case "ExpressionStatement":
      case "ReturnStatement":
      case "ThrowStatement":
      case "ExportDefaultDeclaration":
        this.#ends.add(node.end);
        return children(node);
      case "VariableDeclarator":
        if (node.definite && node.id.type === "Identifier")
          this.#blankMark("!", node.id.start + node.id.name.length);
        return children(node);
      case "ArrowFunctionExpression":
        this.#keepArrowOnLine(node);
        this.#keepParenthesisOnLine(node);
        return this.#parameters(node, node.params);
      case "FunctionDeclaration":
      case "FunctionExpression":
        return this.#parameters(node, node.params);
      case "ClassDeclaration":
      case "ClassExpression":
        return this.#class(node);
      case "MethodDefinition":
        return this.#method(node);
      case "PropertyDefinition":
        return this.#field(node);
      case "TSParameterProperty":
        this.#blank(node.start, node.parameter.start);
        return [...node.decorators, node.parameter];
      case "TSEnumDeclaration":
        return this.#enum(node);
      case "TSAbstractMethodDefinition":
      case "TSAbstractPropertyDefinition":
      case "TSAbstractAccessorProperty":
      case "TSIndexSignature":
        return this.#remove(node);
      case "TSImportEqualsDeclaration":
        return [];
      case "Decorator":
      case "AccessorProperty":
        return this.#refuse();
    }
    return node.type.startsWith("TS") ? this.#refuse() : children(node);
  }

  #refuse(): readonly Node[] {
    this.isSupported = false;
    return [];
  }

  #blank(start: number, end: number, remains = (gap: string): string => gap): void {
    if (start < end) this.edited.update(start, end, remains(blank(this.#code.slice(start, end))));
  }

  /** The semicolon keeps what stands before and after it apart. */
  #remove({ start, end }: Span): readonly Node[] {
    this.#blank(start, end, (gap) => `;${gap.slice(1)}`);
    return [];
  }

  /** Blanks what follows an expression: `as T`, `!`, `<T>`. */
  #unwrap({ expression, end }: Span & { readonly expression: Expression }): readonly Node[] {
    this.#blank(expression.end, end);
    this.#separate(end);
    return [expression];
  }

  /** `<T>x` as `(x)`, which may follow a `return` or an arrow whatever x is. */
  #parenthesize({ start, expression, end }: TSTypeAssertion): readonly Node[] {
    this.#blank(start, expression.start, (gap) => `(${gap.slice(1)}`);
    this.edited.appendLeft(end, ")");
    return [expression];
  }

  /** Without the type, the next line could go on with the statement, as in `a as T`, `(b)`. */
  #separate(end: number): void {
    if (this.#ends.has(end)) this.edited.appendRight(end, ";");
  }

  /** The offset of the next token from here on. */
  #token(from: number): number {
    const trivia = /(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y;
    trivia.lastIndex = from;
    trivia.test(this.#code);
    return trivia.lastIndex;
  }

  #blankMark(mark: "?" | "!", from: number): void {
    const at = this.#token(from);
    if (this.#code[at] === mark) this.#blank(at, at + 1);
  }

  /** Blanks an entry of a list with the comma that follows it. */
  #blankEntry({ start, end }: Span): void {
    const comma = this.#token(end);
    this.#blank(start, this.#code[comma] === "," ? comma + 1 : end);
  }

  #blankTypeSpecifiers({ specifiers }: ImportDeclaration | ExportNamedDeclaration): void {
    for (const specifier of specifiers) {
      const isType =
        (specifier.type === "ImportSpecifier" && specifier.importKind === "type") ||
        (specifier.type === "ExportSpecifier" && specifier.exportKind === "type");
      if (isType) this.#blankEntry(specifier);
    }
  }

  #parameters(node: Node, parameters: readonly ParamPattern[]): readonly Node[] {
    const isThis = (one: ParamPattern): boolean => one.type === "Identifier" && one.name === "this";
    for (const one of parameters) {
      const parameter = one.type === "TSParameterProperty" ? one.parameter : one;
      if (isThis(one)) this.#blankEntry(one);
      else if (parameter.type === "Identifier")
        this.#blankMark("?", parameter.start + parameter.name.length);
    }
    return children(node).filter((child) => !isThis(child as ParamPattern));
  }

  /** `(a): {`, `b: T`, `} => a`: JavaScript wants the arrow on the line of the parenthesis. */
  #keepArrowOnLine({ start, typeParameters, params, returnType, async }: Arrow): void {
    if (!returnType || !this.#isBroken(returnType)) return;
    const head = typeParameters?.end ?? (async ? start + "async".length : start);
    const last = this.#token(params.at(-1)?.end ?? this.#token(head) + 1);
    const closing = this.#code[last] === "," ? this.#token(last + 1) : last;
    this.#blank(closing, closing + 1);
    this.#remains.set(returnType, (gap) => `${gap.slice(0, -1)})`);
  }

  /** `return <T,` and on the next line `>(a: T) => a`: a line's end would end the statement. */
  #keepParenthesisOnLine({ typeParameters }: Arrow): void {
    if (!typeParameters) return;
    const opening = this.#token(typeParameters.end);
    if (!this.#isBroken({ start: typeParameters.start, end: opening })) return;
    this.#blank(opening, opening + 1);
    this.#remains.set(typeParameters, (gap) => `(${gap.slice(1)}`);
  }

  #isBroken({ start, end }: Span): boolean {
    return this.#code.slice(start, end).includes("\n");
  }

  #class(node: Class): readonly Node[] {
    if (node.abstract) this.#blank(node.start, node.start + "abstract".length);
    const last = node.implements?.at(-1);
    if (last) {
      const head = node.superTypeArguments ?? node.superClass ?? node.typeParameters ?? node.id;
      const at = this.#token(head ? head.end : this.#code.indexOf("class", node.start) + 5);
      this.#blank(at, last.end);
    }
    this.#parameterProperties(node);
    return children(node).filter(({ type }) => type !== "TSClassImplements");
  }

  /** `constructor(private x: T)` declares a field and assigns it, after `super()`. */
  #parameterProperties({ body, superClass }: Class): void {
    for (const member of body.body) {
      if (member.type !== "MethodDefinition" || !member.value.body) continue;
      const names = member.value.params
        .filter((one): one is TSParameterProperty => one.type === "TSParameterProperty")
        .flatMap(({ parameter }) => bindingNames(parameter));
      if (names.length === 0) continue;
      this.edited.appendLeft(body.start + 1, names.map((name) => ` ${name};`).join(""));
      const statements = member.value.body.body;
      const before = superClass
        ? statements.find(isSuperCall)
        : statements.findLast((one) => "directive" in one && one.directive);
      if (superClass && !before) this.#refuse();
      const assignments = names.map((name) => ` this.${name} = ${name};`).join("");
      const at = before?.end ?? member.value.body.start + 1;
      this.edited.appendLeft(at, before ? `;${assignments}` : assignments);
    }
  }

  #method(node: MethodDefinition): readonly Node[] {
    if (!node.value.body) return this.#remove(node);
    this.#blankModifiers(node);
    if (node.optional) this.#blankMark("?", this.#keyEnd(node));
    return children(node);
  }

  #field(node: PropertyDefinition): readonly Node[] {
    if (node.declare) return this.#remove(node);
    this.#blankModifiers(node);
    if (node.optional) this.#blankMark("?", this.#keyEnd(node));
    if (node.definite) this.#blankMark("!", this.#keyEnd(node));
    this.#ends.add(node.end);
    // A field called `get` must not become the getter of what follows.
    if (!node.value && this.#code[node.end - 1] !== ";") this.#separate(node.end);
    return children(node);
  }

  #blankModifiers({ start, key }: MethodDefinition | PropertyDefinition): void {
    const modifiers = /\b(public|private|protected|readonly|override)\b/g;
    for (const { index, 0: word } of this.#code.slice(start, key.start).matchAll(modifiers)) {
      const at = start + index;
      // The line before must not go on with what follows: `["a"] = 1` or `*a() {}`.
      this.#blank(at, at + word.length, (gap) => (index === 0 ? `;${gap.slice(1)}` : gap));
    }
  }

  /** `[key]` ends after its bracket. */
  #keyEnd({ key, computed }: MethodDefinition | PropertyDefinition): number {
    return computed ? this.#token(key.end) + 1 : key.end;
  }

  /** `enum E { A }` becomes what TypeScript makes of it, but for `var E`. */
  #enum(node: TSEnumDeclaration): readonly Node[] {
    const { id, body, start, end } = node;
    const assignments = this.#topLevel.has(node) && memberAssignments(node);
    if (!assignments) return this.#refuse();
    this.#replace(start, body.start + 1, `;(function (${id.name}) {`);
    body.members.forEach((member, i) => {
      const comma = this.#token(member.end);
      if (this.#code[comma] === ",") this.#blank(comma, comma + 1);
      this.#replace(member.start, member.end, `${assignments[i]};`);
    });
    this.#replace(end - 1, end, `})(${id.name} || (${id.name} = {}));`);
    return [];
  }

  #replace(start: number, end: number, text: string): void {
    this.edited.update(start, end, text + lineEnds(this.#code.slice(start, end)));
  }
}

function isSuperCall(statement: Statement): boolean {
  return (
    statement.type === "ExpressionStatement" &&
    statement.expression.type === "CallExpression" &&
    statement.expression.callee.type === "Super"
  );
}
