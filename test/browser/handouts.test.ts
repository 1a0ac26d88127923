import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.ts";
import { launchChromium, withoutBrowser } from "./chromium.ts";

const minute = 60_000;
// Of its own: others make handouts at the same time.
const folder = join(root, "build", "handouts-test");
const screenshots = join(root, "build", "screenshots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Seen = { page: Page; requests: string[]; complaints: string[] };

/** Every handout, and the index, as `npm run handouts` leaves them. */
function handouts(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .sort();
}

describe.skipIf(withoutBrowser())(
  "a handout, opened from disk without a network",
  { timeout: minute },
  () => {
    let browser: Browser;

    beforeAll(async () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(screenshots, { recursive: true });
      const made = spawnSync(
        process.execPath,
        [join(root, "scripts", "handouts.ts"), `--output-dir=${folder}`],
        {
          cwd: root,
          encoding: "utf8",
        },
      );
      if (made.status !== 0) throw new Error(`${made.stdout}${made.stderr}`);
      browser = await launchChromium();
    }, 10 * minute);

    afterAll(() => browser?.close());

    /** A page of its own, offline, that writes down what it asks for and complains about. */
    async function open(name: string, options: BrowserContextOptions = {}): Promise<Seen> {
      const context = await browser.newContext({ offline: true, ...options });
      const page = await context.newPage();
      const seen: Seen = { page, requests: [], complaints: [] };
      const url = pathToFileURL(join(folder, name)).href;
      page.on("request", (request) => {
        if (request.url() !== url && !request.url().startsWith("data:")) {
          seen.requests.push(request.url());
        }
      });
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text());
      });
      page.on("pageerror", (error) => seen.complaints.push(error.message));
      await page.goto(url);
      return seen;
    }

    /** Brings every figure into view and waits until it lives. */
    async function scrollThrough(page: Page): Promise<number> {
      const figures = page.locator("figure.figure");
      const count = await figures.count();
      for (let i = 0; i < count; i += 1) {
        await page.evaluate(
          `document.querySelectorAll("figure.figure")[${i}].scrollIntoView({ block: "center" })`,
        );
        await page.locator("figure.figure.awake").nth(i).waitFor({ state: "attached" });
      }
      return count;
    }

    const violations = async (page: Page, rules: string[]): Promise<string[]> => {
      // The page's own policy would refuse a script tag; the debugger's door is open.
      await page.evaluate(axe);
      return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
        id + " at " + target + ": " + failureSummary)))`);
    };

    const visibleStills = `[...document.querySelectorAll("figure.figure .still svg")]
    .filter((svg) => svg.getBoundingClientRect().width > 100).length`;

    test(
      "asks for nothing, complains of nothing, and every figure lives",
      async () => {
        expect(handouts().length).toBeGreaterThan(1);
        let total = 0;
        for (const name of handouts()) {
          const { page, requests, complaints } = await open(name);
          const count = await scrollThrough(page);
          expect(await page.locator("figure.awake .live svg.marks").count(), name).toBe(count);
          expect({ name, requests, complaints }).toEqual({ name, requests: [], complaints: [] });
          total += count;
          await page.context().close();
        }
        expect(total).toBeGreaterThan(0);
      },
      5 * minute,
    );

    test(
      "shows every formula, with MathML, and no TeX is left over",
      async () => {
        for (const name of handouts()) {
          const { page } = await open(name);
          const [formulas, withMathML, errors, text] = await page.evaluate<
            [number, number, number, string]
          >(`[
          document.querySelectorAll("main .katex").length,
          document.querySelectorAll("main .katex math").length,
          document.querySelectorAll(".katex-error, merror").length,
          (() => {
            const copy = document.querySelector("main").cloneNode(true);
            for (const part of copy.querySelectorAll(".katex, pre, code, figure")) part.remove();
            return copy.textContent;
          })(),
        ]`);
          expect({ name, withMathML, errors }).toEqual({ name, withMathML: formulas, errors: 0 });
          expect(text, name).not.toMatch(/\$|\\[a-z]{2,}|@[0-9a-f]{16}-/);
          await page.context().close();
        }
      },
      2 * minute,
    );

    test(
      "does not scroll sideways on a phone, nor at 200 % zoom",
      async () => {
        for (const name of handouts()) {
          const { page } = await open(name, { viewport: { width: 390, height: 844 } });
          await scrollThrough(page);
          for (const width of [390, 640]) {
            await page.setViewportSize({ width, height: 844 });
            const found = await page.evaluate("document.documentElement.scrollWidth");
            expect({ name, width: found }).toEqual({ name, width });
          }
          await page.context().close();
        }
      },
      5 * minute,
    );

    test(
      "shows every figure, described, without JavaScript",
      async () => {
        for (const name of handouts()) {
          const { page } = await open(name, { javaScriptEnabled: false });
          const figures = page.locator("figure.figure");
          const count = await figures.count();
          for (let i = 0; i < count; i += 1) {
            const still = figures.nth(i).locator('.still svg[role="img"]');
            expect((await still.boundingBox())?.width, `${name}, figure ${i}`).toBeGreaterThan(100);
            expect(await still.getAttribute("aria-label")).toMatch(/\w{3}/);
          }
          await page.context().close();
        }
      },
      2 * minute,
    );

    test(
      "has nothing that axe-core objects to, in light and in dark",
      async () => {
        for (const name of handouts()) {
          const { page } = await open(name);
          await scrollThrough(page);
          expect({ name, found: await violations(page, wcag) }).toEqual({ name, found: [] });
          await page.emulateMedia({ colorScheme: "dark" });
          const dark = await violations(page, ["color-contrast"]);
          expect({ name, dark }).toEqual({ name, dark: [] });
          await page.evaluate("document.querySelector('h1').innerHTML = '<img>'");
          expect(await violations(page, ["image-alt"]), name).toHaveLength(1);
          await page.context().close();
        }
      },
      10 * minute,
    );

    test("weighs at most 1.8 MB, and 600 KB gzipped", () => {
      for (const name of handouts()) {
        const path = join(folder, name);
        expect(statSync(path).size, name).toBeLessThanOrEqual(1.8e6);
        expect(gzipSync(readFileSync(path), { level: 9 }).length, name).toBeLessThanOrEqual(600e3);
      }
    });

    test("links only to handouts that are there", async () => {
      for (const name of handouts()) {
        const { page } = await open(name);
        const links = await page.evaluate<string[]>(
          `[...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))`,
        );
        for (const link of links.filter((href) => !/^(https?|mailto):/.test(href))) {
          const [path = "", anchor] = link.split("#");
          const target = path === "" ? name : join(name, "..", path);
          expect(handouts(), `${name}: ${link}`).toContain(target);
          if (anchor !== undefined && path === "") {
            const id = JSON.stringify(decodeURIComponent(anchor));
            expect(await page.evaluate(`document.getElementById(${id}) !== null`), link).toBe(true);
          }
        }
        await page.context().close();
      }
    });

    test("opens solutions and copies code from the keyboard", async () => {
      const { page } = await open("cornell/05-backprop-by-hand.html");
      const solution = page.locator("details", { hasText: "Solution" }).first();
      expect(await solution.getAttribute("open")).toBeNull();
      await solution.locator("summary").focus();
      await page.keyboard.press("Enter");
      expect(await solution.getAttribute("open")).not.toBeNull();
      const copy = page.locator("button.copy").first();
      await copy.focus();
      await page.keyboard.press("Enter");
      await expect.poll(() => copy.textContent()).toBe("Copied");
      await page.context().close();
    });

    test("prints on A4: pictures instead of live figures, folds open, nothing cut off", async () => {
      const { page } = await open("cornell/05-backprop-by-hand.html");
      const count = await scrollThrough(page);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(5);
      expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(visibleStills)).toBe(count);
      expect(await page.locator(".live").first().isVisible()).toBe(false);
      await page.setViewportSize({ width: 672, height: 1000 }); // A4 less its margins
      const cut = await page.evaluate(`[...document.querySelectorAll("main pre, main .scroll")]
        .filter((box) => box.scrollWidth > box.clientWidth + 1).length`);
      expect(cut).toBe(0);
      await page.context().close();
    });

    test("follows the reader's light or dark setting, figures included", async () => {
      for (const [colorScheme, filter] of [
        ["light", "none"],
        ["dark", "invert(0.91) hue-rotate(180deg)"],
      ] as const) {
        const { page } = await open("cornell/05-backprop-by-hand.html", { colorScheme });
        await scrollThrough(page);
        const found = await page.evaluate(
          'getComputedStyle(document.querySelector(".live .view")).filter',
        );
        expect(found).toBe(filter);
        await page.screenshot({ path: join(screenshots, `handout-${colorScheme}.png`) });
        await page.context().close();
      }
    });
  },
);
