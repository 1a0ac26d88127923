import type { Expression, TSEnumDeclaration } from "oxc-parser";

type Constant = number | string;

/**
 * What TypeScript makes of an enum's members, such as `E[E["A"] = 0] = "A"`; undefined unless
 * each of them is a constant, as in `A`, `B = 1 << 2`, `C = A | B`, `D = "d"`.
 */
export function memberAssignments({ id, body }: TSEnumDeclaration): string[] | undefined {
  const enumName = id.name;
  const values = new Map<string, Constant>();
  const assignments: string[] = [];
  let next: number | undefined = 0;
  for (const { id: member, initializer } of body.members) {
    if (member.type === "TemplateLiteral") return undefined;
    const name = member.type === "Identifier" ? member.name : member.value;
    const value: Constant | undefined = initializer ? evaluate(initializer, values) : next;
    if (value === undefined) return undefined;
    const key = JSON.stringify(name);
    assignments.push(
      typeof value === "number"
        ? `${enumName}[${enumName}[${key}] = ${value}] = ${key}`
        : `${enumName}[${key}] = ${JSON.stringify(value)}`,
    );
    values.set(name, value);
    next = typeof value === "number" ? value + 1 : undefined;
  }
  return assignments;
}

function evaluate(
  expression: Expression,
  members: ReadonlyMap<string, Constant>,
): Constant | undefined {
  switch (expression.type) {
    case "Literal": {
      const { value } = expression;
      return typeof value === "number" || typeof value === "string" ? value : undefined;
    }
    case "Identifier":
      return members.get(expression.name);
    case "ParenthesizedExpression":
      return evaluate(expression.expression, members);
    case "UnaryExpression": {
      const value = evaluate(expression.argument, members);
      return typeof value === "number" ? unary[expression.operator]?.(value) : undefined;
    }
    case "BinaryExpression": {
      if (expression.left.type === "PrivateIdentifier") return undefined;
      const left = evaluate(expression.left, members);
      const right = evaluate(expression.right, members);
      const areNumbers = typeof left === "number" && typeof right === "number";
      return areNumbers ? binary[expression.operator]?.(left, right) : undefined;
    }
    default:
      return undefined;
  }
}

const unary: { readonly [operator: string]: (x: number) => number } = {
  "+": (x) => x,
  "-": (x) => -x,
  "~": (x) => ~x,
};

const binary: { readonly [operator: string]: (a: number, b: number) => number } = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
};
