// What one handout shows as well as all of them: keyboard, clipboard, colours, and hostile content.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { colour } from "../../kernel-lib/src/plot/figure/theme.ts";
import { launchChromium, withoutBrowser } from "../../scripts/chromium.ts";
import { root } from "../../scripts/project.ts";
import { figure, handoutOf, hostile, ran, stream } from "../handoutFixtures.ts";
import { markdown, temporaryFolder } from "../notebookFixtures.ts";
import { contrast, hueOf, pixelsOf, type RGB, rgbOf } from "./colours.ts";
import { open, scrollThrough, violations } from "./handouts.ts";

const minute = 60_000;
const screenshots = join(root, "build", "screenshots");
const palette = Object.values(colour);

/** A square a colour, 40 pixels wide. */
const squares = {
  width: 40 * palette.length,
  height: 40,
  data: { values: palette.map((fill, i) => ({ fill, x: 40 * i, x2: 40 * (i + 1) })) },
  mark: { type: "rect", tooltip: true },
  encoding: {
    x: { field: "x", type: "quantitative", axis: null, scale: { nice: false } },
    x2: { field: "x2" },
    fill: { field: "fill", scale: null },
  },
};

const dot = (fill: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${fill}"/></svg>`,
  )}`;
const pixels = ["#ff0000", "#0000ff", "#d98230", "#ffffff"];
const images = {
  ...squares,
  width: 40 * pixels.length,
  data: { values: pixels.map((fill, i) => ({ url: dot(fill), x: 40 * i + 20 })) },
  mark: { type: "image", width: 40, height: 40 },
  encoding: {
    x: {
      field: "x",
      type: "quantitative",
      axis: null,
      scale: { domain: [0, 40 * pixels.length], nice: false },
    },
    url: { field: "url", type: "nominal" },
  },
};

const controls = [
  { name: "k", value: 1, bind: { input: "range", min: 0, max: 3, step: 1 } },
  { name: "what", value: "a", bind: { input: "select", options: ["a", "b"] } },
];
const solution = { tags: ["solution"], jupyter: { source_hidden: true, outputs_hidden: true } };
const long = `const wide = "${"x".repeat(300)}";`;
const cells = [
  markdown("# Handout\n\nSee [the web](https://example.org).\n\n## First part"),
  ran([stream("printed\n")], 'const a: number = 1; // "quoted" & <tagged>\na + 1;'),
  ran([figure({ ...squares, description: "The palette.", params: controls })]),
  ran([figure({ ...images, description: "Four pixels." })], "pixels();", { tags: ["hide-input"] }),
  markdown(`## Second part\n\n${"A long way down.\n\n".repeat(60)}`),
  ran([stream("solved\n")], "solve();", solution),
  ran([figure({ description: "The last figure." })], long),
];

