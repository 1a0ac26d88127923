import { type Cell, type Kind, parseCell, withoutExports } from "../cells/cell.js";
import type { Checker, Compiler, Completion, Diagnostic, Hover } from "./checker.js";
import { type Host, join } from "./host.js";
import { projectFiles, projectPath } from "./project.js";
import { Files } from "./virtualFiles.js";

/** Where a name visible now was declared. */
interface Origin {
  readonly module: number;
  readonly kind: Kind;
}

/** A package without types is `any`: its author's doing, and no reason not to run a cell. */
const untyped = 7016;

/** Cells a block holds; after them their visible names are gathered in one module. */
const blockSize = 32;

/**
 * The cells as modules of one program. A cell imports from those before it, name by name, so
 * that it goes on seeing what it saw when a name is declared again. The compiler rebuilds its
 * module graph when an import list changes, which costs ten times a check; so modules are laid
 * out ahead in blocks, each importing all before it in its block, used or not. Module 0 of a
 * block re-exports what is visible from the blocks before: cell 200 imports no more than cell 2.
 */
export class CellModules {
  readonly #files: Files;
  readonly #folder: string;
  readonly #compiler: Compiler;
  #checker: Checker | undefined;
  #block = 0;
  #slot = 1;
  #missing = false;
  #names = new Map<string, Origin>();

  constructor(folder: string, host: Host, compiler: Compiler) {
    this.#folder = folder;
    this.#compiler = compiler;
    this.#files = new Files(host, projectFiles(host, folder, [this.#root]));
    this.#layOut();
  }

  /** Starts the compiler, so that the first cell need not wait for it. */
  warmUp(): void {
    this.check(parseCell("", ""));
  }

