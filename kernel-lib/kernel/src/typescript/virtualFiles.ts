import type { Host } from "./host.js";

/** What the compiler reads: the kernel's virtual files first, the disk for the rest. */
export class Files {
  readonly #host: Host;
  readonly #virtual: Map<string, string>;
  /** Stamps of local files on disk, as they were when the compiler read them. */
  readonly #local = new Map<string, string>();

  constructor(host: Host, virtual: ReadonlyMap<string, string>) {
    this.#host = host;
    this.#virtual = new Map(virtual);
  }

  has(path: string): boolean {
    return this.#virtual.has(path);
  }

  set(path: string, text: string): void {
    this.#virtual.set(path, text);
  }

  paths(): string[] {
    return [...this.#virtual.keys()];
  }

  /** The text of a virtual file; undefined for one on disk, which is remembered. */
  read(path: string): string | undefined {
    const text = this.#virtual.get(path);
    if (text === undefined && isLocal(path)) this.#local.set(path, this.#host.stamp(path));
    return text;
  }

  /** The text of a file wherever it is. */
  text(path: string): string | undefined {
    return this.read(path) ?? this.#host.readFile(path);
  }

  /** Whether there is such a file, virtual or on disk. */
  exists(path: string): boolean {
    return this.#virtual.has(path) || this.#host.exists(path);
  }

  /** Local files on disk that were edited since the compiler read them. */
  edited(): string[] {
    const found = [...this.#local].filter(([path, before]) => this.#host.stamp(path) !== before);
    for (const [path] of found) this.#local.set(path, this.#host.stamp(path));
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
