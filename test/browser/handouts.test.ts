// Every handout, each visited once; what one shows as well as all of them is in handout.test.ts.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { launchChromium, withoutBrowser } from "../../scripts/chromium.ts";
import { root } from "../../scripts/project.ts";
import { inPairs, open, scrollThrough, violations, wcag } from "./handouts.ts";

const minute = 60_000;
// Of its own: others make handouts at the same time.
const folder = join(root, "build", "handouts-test");

type Visit = {
  name: string;
  requests: string[];
  complaints: string[];
  figures: number;
  live: number;
  formulas: { shown: number; withMathML: number; errors: number; text: string };
  widths: [number, number][];
  objections: string[];
  links: string[];
  anchors: string[];
  stills: { width: number; label: string }[];
};

/** Every handout, and the index, as `npm run handouts` leaves them. */
function handouts(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .sort();
}

const formulas = `({
  shown: document.querySelectorAll("main .katex").length,
  withMathML: document.querySelectorAll("main .katex math").length,
  errors: document.querySelectorAll(".katex-error, merror").length,
  text: (() => {
    const copy = document.querySelector("main").cloneNode(true);
    for (const part of copy.querySelectorAll(".katex, pre, code, figure")) part.remove();
    return copy.textContent;
  })(),
})`;
const links = `[...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))`;
const anchors = `[...document.querySelectorAll("[id]")].map(({ id }) => id)`;
const stills = `[...document.querySelectorAll('figure.figure .still svg[role="img"]')].map((svg) =>
  ({ width: svg.getBoundingClientRect().width, label: svg.getAttribute("aria-label") }))`;

/** The page's width on a phone, and on 1280 pixels at 200 %, also in the widest of all fonts. */
async function widthsOf(page: Page): Promise<[number, number][]> {
  const widths: [number, number][] = [];
  for (const style of ["", "* { font-family: 'DejaVu Sans Mono' !important }"]) {
    if (style !== "") await page.addStyleTag({ content: style });
    for (const width of [640, 390]) {
      await page.setViewportSize({ width, height: 844 });
      widths.push([width, await page.evaluate("document.documentElement.scrollWidth")]);
    }
  }
  return widths;
}

async function visit(browser: Browser, name: string): Promise<Visit> {
  const path = join(folder, name);
  const { page, requests, complaints } = await open(browser, path);
  const figures = await scrollThrough(page);
  const seen = {
    name,
    requests,
    complaints,
    figures,
    live: await page.locator("figure.awake .live svg.marks").count(),
    formulas: await page.evaluate<Visit["formulas"]>(formulas),
    links: await page.evaluate<string[]>(links),
    anchors: await page.evaluate<string[]>(anchors),
    objections: await violations(page, wcag),
  };
  const widths = await widthsOf(page);
  await page.context().close();
  const quiet = await open(browser, path, { javaScriptEnabled: false });
  const pictures = await quiet.page.evaluate<Visit["stills"]>(stills);
  await quiet.page.context().close();
  return { ...seen, widths, stills: pictures };
}

describe.skipIf(withoutBrowser())("every handout, opened from disk without a network", () => {
  let visits: Visit[];

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    const script = join(root, "scripts", "handouts.ts");
    const made = spawnSync(process.execPath, [script, `--output-dir=${folder}`], {
      cwd: root,
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(`${made.stdout}${made.stderr}`);
    const browser = await launchChromium();
    try {
      visits = await inPairs(handouts(), async (name) => {
        return visit(browser, name).catch((error: Error) => {
          throw new Error(`${name}: ${error.message}`);
        });
      });
    } finally {
      await browser.close();
    }
  }, 15 * minute);

  /** Of each handout what `look` gives: all of it must be empty. */
  const allOf = (look: (visit: Visit) => readonly unknown[]): string[] =>
    visits.flatMap((one) => look(one).map((problem) => `${one.name}: ${problem}`));

  test("asks for nothing and complains of nothing", () => {
    expect(visits.length).toBeGreaterThan(1);
    expect(allOf(({ requests, complaints }) => [...requests, ...complaints])).toEqual([]);
  });

  test("has figures that all live", () => {
    expect(Math.max(...visits.map(({ figures }) => figures))).toBeGreaterThan(0);
    expect(visits.map(({ name, live }) => ({ name, live }))).toEqual(
      visits.map(({ name, figures }) => ({ name, live: figures })),
    );
  });

  test("shows every formula, with MathML, and no TeX is left over", () => {
    expect(Math.max(...visits.map(({ formulas }) => formulas.shown))).toBeGreaterThan(0);
    for (const { name, formulas } of visits) {
      const { shown, withMathML, errors, text } = formulas;
      expect({ name, withMathML, errors }).toEqual({ name, withMathML: shown, errors: 0 });
      expect(text, name).not.toMatch(/\$|\\[a-z]{2,}|@[0-9a-f]{16}-/);
    }
  });

  test("does not scroll sideways on a phone, nor at 200 % zoom, nor in a wide font", () => {
    expect(allOf(({ widths }) => widths.filter(([given, taken]) => taken > given))).toEqual([]);
  });

  test("shows every figure, described, without JavaScript", () => {
    for (const { name, figures, stills } of visits) {
      expect(stills.length, name).toBe(figures);
      for (const { width, label } of stills) {
        expect(width, `${name}: ${label}`).toBeGreaterThan(100);
        expect(label, name).toMatch(/\w{3}/);
      }
    }
  });

  test("has nothing that axe-core objects to", () => {
    expect(allOf(({ objections }) => objections)).toEqual([]);
  });

  test("weighs at most 1.8 MB, and 600 KB gzipped", () => {
    for (const { name } of visits) {
      const path = join(folder, name);
      expect(statSync(path).size, name).toBeLessThanOrEqual(1.8e6);
      expect(gzipSync(readFileSync(path), { level: 9 }).length, name).toBeLessThanOrEqual(600e3);
    }
  });

  test("links to nothing outside but on the web, and only to what is there", () => {
    const known = new Map(visits.map(({ name, anchors }) => [name, anchors]));
    const broken = allOf(({ name, links }) =>
      links.filter((link) => {
        if (/^(https?|mailto):/.test(link)) return false;
        const [path = "", anchor] = link.split("#");
        const there = known.get(path === "" ? name : join(dirname(name), path));
        if (there === undefined) return true;
        return anchor !== undefined && !there.includes(decodeURIComponent(anchor));
      }),
    );
    expect(broken).toEqual([]);
  });

  test("leads to the handouts before and after it, and to the index", () => {
    const own = handouts().filter((name) => name !== "index.html");
    for (const { name, links } of visits.filter(({ name }) => name !== "index.html")) {
      const lecture = own.filter((other) => dirname(other) === dirname(name));
      const at = lecture.indexOf(name);
      const expected = [lecture[at - 1], "index.html", lecture[at + 1]].flatMap((other) =>
        other === undefined ? [] : [other],
      );
      const found = links.map((link) => join(dirname(name), link));
      expect(found, name).toEqual(expect.arrayContaining(expected));
    }
    const index = visits.find(({ name }) => name === "index.html");
    expect(index?.links).toEqual(expect.arrayContaining(own));
  });
});
