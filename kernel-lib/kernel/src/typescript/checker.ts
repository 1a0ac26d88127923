import type { Files } from "./virtualFiles.js";

/** What the compiler says of a stretch of a file. */
export interface Diagnostic {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  /** The sentence, with the sentences that explain it indented below. */
  readonly message: string;
}

export interface Completion {
  readonly name: string;
  /** As TypeScript calls it: function, method, property, class, keyword, … */
  readonly kind: string;
  readonly sortText: string;
}

export interface Hover {
  /** The declaration as TypeScript shows it: `const x: number`. */
  readonly signature: string;
  readonly documentation: string;
}

/** The one door to a TypeScript compiler; `project` is the path of a tsconfig. */
export interface Checker {
  /** Tells the compiler that these files changed, or that any may have. */
  update(paths: readonly string[] | "all"): void;
  /** Type errors; of a file that does not parse, syntax errors instead. */
  diagnostics(path: string, parses: boolean): Diagnostic[];
  completions(path: string, position: number): Completion[];
  hover(path: string, position: number): Hover | undefined;
  close(): void;
}

/** A TypeScript compiler that can be started. */
export interface Compiler {
  /** Of TypeScript. */
  readonly version: string;
  start(files: Files, project: string): Checker;
}
