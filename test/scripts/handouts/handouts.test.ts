import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { digest, isFresh, keyOf, remember } from "../../../scripts/handouts/cache.ts";
import { indexNotebook } from "../../../scripts/handouts/index.ts";
import type { Cell } from "../../../scripts/notebook.ts";
import { venv } from "../../../scripts/project.ts";
import { display, figure, hostile, ran, spec, stream } from "../../handoutFixtures.ts";
import { markdown, notebook, temporaryFolder, writeTree } from "../../notebookFixtures.ts";

const minute = 60_000;
let folder: string;

beforeAll(() => {
  folder = temporaryFolder();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `jupyter nbconvert --to handout` makes of the cells, and what it says. */
function convert(
  name: string,
  cells: Cell[],
): { status: number | null; said: string; html: string } {
  const path = join(folder, `${name}.ipynb`);
  writeFileSync(path, JSON.stringify(notebook(...cells)));
  const { status, stderr } = spawnSync(
    join(venv(), "bin", "jupyter"),
    ["nbconvert", "--to", "handout", path],
    { encoding: "utf8" },
  );
  const html = status === 0 ? readFileSync(join(folder, `${name}.html`), "utf8") : "";
  const [, said = stderr] = /^lecture_handout\.HandoutError: ([\s\S]*)$/m.exec(stderr) ?? [];
  return { status, said: said.trim(), html };
}

describe("a handout", () => {
  let html: string;
  const main = (): string => html.slice(html.indexOf("<main"), html.indexOf("</main>"));

  beforeAll(() => {
    const folded = { tags: ["solution"], jupyter: { source_hidden: true, outputs_hidden: true } };
    const made = convert("good", [
      markdown(
        [
          "# Title with $x_1$",
          "Read [the other](02-other.ipynb#Part) or [this](https://example.org).",
          "## A part",
          "$$\\begin{aligned} a &= b < c \\end{aligned}$$",
          "## A part",
          "| a | b |\n|---|---|\n| 1 | 2 |",
        ].join("\n\n"),
      ),
      ran([figure(), stream("1 < 2 & 3\n")], "const a: number = 1; // <b>"),
      ran([stream("hidden\n")], "solve();", folded),
      ran([stream("seen\n")], "draw();", { tags: ["hide-input"] }),
    ]);
    expect(made.said).not.toContain("Error");
    html = made.html;
  }, minute);

  test("renders formulas with MathML, and keeps none as TeX between dollars", () => {
    expect(main().match(/<math /g)).toHaveLength(2);
    expect(main()).not.toContain("$$");
  });

  test("has headings with links, and a table of contents of them", () => {
    expect(main()).toContain('<h2 id="A-part">A part<a class="anchor" href="#A-part"');
    expect(main()).toContain('<h2 id="A-part-2">');
    expect(html).toContain('<li class="level-2"><a href="#A-part-2">A part</a></li>');
  });

  test("links to the handout of a notebook", () => {
    expect(main()).toContain('<a href="02-other.html#Part">the other</a>');
  });

  test("colours code, and escapes it", () => {
    expect(main()).toContain('<span class="kd">const</span>');
    expect(main()).toContain('<span class="c1">// &lt;b&gt;</span>');
    expect(main()).toContain("1 &lt; 2 &amp; 3");
  });

  test("shows a described picture with the specification beside it", () => {
    expect(main()).toMatch(/<svg role="img" aria-label="One dot at \(1, 2\)\."/);
    const data = /<script type="application\/json">(.*?)<\/script>/.exec(main())?.[1];
    expect(JSON.parse(data ?? "")).toEqual(spec);
  });

  test("folds solutions with what they print, and of hidden input only the code", () => {
    const [solution, hidden] = main().match(/<details>.*?<\/details>/gs) ?? [];
    expect(solution).toContain("<summary>Solution</summary>");
    expect(solution).toContain("hidden");
    expect(hidden).toContain("<summary>Code</summary>");
    expect(hidden).not.toContain("seen");
  });

  test("lets in two scripts, by digest, and no address", () => {
    const [policy = ""] = /Content-Security-Policy" content="[^"]*"/.exec(html) ?? [];
    expect(policy).toMatch(/script-src 'sha256-[^' ]+' 'sha256-[^' ]+';/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/http|unsafe-eval|script-src[^;]*unsafe/);
  });
});

/** A figure with the picture that its cell has shown. */
const shown = (svg: string): Cell =>
  ran([
    display({
      "application/vnd.vegalite.v5+json": spec,
      "image/svg+xml": svg,
      "text/plain": "a dot",
    }),
  ]);

const open =
  '<svg role="img" aria-label="As shown" xmlns="http://www.w3.org/2000/svg" class="marks">';

describe("the picture that a cell has shown", () => {
  test("is the handout's, with ids of its own and coordinates to a hundredth", () => {
    const dot = '<path d="M1.23456,2" clip-path="url(#clip0)"/></svg>';
    const picture = `${open}<defs><clipPath id="clip0"><rect x="0" y="0" width="9" height="9"/></clipPath></defs>${dot}`;
    const { html } = convert("shown", [markdown("# Shown"), shown(picture), shown(picture)]);
    for (const index of [0, 1]) {
      const drawn = picture.replaceAll("clip0", `figure${index}-clip0`).replace("1.23456", "1.23");
      expect(html).toContain(`<div class="still">${drawn}</div>`);
    }
  });

  test("is drawn anew where it holds what no figure does", () => {
    const hostilePictures = [
      "<script>alert(1)</script>",
      '<g onclick="alert(1)"></g>',
      '<a xlink:href="javascript:alert(1)"><text>a</text></a>',
      '<image xlink:href="https://example.org/a.png"/>',
      '<g style="position:fixed"></g>',
      '<rect fill="url(https://example.org/a)"/>',
      "<scr<g></g>ipt>alert(1)</script>",
      "<foreignObject><iframe></iframe></foreignObject>",
    ];
    const { html } = convert("evil", [
      markdown("# Evil"),
      ...hostilePictures.map((part) => shown(`${open}${part}</svg>`)),
    ]);
    expect(html).not.toContain("As shown");
    expect(html.match(/<svg role="img" aria-label="One dot at \(1, 2\)\."/g)).toHaveLength(
      hostilePictures.length,
    );
  });
});

describe("what a notebook holds cannot break out of its place", () => {
  let html: string;
  const main = (): string => html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const { evil } = hostile;

  beforeAll(() => {
    const made = convert("hostile", hostile.cells);
    expect(made.said).not.toContain("Error");
    html = made.html;
  }, minute);

  test("</script> ends no script, in a specification, printed, in code or in HTML", () => {
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts).toEqual([
      '<script type="application/json">',
      '<script type="text/plain" id="library">',
      "<script>",
    ]);
    expect(html.match(/<\/script>/g)).toHaveLength(scripts.length);
    const data = /<script type="application\/json">(.*?)<\/script>/.exec(html)?.[1];
    const { title, usermeta } = JSON.parse(data ?? "");
    expect(title).toBe(evil);
    expect(usermeta).toBeUndefined();
    expect(main()).toContain("printed &lt;/script&gt;");
  });

  test("no element keeps an event handler, a style of its own or a javascript: address", () => {
    const tags = main().match(/<[a-z][^>]*>/gi) ?? [];
    const quiet = tags.map((tag) => tag.replace(/(aria-label|alt)="[^"]*"/g, ""));
    expect(quiet.filter((tag) => /\son\w+\s*=|javascript:|position:fixed/i.test(tag))).toEqual([]);
    expect(quiet.filter((tag) => /href="(?!#|https?:|\w+\.html)/.test(tag))).toEqual([]);
    expect(quiet.filter((tag) => /src="(?!data:image)/.test(tag))).toEqual([]);
    expect(main()).not.toMatch(/<(iframe|form|input|object|embed|base|meta|link|style)\b/i);
    expect(main()).toContain("<b>bold</b>");
  });

  test("an SVG is an image, in which nothing runs", () => {
    expect(main()).toMatch(
      /<img alt="an image&quot; onload=&quot;alert\(7\)" src="data:image\/svg/,
    );
  });
});

describe("the build stops", () => {
  const said = (cells: Cell[]): string => {
    const { status, said } = convert("bad", [markdown("# Title"), ...cells]);
    expect(status).toBe(1);
    return said;
  };

  test(
    "at a formula, a figure and descriptions at fault, and names cell and message of each",
    () => {
      expect(
        said([
          markdown("A formula, $\\frac{1}{$."),
          ran([figure({ mark: "pointy" })]),
          ran([figure({ description: " " })]),
          ran([display({ "image/png": "iVBORw0KGgo=" })]),
          markdown("![](attachment:dot.png) ![a dot](https://example.org/dot.png)"),
          ran([figure({ data: { url: "https://example.org/points.csv" } })]),
          ran([display({ "application/vnd.vegalite.v5+json": JSON.stringify(spec) })]),
        ]),
      ).toMatchInlineSnapshot(`
        "bad.ipynb, cell 2: KaTeX parse error: Unexpected end of input in a macro argument, expected '}' at end of input: \\frac{1}{
        bad.ipynb, cell 3: show: the figure does not compile cleanly: Cannot read properties of undefined (reading 'filled')
        bad.ipynb, cell 4: the figure has no description; say in words what it shows
        bad.ipynb, cell 5: the image has no description; say in words what it shows
        bad.ipynb, cell 6: the image attachment:dot.png has no description
        bad.ipynb, cell 6: the image attachment:dot.png is not in the notebook; attach it to the cell
        bad.ipynb, cell 6: the image https://example.org/dot.png is not in the notebook; attach it to the cell
        bad.ipynb, cell 7: the figure loads https://example.org/points.csv; put what it shows into it
        bad.ipynb, cell 8: the figure is no Vega-Lite specification but a text"
      `);
    },
    minute,
  );

  test(
    "at a handout too heavy to send, and names the heaviest figures",
    () => {
      const values = Array.from({ length: 9_000 }, (_, i) => ({ x: i, y: Math.sin(i ** 2) }));
      expect(said([ran([figure()]), ran([figure({ data: { values } })])])).toMatch(
        /^bad\.ipynb: the handout weighs [2-9]\.\d\d MB, \d+ KB gzipped, of 1\.8 MB and 600 KB; give its figures fewer points or fewer digits, or part the notebook\. The heaviest: cell 3 with \d{4} KB, cell 2 with \d+ KB$/,
      );
    },
    minute,
  );
});

describe("the cache of executed notebooks", () => {
  test("holds as long as key and copy are what they were", () => {
    const executed = join(folder, "executed.ipynb");
    const key = digest("notebook", "library");
    writeFileSync(executed, "outputs");
    expect(isFresh(executed, key)).toBe(false);
    remember(executed, key);
    expect(isFresh(executed, key)).toBe(true);
    expect(isFresh(executed, digest("notebook", "another library"))).toBe(false);
    writeFileSync(executed, "other outputs");
    expect(isFresh(executed, key)).toBe(false);
  });

  const library = "kernel-lib/dist/index.js";
  const ours = "kernel-lib/kernel/dist/main.js";
  const kernel = ".venv/share/jupyter/kernels/tslab/kernel.json";
  const lock = "package-lock.json";
  const files = {
    "a.ipynb": "cells",
    [library]: "code",
    [ours]: "code",
    [kernel]: "{}",
    [lock]: "{}",
  };
  const keyWith = (changes: Record<string, string>): string => {
    const tree = writeTree(join(folder, "cache"), { ...files, ...changes });
    return keyOf(join(tree, "a.ipynb"), tree);
  };

  test("is keyed by notebook, library, kernel, its specification and what the lock file pins", () => {
    expect(keyWith({})).toBe(keyWith({}));
    for (const path of Object.keys(files)) {
      expect(keyWith({ [path]: "changed" }), path).not.toBe(keyWith({}));
    }
  });
});

test("the index tells by lecture what each notebook teaches, with links from where it stands", () => {
  const source = "# A topic\n\nYou learn $x$. Before this: [06](06-other.ipynb).";
  const beyond =
    "# A start\n\nFrom [there](../cornell/07-topic.ipynb), as [noted](../notation.md#one-unit), " +
    "by [them](https://example.org/a).";
  const tree = writeTree(folder, {
    "guests/01-visit.ipynb": notebook(markdown("# A visit\n\nYou meet.")),
    "sdsu/01-start.ipynb": notebook(markdown(beyond)),
    "cornell/07-topic.ipynb": notebook(markdown(source)),
  });
  const entries = ["guests/01-visit", "sdsu/01-start", "cornell/07-topic"].map((name) => {
    return { lecture: dirname(name), path: join(tree, `${name}.ipynb`) };
  });
  const titles = { cornell: "Networks (Cornell)", nyu: "To come", sdsu: "Networks (San Diego)" };
  expect(indexNotebook(entries, titles).cells.map((cell) => cell.source)).toEqual([
    "# Lectures that run: handouts",
    "## Networks (Cornell)\n\n### [A topic](cornell/07-topic.html)\n\n" +
      "You learn $x$. Before this: [06](cornell/06-other.ipynb).",
    "## Networks (San Diego)\n\n### [A start](sdsu/01-start.html)\n\n" +
      "From [there](cornell/07-topic.ipynb), as [noted](notation.md#one-unit), " +
      "by [them](https://example.org/a).",
    "## Guests\n\n### [A visit](guests/01-visit.html)\n\nYou meet.",
  ]);
});
