// Handouts on paper, through the command that prints them.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, withoutBrowser } from "../../scripts/chromium.ts";
import { printAll } from "../../scripts/handouts/pdf.ts";
import { root, venv } from "../../scripts/project.ts";
import { figure, handoutOf, ran, stream } from "../handoutFixtures.ts";
import { markdown, temporaryFolder } from "../notebookFixtures.ts";
import { open, scrollThrough } from "./handouts.ts";

const minute = 60_000;

type Printed = {
  pages: { width: number; height: number; text: string }[];
  bookmarks: number;
  tagged: boolean;
};

function read(pdf: string): Printed {
  const script = join(root, "test", "browser", "pdf_pages.py");
  const { status, stdout, stderr } = spawnSync(join(venv(), "bin", "python"), [script, pdf], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const heights = [300, 120, 420, 200, 380, 90, 260, 340, 410, 150, 230, 390];
const figures = heights.map((height, i) =>
  ran(
    [figure({ height, title: `figure number ${i}.` }), stream(`printed below ${i}.\n`)],
    `// code of ${i}.\n${"draw();\n".repeat(i % 7)}`,
  ),
);
const solution = { tags: ["solution"], jupyter: { source_hidden: true, outputs_hidden: true } };
const hidden = { tags: ["hide-input"] };
const words = Array.from({ length: 60 }, (_, i) => `word${i}`);
const cells = [
  markdown("# On paper\n\n## First\n\nText."),
  ran([stream(`${words.join("_")}\n`)], `const wide = "${words.join(" ")}";`, hidden),
  ...figures,
  markdown("## Second"),
  ran([stream("what it prints\n")], "solve(); // the solution", solution),
];

describe.skipIf(withoutBrowser())("a handout on paper", { timeout: minute }, () => {
  let folder: string;
  let browser: Browser;
  let handout: string;
  let printed: Printed;

  beforeAll(async () => {
    folder = temporaryFolder();
    handout = await handoutOf(folder, "paper", cells);
    const [pdf = ""] = await printAll([handout]);
    printed = read(pdf);
    browser = await launchChromium();
  }, minute);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pagesWith = (text: string): number[] =>
    printed.pages.flatMap((page, i) => (page.text.includes(text) ? [i] : []));

  test("has pages of A4, tags and bookmarks", () => {
    const { pages, bookmarks, tagged } = printed;
    expect(pages.length).toBeGreaterThan(5);
    for (const { width, height } of pages) {
      expect([Math.round(width), Math.round(height)]).toEqual([595, 842]);
    }
    expect(tagged).toBe(true);
    expect(bookmarks).toBeGreaterThan(0);
  });

  test("has each figure once, on the page of its cell", () => {
    for (const i of heights.keys()) {
      const [page, ...others] = pagesWith(`figure number ${i}.`);
      expect(others, `figure ${i}`).toEqual([]);
      expect(pagesWith(`// code of ${i}.`), `code ${i}`).toEqual([page]);
      expect(pagesWith(`printed below ${i}.`), `output ${i}`).toEqual([page]);
    }
  });

  test("has what is folded", () => {
    expect(pagesWith("the solution")).toHaveLength(1);
    expect(pagesWith("what it prints")).toHaveLength(1);
  });

  test("wraps long lines of code and of output", () => {
    const lines = printed.pages.flatMap(({ text }) => text.split("\n"));
    const all = lines.join("").replace(/\s/g, "");
    expect(all).toContain(`"${words.join("")}"`);
    expect(all).toContain(words.join("_"));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
  });

  test("shows pictures in place of live figures, and nothing that only a screen can use", async () => {
    const { page } = await open(browser, handout, { colorScheme: "dark" });
    await scrollThrough(page);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator("figure .still svg:visible").count()).toBe(heights.length);
    for (const gone of [".live", "button.copy", "header", ".anchor", ".skip"]) {
      expect(await page.locator(`${gone}:visible`).count(), gone).toBe(0);
    }
    const [filter, ground] = await page.evaluate<string[]>(`[
      getComputedStyle(document.querySelector(".still svg")).filter,
      getComputedStyle(document.body).backgroundColor,
    ]`);
    expect({ filter, ground }).toEqual({ filter: "none", ground: "rgb(255, 255, 255)" });
    await page.context().close();
  });

  test(
    "is what npm run handouts -- --pdf writes beside it",
    () => {
      const output = join(folder, "output");
      const args = ["run", "handouts", "--", "--pdf", `--output-dir=${output}`];
      const made = spawnSync("npm", [...args, "notebooks/cornell/06-linear-sigmoid-layer.ipynb"], {
        cwd: root,
        encoding: "utf8",
      });
      expect(made.status, made.stderr).toBe(0);
      const { pages } = read(join(output, "cornell", "06-linear-sigmoid-layer.pdf"));
      expect(pages[0]?.text).toContain("A layer as a class");
      expect(pages.some(({ text }) => text.includes("Solution 1."))).toBe(true);
    },
    3 * minute,
  );

  test("keeps its folds as they were on the screen", async () => {
    const { page } = await open(browser, handout);
    await page.pdf();
    const folds = page.locator("main details");
    expect(await folds.count()).toBe(2);
    expect(await page.locator("main details[open]").count()).toBe(0);
    expect(await folds.first().getByText("the solution").isVisible()).toBe(false);
    await page.context().close();
  });

  test("has every figure also where JavaScript is off", async () => {
    const { page } = await open(browser, handout, { javaScriptEnabled: false });
    const path = join(folder, "quiet.pdf");
    await page.pdf({ path, preferCSSPageSize: true });
    const text = read(path)
      .pages.map((one) => one.text)
      .join("\n");
    expect(text).toContain(`figure number ${heights.length - 1}.`);
    expect(text).toContain("the solution");
    await page.context().close();
  });
});
