import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { report } from "../scripts/items.ts";
import { root } from "../scripts/project.ts";
import { documents, linksOf } from "./documents.ts";

describe("the documents", () => {
  test("are all found", () => {
    expect(documents).toEqual(
      expect.arrayContaining([
        "README.md",
        "CONTRIBUTING.md",
        "docs/kernel.md",
        "docs/structure.md",
        "kernel-lib/README.md",
        "notebooks/notation.md",
      ]),
    );
  });

  test("link only to files that are there", () => {
    const links = documents.flatMap((document) =>
      linksOf(document)
        .filter((link) => !/^(https?|mailto):/.test(link))
        .map((link) => ({ document, link })),
    );
    expect(links.length).toBeGreaterThan(10);
    const dead = links.filter(
      ({ document, link }) => !existsSync(join(root, document, "..", link)),
    );
    expect(dead).toEqual([]);
  });

  test("the README counts the items that run as they are", () => {
    const counts = Object.values(report().coverage);
    const rows = counts.map(({ covered, total }) => `| ${covered} of ${total} |`);
    expect(rows).toHaveLength(5);
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(readme.match(/\| \d+ of \d+ \|/g)).toEqual(rows);
  });
});
