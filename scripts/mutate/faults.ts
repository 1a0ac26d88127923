import { parseSync, Visitor } from "oxc-parser";

/** One change of a source, by character offsets. */
export type Fault = {
  file: string;
  line: number;
  /** The line it is in. */
  source: string;
  start: number;
  end: number;
  original: string;
  replacement: string;
};

const otherOperator: Record<string, string> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  "+=": "-=",
  "-=": "+=",
  "*=": "/=",
  "/=": "*=",
};

const otherMethod: Record<string, string> = {
  max: "min",
  min: "max",
  floor: "ceil",
  ceil: "floor",
};

type Span = { start: number; end: number };

/** Every fault that a source can have, in order of place. */
export function faultsOf(file: string, text: string): Fault[] {
  const faults: Fault[] = [];
  const types: Span[] = [];

  const change = ({ start, end }: Span, replacement: string): void => {
    const line = text.slice(0, start).split("\n").length;
    const source = (text.split("\n")[line - 1] as string).trim();
    faults.push({ file, line, source, start, end, original: text.slice(start, end), replacement });
  };
  const swapOperator = (operator: string, left: Span, right: Span): void => {
    const other = otherOperator[operator];
    const start = text.indexOf(operator, left.end);
    if (other !== undefined && start < right.start) {
      change({ start, end: start + operator.length }, other);
    }
  };
  const negate = (test: Span): void => change(test, `!(${text.slice(test.start, test.end)})`);
  const skip = (type: Span): void => {
    types.push(type);
  };

  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  new Visitor({
    BinaryExpression: ({ operator, left, right }) => swapOperator(operator, left, right),
    LogicalExpression: ({ operator, left, right }) => swapOperator(operator, left, right),
    AssignmentExpression: ({ operator, left, right }) => swapOperator(operator, left, right),
    UnaryExpression: ({ operator, argument, start }) => {
      if (operator === "-" || operator === "!") change({ start, end: argument.start }, "");
    },
    IfStatement: ({ test }) => negate(test),
    ConditionalExpression: ({ test }) => negate(test),
    Literal: ({ value, ...span }) => {
      // Beyond 2^53 not every whole number can be written: doubling changes it for sure.
      if (typeof value === "number") change(span, String(value > 2 ** 53 ? value * 2 : value + 1));
      if (typeof value === "boolean") change(span, String(!value));
    },
    MemberExpression: ({ object, property }) => {
      const isMath = object.type === "Identifier" && object.name === "Math";
      const name = property.type === "Identifier" ? property.name : "";
      if (isMath && name in otherMethod) change(property, otherMethod[name]);
    },
    ExpressionStatement: ({ expression, start, end }) => {
      if (expression.type === "CallExpression") change({ start, end }, "");
    },
    TSTypeAnnotation: skip,
    TSTypeAliasDeclaration: skip,
    TSInterfaceDeclaration: skip,
    TSTypeParameterInstantiation: skip,
    TSTypeParameterDeclaration: skip,
    TSAsExpression: ({ expression, end }) => skip({ start: expression.end, end }),
    TSSatisfiesExpression: ({ expression, end }) => skip({ start: expression.end, end }),
  }).visit(program);
  return faults
    .filter(({ start, end }) => !types.some((type) => type.start <= start && end <= type.end))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
