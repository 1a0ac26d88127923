import { dirname } from "node:path";
import { API, CompletionItemKind, type Diagnostic as Native, type Project, type Snapshot } from "typescript/unstable/sync";
import type { Checker, Completion, Diagnostic, Hover, VirtualFiles } from "./checker.js";

/** TypeScript 7's compiler, a process of its own, through the API it calls unstable. */
class NativeChecker implements Checker {
  private readonly api: API;
  private snapshot: Snapshot;
  private project: Project;

  constructor(files: VirtualFiles, project: string) {
    this.api = new API({
      cwd: dirname(project),
      fs: {
        readFile: (path) => files.get(path),
        fileExists: (path) => (files.has(path) ? true : undefined),
      },
    });
    this.snapshot = this.api.updateSnapshot({ openProjects: [project] });
    this.project = only(this.snapshot);
  }

  update(paths: readonly string[]): void {
    const previous = this.snapshot;
    this.snapshot = this.api.updateSnapshot({ fileChanges: { changed: [...paths] } });
    this.project = only(this.snapshot);
    previous.dispose();
  }

  diagnostics(path: string): Diagnostic[] {
    const { program } = this.project;
    const syntactic = program.getSyntacticDiagnostics(path);
    const found = syntactic.length > 0 ? syntactic : program.getSemanticDiagnostics(path);
    return found
      .filter((one) => one.fileName === undefined || one.fileName === path)
      .map((one) => ({ code: one.code, start: one.pos, end: one.end, message: sentence(one) }));
  }

  completions(path: string, position: number): Completion[] {
    const info = this.project.checker.getCompletionsAtPosition(path, position);
    return (info?.entries ?? []).map(({ name, kind, sortText }) => ({
      name,
      kind: kind === undefined ? "" : kindName(kind),
      sortText: sortText ?? name,
    }));
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
    this.api.close();
  }
}

export function openNativeChecker(files: VirtualFiles, project: string): Checker {
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
