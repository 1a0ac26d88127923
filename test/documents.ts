import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts/project.ts";

/** Folders whose Markdown is made by others, or made again. */
const foreign = new Set(["node_modules", "build", "dist"]);

/** Every Markdown file that the project wrote, by its path from the root. */
export const documents: string[] = markdownBelow("");

function markdownBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.name.endsWith(".md") ? [path] : [];
    return foreign.has(entry.name) || entry.name.startsWith(".") ? [] : markdownBelow(path);
  });
}

function textOf(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

/** Shell blocks and code spans that start with npm. */
export function commandsOf(document: string): string[] {
  const blocks = [...textOf(document).matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = ""]) =>
    block.trim().split("\n"),
  );
  const spans = [...textOf(document).matchAll(/`(npm [^`\n]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans];
}

/** Where a document's links go, without what comes after #; code has none. */
export function linksOf(document: string): string[] {
  const prose = textOf(document)
    .replace(/^```.*?^```/gms, "")
    .replace(/`[^`]*`/g, "code");
  return [...prose.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = ""]) => link);
}