  /** What is wrong with a cell; positions are the cell's. */
  check(cell: Cell): Diagnostic[] {
    const { code } = cell;
    const { path, offset } = this.#write(cell);
    const found = this.#withChecker(this.#changed(path, code), (checker) =>
      checker.diagnostics(path, cell.error === undefined),
    );
    // A file may be written before the next cell: only then is it looked for again.
    this.#missing = found.some((one) => one.code === 2307);
    return found
      .filter(({ start }) => start >= offset - 1 && start <= offset + code.length)
      .filter((one) => one.code !== untyped)
      .map((one) => ({
        ...this.#reworded(one, code.slice(one.start - offset, one.end - offset)),
        start: one.start - offset,
        end: one.end - offset,
      }));
  }

  /** Keeps the cell last checked: later cells see its names. */
  commit({ names }: Cell): void {
    for (const [name, kind] of names) {
      const hidden = kind === "type" ? name : typeName(name);
      // A type leaves a value of its name alone, and the other way about; the rest are both.
      if (kind === "other" || this.#names.get(hidden)?.kind === "other") this.#names.delete(hidden);
      this.#names.set(exported(name, kind), { module: this.#slot, kind });
    }
    this.#slot++;
  }

  /** Gathers a full block; called when nobody waits. */
  compact(): void {
    if (this.#slot <= blockSize) return;
    const previous = this.#block;
    const gathered = new Map<number, string[]>();
    for (const [name, { module }] of this.#names)
      gathered.set(module, [...(gathered.get(module) ?? []), name]);
    this.#block++;
    this.#slot = 1;
    const lines = Array.from({ length: blockSize + 1 }, (_, module) => {
      const names = (gathered.get(module) ?? []).join(", ");
      return `export { ${names} } from "${this.#specifier(previous, module)}";`;
    });
    this.#layOut(lines.join("\n"));
    for (const [name, { kind }] of this.#names) this.#names.set(name, { module: 0, kind });
    this.#withChecker([this.#root], () => {});
  }

  /** Forgets every name: the runner started anew. */
  forget(): void {
    this.#names.clear();
  }

  completions(cell: Cell, position: number): Completion[] {
    const prefix =
      /[\p{ID_Continue}$]*$/u.exec(cell.code.slice(0, position))?.[0].toLowerCase() ?? "";
    const names = [...this.#names.keys()]
      .map((name) => name.replace(typeName(""), ""))
      .filter((name) => name.toLowerCase().startsWith(prefix));
    const { path, offset } = this.#write(cell, names);
    return this.#withChecker([path], (checker) => checker.completions(path, offset + position));
  }

  hover(cell: Cell, position: number): Hover | undefined {
    const { path, offset } = this.#write(cell);
    return this.#withChecker([path], (checker) => checker.hover(path, offset + position));
  }

  close(): void {
    this.#checker?.close();
    this.#checker = undefined;
  }

  /** Local files are looked at again where a cell imports one. */
  #changed(path: string, code: string): string[] | "all" {
    if (!/["'](\.{1,2})?\//.test(code)) return [path];
    return this.#missing ? "all" : [path, ...this.#files.edited()];
  }

  get #root(): string {
    return join(this.#folder, "__cells.ts");
  }

  #specifier(block: number, module: number): string {
    return `./${this.#moduleName(block, module)}`;
  }

  #moduleName(block: number, module: number): string {
    return `__cell_${block}_${module}`;
  }

  #path(module: number): string {
    return join(this.#folder, `${this.#moduleName(this.#block, module)}.ts`);
  }

  #layOut(gathered = "export {};"): void {
    this.#files.set(this.#path(0), gathered);
    for (let module = 1; module <= blockSize; module++)
      this.#files.set(this.#path(module), `${this.#imports(module)}\nexport {};`);
    const last = this.#specifier(this.#block, blockSize);
    this.#files.set(this.#root, `import {} from "${last}"; export {};`);
  }

  #imports(module: number): string {
    return Array.from(
      { length: module },
      (_, before) => `import * as $${before} from "${this.#specifier(this.#block, before)}";`,
    ).join("");
  }

  /** Everything before the cell stands on one line, so that lines are the cell's plus one. */
  #write(cell: Cell, wanted: readonly string[] = []): { path: string; offset: number } {
    const code = withoutExports(cell);
    const words = code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
    const aliases = [...new Set([...words, ...wanted])].map((name) =>
      this.#alias(name, cell.names.get(name)),
    );
    const head = `${this.#imports(this.#slot)}${aliases.join("")}\n`;
    const path = this.#path(this.#slot);
    const exports = [...cell.names].map(([name, kind]) => `${name} as ${exported(name, kind)}`);
    this.#files.set(path, `${head}${code}\nexport { ${exports.join(", ")} };`);
    return { path, offset: head.length };
  }

  /** What an earlier cell's name stands for, as far as this cell does not declare it itself. */
  #alias(name: string, declared: Kind | undefined): string {
    if (declared === "other") return "";
    const type = declared === "type" ? undefined : this.#names.get(typeName(name));
    const value = declared === undefined || declared === "type" ? this.#names.get(name) : undefined;
    const isHidden = declared === "type" && value?.kind === "other";
    const imported = type ? `import ${name} = $${type.module}.${typeName(name)};` : "";
    if (value === undefined || isHidden) return imported;
    const { module, kind } = value;
    const isCopied = kind === "let" || type !== undefined || declared === "type";
    if (!isCopied) return `import ${name} = $${module}.${name};`;
    const keyword = kind === "let" ? "let" : "const";
    return `${imported}declare ${keyword} ${name}: typeof $${module}.${name};`;
  }

  #reworded(diagnostic: Diagnostic, name: string): Diagnostic {
    const isConstant = this.#names.get(name)?.kind === "const";
    if (diagnostic.code !== 2632 || !isConstant) return diagnostic;
    // The import is ours; the reader wrote a constant.
    const message = `Cannot assign to '${name}' because it is a constant.`;
    return { ...diagnostic, code: 2588, message };
  }

  /** A compiler that fails is replaced by a new one, once; the files are all here. */
  #withChecker<T>(changed: readonly string[] | "all", ask: (checker: Checker) => T): T {
    if (this.#checker !== undefined)
      try {
        this.#checker.update(changed);
        return ask(this.#checker);
      } catch {
        this.#discard();
      }
    this.#checker = this.#compiler.start(this.#files, projectPath(this.#folder));
    return ask(this.#checker);
  }

  #discard(): void {
    try {
      this.#checker?.close();
    } catch {
      // It is gone already.
    }
    this.#checker = undefined;
  }
}

/** A type's name among what a cell exports, where a value of that name may stand beside it. */
function typeName(name: string): string {
  return `$type_${name}`;
}

function exported(name: string, kind: Kind): string {
  return kind === "type" ? typeName(name) : name;
}
