import type { Checker, Completion, Diagnostic, Hover } from "../typescript/checker.js";
import { dirname } from "../typescript/host.js";
import { globalNames } from "../typescript/project.js";
import type { Files } from "../typescript/virtualFiles.js";
import { NativeProcess } from "./nativeProcess.js";

/** What the compiler's answers hold, as far as the kernel looks at them. */
interface Snapshot {
  readonly snapshot: number | string;
  readonly projects: readonly { readonly id: string }[];
}

interface Native {
  readonly fileName?: string;
  readonly code: number;
  readonly pos: number;
  readonly end: number;
  readonly text: string;
  readonly messageChain?: readonly Native[];
}

interface NativeSymbol {
  readonly id: number;
  readonly name: string;
  readonly flags: number;
}

interface Entry {
  readonly name: string;
  readonly kind?: number;
  readonly sortText?: string;
}

/** TypeScript 7's compiler, a process of its own, through the API it calls unstable. */
class NativeChecker implements Checker {
  readonly #compiler: NativeProcess;
  readonly #files: Files;
  readonly #globals: string;
  #snapshot: Snapshot;
  #globalCompletions: Completion[] | undefined;
  #isOpen = true;

  constructor(files: Files, project: string) {
    this.#files = files;
    this.#globals = globalNames(dirname(project));
    this.#compiler = new NativeProcess(dirname(project), files);
    this.#snapshot = this.#take({ openProjects: [project] });
  }

  update(paths: readonly string[] | "all"): void {
    const previous = this.#snapshot.snapshot;
    this.#snapshot = this.#take({
      fileChanges: paths === "all" ? { invalidateAll: true } : { changed: paths },
    });
    // Not while a cell waits.
    setImmediate(() => this.#release(previous));
  }

  diagnostics(path: string, parses: boolean): Diagnostic[] {
    const ask = (kind: string): Native[] =>
      this.#ask(`get${kind}Diagnostics`, { file: path }) ?? [];
    const syntactic = parses ? [] : ask("Syntactic");
    const found = syntactic.length > 0 ? syntactic : ask("Semantic");
    return found
      .filter((one) => !one.fileName || one.fileName === path)
      .map((one) => ({ code: one.code, start: one.pos, end: one.end, message: sentence(one) }));
  }

  completions(path: string, position: number): Completion[] {
    try {
      return this.#complete(path, position);
    } catch (error) {
      // Where any name may stand, this API wants an index of imports it has no way to build.
      if (!String(error).includes("needs auto imports")) throw error;
      this.#globalCompletions ??= this.#complete(this.#globals, "globalThis.".length);
      return [...this.#namesInScope(path, position), ...this.#globalCompletions, ...keywords];
    }
  }

  #complete(path: string, position: number): Completion[] {
    const asked = { file: path, position };
    const info = this.#ask<{ entries?: Entry[] }>("getCompletionsAtPosition", asked);
    return (info?.entries ?? []).map(({ name, kind = 0, sortText = "" }) => ({
      name,
      kind: entryKinds[kind] ?? "",
      sortText,
    }));
  }

  /** The words of the file that begin as typed and mean something at the position. */
  #namesInScope(path: string, position: number): Completion[] {
    const text = this.#files.text(path) ?? "";
    const prefix = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, position))?.[0] ?? "";
    const typed = position - prefix.length;
    const others = text.slice(0, typed) + text.slice(position).replace(/^[\p{ID_Continue}$]+/u, "");
    const words = new Set(others.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
    const query = { file: path, position, excludeGlobals: true };
    return [...words].flatMap((name) => {
      if (!name.toLowerCase().startsWith(prefix.toLowerCase())) return [];
      const symbol = this.#ask<NativeSymbol>("resolveName", { ...query, name, meaning: anything });
      if (symbol === undefined) return [];
      return [{ name, kind: symbolKind(this.#target(symbol).flags), sortText: "0" }];
    });
  }

  hover(path: string, position: number): Hover | undefined {
    const query = { file: path, position };
    const symbol = this.#ask<NativeSymbol>("getSymbolAtPosition", query);
    const type = this.#ask<{ id: number }>("getTypeAtPosition", query);
    if (symbol === undefined || type === undefined) return undefined;
    const target = this.#target(symbol);
    return {
      signature: this.#signature(target, type.id),
      documentation: this.#ask("getDocumentationComment", { symbol: target.id }) ?? "",
    };
  }

  #signature({ id, name, flags: found }: NativeSymbol, type: number): string {
    // TypeScript escapes names that begin with two underscores by a third.
    const shown = name.replace(/^___/, "__");
    if ((found & flags.Value) === 0 && found & flags.Interface) return `interface ${shown}`;
    if ((found & flags.TypeAlias) === 0) return `${shown}: ${this.#ask("typeToString", { type })}`;
    const declared = this.#ask<{ id: number }>("getDeclaredTypeOfSymbol", { symbol: id });
    const asked = { type: declared?.id ?? type, flags: inTypeAlias };
    return `type ${shown} = ${this.#ask("typeToString", asked)}`;
  }

  close(): void {
    this.#isOpen = false;
    this.#compiler.close();
  }

  /** What an import stands for. */
  #target(symbol: NativeSymbol): NativeSymbol {
    if ((symbol.flags & flags.Alias) === 0) return symbol;
    return this.#ask<NativeSymbol>("getAliasedSymbol", { symbol: symbol.id }) ?? symbol;
  }

  #ask<T>(method: string, parameters: object): T | undefined {
    const { snapshot, projects } = this.#snapshot;
    return this.#compiler.ask(method, { snapshot, project: projects[0]?.id, ...parameters });
  }

  #take(changes: object): Snapshot {
    const snapshot = this.#compiler.ask<Snapshot>("updateSnapshot", changes);
    if (!snapshot?.projects.length) throw new Error("the compiler opened no project");
    return snapshot;
  }

  #release(snapshot: Snapshot["snapshot"]): void {
    if (!this.#isOpen) return;
    try {
      this.#compiler.ask("release", { snapshot });
    } catch {
      // The compiler is gone, and the snapshot with it: the next question finds out.
    }
  }
}

