import { readFileSync, statSync } from "node:fs";

/** What the compiler reads: the kernel's virtual files first, the disk for the rest. */
export class Files {
  private readonly virtual: Map<string, string>;
  private readonly local = new Map<string, string>();

  constructor(virtual: ReadonlyMap<string, string>) {
    this.virtual = new Map(virtual);
  }

  has(path: string): boolean {
    return this.virtual.has(path);
  }

  set(path: string, text: string): void {
    this.virtual.set(path, text);
  }

  paths(): string[] {
    return [...this.virtual.keys()];
  }

  /** The text of a virtual file; undefined for one on disk, which is remembered. */
  read(path: string): string | undefined {
    const text = this.virtual.get(path);
    if (text === undefined && isLocal(path)) this.local.set(path, stamp(path));
    return text;
  }

  /** The text of a file wherever it is. */
  text(path: string): string | undefined {
    try {
      return this.read(path) ?? readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  }

  /** Local files on disk that were edited since the compiler read them. */
  edited(): string[] {
    const found = [...this.local].filter(([path, before]) => stamp(path) !== before);
    for (const [path] of found) this.local.set(path, stamp(path));
    return found.map(([path]) => path);
  }
}

function isLocal(path: string): boolean {
  return (
    /\.([cm]?tsx?|json)$/.test(path) &&
    !path.includes("/node_modules/") &&
    !/\/lib\.[^/]*\.d\.ts$/.test(path)
  );
}

function stamp(path: string): string {
  try {
    const { mtimeMs, size } = statSync(path);
    return `${mtimeMs}/${size}`;
  } catch {
    return "";
  }
}
