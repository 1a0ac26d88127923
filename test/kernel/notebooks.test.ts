import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  type Cell,
  findNotebooks,
  firstLine,
  isRunnable,
  readNotebook,
  textOf,
} from "../../scripts/notebook.ts";
import { notebooks } from "../../scripts/project.ts";
import { type Answer, Client } from "./client.ts";

// Notebooks open with stock tslab too: what they print and show must not depend on the kernel.

const project = fileURLToPath(new URL("../..", import.meta.url));
const tslab = [join(project, "node_modules/.bin/node"), join(project, "node_modules/.bin/tslab")];
const stock = [...tslab, "kernel", "--config-path", "{connection_file}"];

/** What a cell printed and showed; tslab prints a last value where we send a result. */
function shown({ stdout, result, outputs }: Answer): unknown {
  const displays = outputs
    .filter(({ type }) => type === "display_data" || type === "update_display_data")
    .map(({ content }) => content.data);
  return { text: stdout + (result === undefined ? "" : `${result}\n`), displays };
}

/** Cells that fail on purpose: tslab reports no error, and drops the cells that follow at once. */
function fails(cell: Cell): boolean {
  return cell.metadata.tags?.includes("raises-exception") ?? false;
}

test.each(findNotebooks([notebooks]).map((path) => [path.slice(project.length), path]))(
  "%s prints and shows the same in both kernels",
  async (_, path) => {
    const folder = dirname(path);
    const [ours, theirs] = await Promise.all([
      Client.start({ folder }),
      Client.start({ folder, argv: stock }),
    ]);
    for (const cell of readNotebook(path).cells.filter(isRunnable)) {
      const code = textOf(cell.source);
      const mine = await ours.execute(code);
      if (fails(cell)) {
        expect(mine.error, firstLine(cell)).toBeDefined();
        continue;
      }
      expect(mine.error?.traceback, firstLine(cell)).toBeUndefined();
      expect(shown(mine), firstLine(cell)).toEqual(shown(await theirs.execute(code)));
    }
    await Promise.all([ours.stop(), theirs.stop()]);
  },
  120_000,
);
