/** The door to the notebook's machine: its files and packages, as the checker asks for them. */
export interface Host {
  /** The folder the kernel is installed in, where its own packages are found. */
  readonly installation: string;
  readFile(path: string): string | undefined;
  /** Whether there is a file or a folder. */
  exists(path: string): boolean;
  /** Changes whenever the file does; the same for all that do not exist. */
  stamp(path: string): string;
  /** The package.json of a package as code in this folder finds it. */
  manifest(name: string, folder: string): string | undefined;
}

// Paths have slashes, as the compiler has them on every platform.

export function join(folder: string, ...names: readonly string[]): string {
  return [folder.replace(/\/$/, ""), ...names].join("/");
}

export function dirname(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The folder and those it lies in, from the inside out. */
export function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder || !folder.includes("/") ? [folder] : [folder, ...ancestors(parent)];
}
