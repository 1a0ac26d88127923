import type * as TypeScript from "typescript-6";
import type { LoadTypeScript } from "../cells/transpile.js";
import type { Checker, Completion, Diagnostic, Hover } from "./checker.js";
import { dirname } from "./host.js";
import type { Files } from "./virtualFiles.js";

/** TypeScript 6's compiler, in this process, through the LanguageService editors use. */
class ServiceChecker implements Checker {
  readonly #ts: ReturnType<LoadTypeScript>;
  readonly #service: TypeScript.LanguageService;
  readonly #versions = new Map<string, number>();
  #version = 0;

  constructor(ts: ReturnType<LoadTypeScript>, files: Files, project: string) {
    this.#ts = ts;
    const text = (path: string): string | undefined => files.text(path);
    const exists = (path: string): boolean => files.has(path) || ts.sys.fileExists(path);
    const system = { ...ts.sys, readFile: text, fileExists: exists };
    const json = ts.readConfigFile(project, text).config;
    const { options, fileNames } = ts.parseJsonConfigFileContent(json, system, dirname(project));
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => fileNames,
      getScriptVersion: (path) => `${this.#version}.${this.#versions.get(path) ?? 0}`,
      getScriptSnapshot: (path) => {
        const found = text(path);
        return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
      },
      getCurrentDirectory: () => dirname(project),
      getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
      readFile: text,
      fileExists: exists,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: (path) => (files.has(path) ? path : (ts.sys.realpath?.(path) ?? path)),
    });
  }

  update(paths: readonly string[] | "all"): void {
    if (paths === "all") this.#version++;
    else for (const path of paths) this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
  }

  diagnostics(path: string, parses: boolean): Diagnostic[] {
    const syntactic = parses ? [] : this.#service.getSyntacticDiagnostics(path);
    const found = syntactic.length > 0 ? syntactic : this.#service.getSemanticDiagnostics(path);
    return found.map(({ code, start = 0, length = 0, messageText }) => ({
      code,
      start,
      end: start + length,
      message: this.#ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  }

  completions(path: string, position: number): Completion[] {
    const info = this.#service.getCompletionsAtPosition(path, position, {});
    return (info?.entries ?? []).map(({ name, kind, sortText }) => ({
      name,
      kind: kinds[kind] ?? kind,
      sortText,
    }));
  }

  hover(path: string, position: number): Hover | undefined {
    const ts = this.#ts;
    const info = this.#service.getQuickInfoAtPosition(path, position);
    return (
      info && {
        signature: ts.displayPartsToString(info.displayParts),
        documentation: ts.displayPartsToString(info.documentation),
      }
    );
  }

  close(): void {
    this.#service.dispose();
  }
}

/** TypeScript 6's names for kinds, where TypeScript 7 has others. */
const kinds: Readonly<Record<string, string>> = {
  var: "variable",
  let: "variable",
  const: "variable",
  parameter: "variable",
  property: "field",
  alias: "variable",
};

export function startServiceChecker(
  ts: ReturnType<LoadTypeScript>,
  files: Files,
  project: string,
): Checker {
  return new ServiceChecker(ts, files, project);
}
