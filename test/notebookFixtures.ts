import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Cell, CellMetadata, Notebook } from "../scripts/notebook.ts";
import { root } from "../scripts/project.ts";

/** A fresh folder below build/, where cells can import kernel-lib as the project's own do. */
export function temporaryFolder(): string {
  mkdirSync(join(root, "build"), { recursive: true });
  return mkdtempSync(join(root, "build", "test-"));
}

export function code(source: string, metadata: CellMetadata = {}): Cell {
  return { cell_type: "code", metadata, source, outputs: [], execution_count: null };
}

export function markdown(source: string, metadata: CellMetadata = {}): Cell {
  return { cell_type: "markdown", metadata, source };
}

export function notebook(...cells: Cell[]): Notebook {
  return {
    cells: cells.map((cell, index) => ({ ...cell, id: `cell-${index}` })),
    metadata: {
      kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Writes files, given by path and content (JSON unless it is text), and returns the folder. */
export function writeTree(folder: string, files: Record<string, unknown>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