describe.skipIf(withoutBrowser())("a handout", { timeout: minute }, () => {
  let folder: string;
  let browser: Browser;
  let path: string;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    folder = temporaryFolder();
    path = await handoutOf(folder, "handout", cells);
    browser = await launchChromium();
  }, minute);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("wakes a figure when it is scrolled near, and no sooner", async () => {
    const { page } = await open(browser, path);
    const awake = page.locator("figure.figure.awake");
    await awake.nth(1).waitFor({ state: "attached" });
    expect(await awake.count()).toBe(2);
    await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await awake.nth(2).waitFor({ state: "attached" });
    await page.context().close();
  });

  test("is in reach of the keyboard, control by control, and shows where the focus is", async () => {
    const { page } = await open(browser, path);
    await scrollThrough(page);
    const { stops, missed } = await tabThrough(page);
    expect(missed).toEqual([]);
    expect(stops.filter(({ shown }) => !shown)).toEqual([]);
    const kinds = new Set(stops.map(({ kind }) => kind));
    for (const kind of ["a", "a.anchor", "button.copy", "summary", "input", "select", "pre"]) {
      expect([...kinds]).toContain(kind);
    }
    await page.context().close();
  });

  test("opens folds and moves sliders from the keyboard", async () => {
    const { page } = await open(browser, path);
    await scrollThrough(page);
    const fold = page.locator("details", { hasText: "Solution" });
    expect(await fold.getByText("solved").isVisible()).toBe(false);
    await fold.locator("summary").press("Enter");
    expect(await fold.getByText("solved").isVisible()).toBe(true);
    const code = page.locator("details", { hasText: "pixels();" });
    expect(await code.locator("summary").textContent()).toBe("Code");
    expect(await code.locator("pre").isVisible()).toBe(false);
    await code.locator("summary").click();
    expect(await code.locator("pre").isVisible()).toBe(true);
    const slider = page.locator(".controls input[type=range]");
    await slider.press("ArrowRight");
    expect(await slider.inputValue()).toBe("2");
    await page.context().close();
  });

  test("copies the code of a cell, as it was written, with the clipboard's permission or without", async () => {
    const { page } = await open(browser, path);
    expect(await page.locator("button.copy").count()).toBe(5);
    const button = page.locator("button.copy").first();
    for (const permission of ["{ globalThis.copied = text; }", "{ throw new Error('denied'); }"]) {
      await page.evaluate(`(() => {
        globalThis.copied = "";
        navigator.clipboard.writeText = async (text) => ${permission};
        addEventListener("copy", ({ target }) => { globalThis.copied = target.value; });
      })()`);
      await button.press("Enter");
      await expect.poll(() => button.textContent()).toBe("Copied");
      expect(await page.evaluate("copied")).toBe(
        'const a: number = 1; // "quoted" & <tagged>\na + 1;',
      );
      expect(await button.evaluate((element) => element.matches(":focus"))).toBe(true);
      await expect.poll(() => button.textContent(), { timeout: 5000 }).toBe("Copy");
    }
    await page.context().close();
  });

  test("brings headings into view by their links", async () => {
    const { page } = await open(browser, path);
    await page.getByRole("navigation", { name: "Contents" }).getByText("Second part").click();
    expect(new URL(page.url()).hash).toBe("#Second-part");
    const top = (await page.locator("h2", { hasText: "Second part" }).boundingBox())?.y ?? -1;
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(100);
    await page.context().close();
  });

  test("has text that can be read, on paper and code, in light and dark", async () => {
    const texts = ["ink", "muted", "accent", "keyword", "string", "number", "name", "warning"];
    const { page } = await open(browser, path);
    await scrollThrough(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page, ["color-contrast"])).toEqual([]);
      const value = async (name: string): Promise<RGB> =>
        rgbOf(
          await page.evaluate<string>(
            `getComputedStyle(document.documentElement).getPropertyValue("--${name}")`,
          ),
        );
      for (const ground of ["paper", "code"]) {
        for (const text of texts) {
          const found = contrast(await value(text), await value(ground));
          expect(found, `${text} on ${ground}, ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
    await page.context().close();
  });

  test("keeps what a figure's colours mean in the dark, live and still, and pixels as they are", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const seen = async (colorScheme: "light" | "dark", index: number): Promise<RGB[]> => {
        const { page } = await open(browser, path, { colorScheme, javaScriptEnabled });
        if (javaScriptEnabled) await scrollThrough(page);
        const svg = page.locator("figure.figure").nth(index).locator("svg:visible");
        const picture = await svg.screenshot({
          path: join(
            screenshots,
            `handout-${index === 0 ? "palette" : "pixels"}-${colorScheme}.png`,
          ),
        });
        await page.context().close();
        const count = [palette, pixels][index].length;
        // Vega leaves 5 pixels around a figure.
        const places = Array.from({ length: count }, (_, i) => ({ x: 25 + 40 * i, y: 25 }));
        return pixelsOf(browser, picture, places);
      };
      const paper = rgbOf("#171717");
      const [light, dark] = [await seen("light", 0), await seen("dark", 0)];
      for (const [i, hex] of palette.entries()) {
        expect(light[i], hex).toEqual(rgbOf(hex));
        const [before, after] = [contrast(rgbOf(hex), rgbOf("#ffffff")), contrast(dark[i], paper)];
        // Text needs 4.5 and a mark 3; a colour that has it on white has it in the dark.
        for (const needed of [4.5, 3]) {
          if (before >= needed) expect(after, hex).toBeGreaterThanOrEqual(needed);
        }
        const turn = Math.abs(hueOf(dark[i]) - hueOf(rgbOf(hex)));
        if (before > 1.5) expect(Math.min(turn, 360 - turn), hex).toBeLessThan(8);
      }
      expect(await seen("dark", 1)).toEqual(pixels.map(rgbOf));
    }
  });

  test("lets nothing run that a notebook holds", async () => {
    const { page, requests, complaints } = await open(
      browser,
      await handoutOf(folder, "hostile", hostile.cells),
    );
    expect(await scrollThrough(page)).toBe(1);
    await page.locator("figure svg:visible").hover();
    expect(await page.locator("a[href]", { hasText: "click" }).count()).toBe(0);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    await page.context().close();
  });

  test("forbids what would run or load all the same", async () => {
    const { page, complaints } = await open(browser, path);
    await page.evaluate(`(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.head.append(script);
      new Image().src = "https://example.org/a.png";
      fetch("https://example.org").catch(() => {});
      document.body.setAttribute("onclick", "globalThis.ran = true");
    })()`);
    await page.locator("h1").click();
    expect(await page.evaluate("globalThis.ran")).toBeUndefined();
    await expect
      .poll(() => complaints.filter((text) => text.includes("Content Security Policy")).length)
      .toBeGreaterThanOrEqual(4);
    await page.context().close();
  });
});

type Stop = { kind: string; shown: boolean };

/** Presses Tab until the focus is back where it began; and which controls it never came to. */
async function tabThrough(page: Page): Promise<{ stops: Stop[]; missed: string[] }> {
  await page.evaluate(`(() => {
    globalThis.reached = new Set();
    globalThis.kindOf = (element) =>
      element.localName + (element.className ? "." + element.className : "");
    document.activeElement.blur();
    scrollTo(0, 0);
  })()`);
  const stops: Stop[] = [];
  for (;;) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate<Stop | null>(`(() => {
      const element = document.activeElement;
      if (element === document.body || reached.has(element)) return null;
      reached.add(element);
      const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const inside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
      const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      return { kind: kindOf(element), shown: outlined && Number(opacity) === 1 && inside };
    })()`);
    if (stop === null) break;
    stops.push(stop);
  }
  const missed = await page.evaluate<string[]>(`
    [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
      .filter((element) => element.checkVisibility() && !reached.has(element))
      .map(kindOf)`);
  return { stops, missed };
}