export function startNativeChecker(files: Files, project: string): Checker {
  return new NativeChecker(files, project);
}

function sentence(diagnostic: Native, indent = ""): string {
  const below = (diagnostic.messageChain ?? []).map((next) => sentence(next, `${indent}  `));
  return [indent + diagnostic.text, ...below].join("\n");
}

/** As TypeScript's SymbolFlags. */
const flags = {
  Variable: 3,
  Function: 16,
  Class: 32,
  Interface: 64,
  Enum: 384,
  Module: 1536,
  Value: 111_551,
  TypeAlias: 524_288,
  Alias: 2_097_152,
} as const;

/** Values, types, namespaces and imports of them. */
const anything = flags.Value | 788_968 | 1920 | flags.Alias;

/** Of NodeBuilderFlags: what the alias stands for, not its name; nothing left out. */
const inTypeAlias = 8_388_608 | 1;

function symbolKind(found: number): string {
  if (found & flags.Function) return "function";
  if (found & flags.Class) return "class";
  if (found & flags.Enum) return "enum";
  if (found & flags.Module) return "module";
  if (found & flags.Variable) return "variable";
  return found & flags.Interface ? "interface" : "type";
}

/** As LSP's CompletionItemKind, from 1. */
const entryKinds: readonly string[] = (
  " text method function constructor field variable class interface module property unit value " +
  "enum keyword snippet color file reference folder enummember constant struct event operator " +
  "typeparameter"
).split(" ");

const keywords: readonly Completion[] = (
  "abstract as async await break case catch class const continue debugger default delete do else " +
  "enum export extends false finally for from function if implements import in instanceof " +
  "interface keyof let namespace new null of readonly return satisfies static super switch this " +
  "throw true try type typeof undefined using var void while yield"
)
  .split(" ")
  .map((name) => ({ name, kind: "keyword", sortText: "9" }));
