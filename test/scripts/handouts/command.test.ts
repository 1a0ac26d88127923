// npm run handouts, from notebooks to pages.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../../scripts/project.ts";
import { code, markdown, notebook, temporaryFolder, writeTree } from "../../notebookFixtures.ts";

const minute = 60_000;

describe("npm run handouts", { timeout: 2 * minute }, () => {
  let folder: string;

  beforeAll(() => {
    folder = writeTree(temporaryFolder(), {
      "notebooks/one/01-start.ipynb": page("Start", "You begin."),
      "notebooks/one/02-middle.ipynb": page("Middle", "Before this: [01](01-start.ipynb)."),
      "notebooks/one/03-end.ipynb": page("End", "You `stop`."),
      "notebooks/two/01-other.ipynb": page("Other", "You look elsewhere."),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const page = (title: string, teaches: string) =>
    notebook(markdown(`# ${title}\n\n${teaches}`), code(`console.log("${title} ran")`));

  function make(...args: string[]): { status: number | null; told: string[]; problem: string } {
    const where = [`--output-dir=${join(folder, "pages")}`, `--executed=${join(folder, "kept")}`];
    const script = join(root, "scripts", "handouts.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [script, ...where, ...args, join(folder, "notebooks")],
      { cwd: root, encoding: "utf8" },
    );
    return { status, told: stdout.split("\n"), problem: stderr.trim() };
  }
  const read = (name: string): string => readFileSync(join(folder, "pages", name), "utf8");
  const linksOf = (name: string): string[] =>
    [...read(name).matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
  const executed = (told: string[]): string[] =>
    told.flatMap((line) => /^ok +\S*notebooks\/(\S+)\.ipynb:/.exec(line)?.[1] ?? []).sort();
  const converted = (told: string[]): string[] =>
    told.flatMap(
      (line) => /^ok +\S*pages\/(\S+\.html): [\d.]+ MB.*, [\d.]+ s$/.exec(line)?.[1] ?? [],
    );

  test("executes every notebook and makes a page of each, and an index", () => {
    const { status, told, problem } = make("--jobs=2");
    expect({ status, problem }).toEqual({ status: 0, problem: "" });
    const names = ["one/01-start", "one/02-middle", "one/03-end", "two/01-other"];
    expect(executed(told)).toEqual(names);
    expect(converted(told).sort()).toEqual(["index.html", ...names.map((name) => `${name}.html`)]);
    expect(read("one/03-end.html")).toContain("End ran");
    const page = read("index.html");
    expect(page.match(/<h2.*?<\/h2>/gs)?.map((h) => h.replace(/<[^>]*>/g, ""))).toEqual([
      "One¶",
      "Two¶",
    ]);
    expect(page).toContain("You look elsewhere.");
  });

  test("links each page to the one before and after in its lecture, and to the index", () => {
    const steps = (name: string): string[] =>
      [...new Set(linksOf(name))].filter((href) => href.endsWith(".html"));
    expect(steps("one/01-start.html")).toEqual(["../index.html", "02-middle.html"]);
    expect(steps("one/02-middle.html")).toEqual(["01-start.html", "../index.html", "03-end.html"]);
    expect(steps("two/01-other.html")).toEqual(["../index.html"]);
    expect(steps("index.html")).toContain("one/01-start.html");
  });

  test("executes only what changed since", () => {
    writeTree(folder, { "notebooks/one/03-end.ipynb": page("End", "You stop, or not.") });
    const { status, told } = make();
    expect(status).toBe(0);
    expect(told[0]).toBe("3 unchanged");
    expect(executed(told)).toEqual(["one/03-end"]);
    expect(read("index.html")).toContain("You stop, or not.");
  });

  test("with --site leaves nothing of an earlier one, and only relative links", () => {
    writeFileSync(join(folder, "pages", "old.html"), "");
    expect(make("--site").status).toBe(0);
    const files = readdirSync(join(folder, "pages"), { recursive: true, encoding: "utf8" });
    expect(files).not.toContain("old.html");
    expect(files).toContain(".nojekyll");
    const pages = files.filter((name) => name.endsWith(".html"));
    expect(pages).toHaveLength(5);
    for (const name of pages) {
      expect(linksOf(name).filter((href) => /^(\/|\w+:)/.test(href))).toEqual([]);
    }
  });

  test("with --site removes nothing but pages", () => {
    const notes = join(folder, "pages", "notes.txt");
    writeFileSync(notes, "mine");
    expect(make("--site")).toMatchObject({
      status: 1,
      problem: `handouts: --site would remove ${notes}: choose another --output-dir`,
    });
    rmSync(notes);
  });

  test("stops at a notebook at fault, whose page is gone, and names notebook, cell and message", () => {
    const faulty = notebook(markdown("# Middle"), markdown("$\\frac{1}{$"));
    writeTree(folder, { "notebooks/one/02-middle.ipynb": faulty });
    const { status, told, problem } = make();
    expect(status).toBe(1);
    expect(problem).toMatch(
      /^handouts: 02-middle\.ipynb, cell 2: KaTeX parse error: .*\\frac\{1\}\{$/,
    );
    expect(existsSync(join(folder, "pages", "one/02-middle.html"))).toBe(false);
    expect(converted(told)).toContain("one/03-end.html");
  });

  test("stops at a cell that throws", () => {
    const faulty = notebook(markdown("# Middle"), code("throw new Error('too far')"));
    writeTree(folder, { "notebooks/one/02-middle.ipynb": faulty });
    const { status, told, problem } = make();
    expect({ status, problem }).toEqual({
      status: 1,
      problem: "handouts: not every notebook ran: see above",
    });
    expect(told.join("\n")).toContain("too far");
  });

  test.each([
    ["--jobs=0", 'handouts: --jobs takes a whole number above 0, not "0"'],
    ["--jobs=two", 'handouts: --jobs takes a whole number above 0, not "two"'],
    ["missing.ipynb", `handouts: no such file or folder: ${join(root, "missing.ipynb")}`],
  ])("refuses %s", (arg, sentence) => {
    expect(make(arg)).toMatchObject({ status: 1, problem: sentence });
  });
});
