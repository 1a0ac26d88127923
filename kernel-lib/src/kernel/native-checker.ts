import { dirname } from "node:path";
import {
  API,
  CompletionItemKind,
  type Diagnostic as Native,
  type Project,
  type Snapshot,
  SymbolFlags,
} from "typescript/unstable/sync";
import type { Checker, Completion, Diagnostic, Hover } from "./checker.js";
import type { Files } from "./files.js";
import { globalNames } from "./project.js";

/** TypeScript 7's compiler, a process of its own, through the API it calls unstable. */
class NativeChecker implements Checker {
  private readonly api: API;
  private snapshot: Snapshot;
  private project: Project;
  private readonly files: Files;
  private readonly globals: string;
  private globalCompletions: Completion[] | undefined;
  private isOpen = true;

  constructor(files: Files, project: string) {
    this.files = files;
    this.globals = globalNames(dirname(project));
    this.api = new API({
      cwd: dirname(project),
      fs: {
        readFile: (path) => files.read(path),
        fileExists: (path) => (files.has(path) ? true : undefined),
      },
    });
    this.snapshot = this.api.updateSnapshot({ openProjects: [project] });
    this.project = only(this.snapshot);
  }

  update(paths: readonly string[] | "all"): void {
    const previous = this.snapshot;
    const fileChanges =
      paths === "all" ? ({ invalidateAll: true } as const) : { changed: [...paths] };
    this.snapshot = this.api.updateSnapshot({ fileChanges });
    this.project = only(this.snapshot);
    // Not while a cell waits.
    setImmediate(() => this.release(previous));
  }

  diagnostics(path: string, parses: boolean): Diagnostic[] {
    const { program } = this.project;
    const syntactic = parses ? [] : program.getSyntacticDiagnostics(path);
    const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(path);
    return found
      .filter((one) => one.fileName === undefined || one.fileName === path)
      .map((one) => ({ code: one.code, start: one.pos, end: one.end, message: sentence(one) }));
  }

  completions(path: string, position: number): Completion[] {
    try {
      return this.complete(path, position);
    } catch (error) {
      // Where any name may stand, this API wants an index of imports it has no way to build.
      if (!String(error).includes("needs auto imports")) throw error;
      this.globalCompletions ??= this.complete(this.globals, "globalThis.".length);
      return [...this.namesInScope(path, position), ...this.globalCompletions, ...keywords];
    }
  }

  private complete(path: string, position: number): Completion[] {
    const info = this.project.checker.getCompletionsAtPosition(path, position);
    return (info?.entries ?? []).map(({ name, kind, sortText }) => ({
      name,
      kind: kind === undefined ? "" : kindName(kind),
      sortText: sortText ?? "",
    }));
  }

  /** The words of the file that begin as typed and mean something at the position. */
  private namesInScope(path: string, position: number): Completion[] {
    const text = this.files.text(path) ?? "";
    const prefix = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, position))?.[0] ?? "";
    const typed = position - prefix.length;
    const others = text.slice(0, typed) + text.slice(position).replace(/^[\p{ID_Continue}$]+/u, "");
    const words = new Set(others.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    const { checker } = this.project;
    const meaning =
      SymbolFlags.Value | SymbolFlags.Type | SymbolFlags.Namespace | SymbolFlags.Alias;
    return [...words].flatMap((name) => {
      if (!name.toLowerCase().startsWith(prefix.toLowerCase())) return [];
      const symbol = checker.resolveName(name, meaning, { document: path, position }, true);
      if (symbol === undefined) return [];
      const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0;
      const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
      return [{ name, kind: symbolKind(target.flags), sortText: "0" }];
    });
  }

  hover(path: string, position: number): Hover | undefined {
    const { checker } = this.project;
    let symbol = checker.getSymbolAtPosition(path, position);
    const type = checker.getTypeAtPosition(path, position);
    if (symbol === undefined || type === undefined) return undefined;
    try {
      symbol = checker.getAliasedSymbol(symbol);
    } catch {
      // Not an alias: the symbol is the one declared.
    }
    return {
      signature: `${symbol.name}: ${checker.typeToString(type)}`,
      documentation: symbol.getDocumentationComment(checker),
    };
  }

  close(): void {
    this.isOpen = false;
    this.api.close();
  }

  private release(snapshot: Snapshot): void {
    if (!this.isOpen) return;
    try {
      snapshot.dispose();
    } catch {
      // The compiler is gone, and the snapshot with it: the next question finds out.
    }
  }
}

export function openNativeChecker(files: Files, project: string): Checker {
  return new NativeChecker(files, project);
}

function only(snapshot: Snapshot): Project {
  const [project] = snapshot.getProjects();
  if (project === undefined) throw new Error("the compiler opened no project");
  return project;
}

function sentence(diagnostic: Native, indent = ""): string {
  const below = (diagnostic.messageChain ?? []).map((next) => sentence(next, `${indent}  `));
  return [indent + diagnostic.text, ...below].join("\n");
}

function kindName(kind: CompletionItemKind): string {
  return (CompletionItemKind[kind] ?? "").toLowerCase();
}

function symbolKind(flags: SymbolFlags): string {
  if (flags & SymbolFlags.Function) return "function";
  if (flags & SymbolFlags.Class) return "class";
  if (flags & SymbolFlags.Enum) return "enum";
  if (flags & SymbolFlags.Module) return "module";
  if (flags & SymbolFlags.Variable) return "variable";
  return flags & SymbolFlags.Interface ? "interface" : "type";
}

const keywords: readonly Completion[] = (
  "abstract as async await break case catch class const continue debugger default delete do else " +
  "enum export extends false finally for from function if implements import in instanceof " +
  "interface keyof let namespace new null of readonly return satisfies static super switch this " +
  "throw true try type typeof undefined using var void while yield"
)
  .split(" ")
  .map((name) => ({ name, kind: "keyword", sortText: "9" }));
