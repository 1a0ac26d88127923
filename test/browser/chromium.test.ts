// What a page sees of the machine it is tested on: nothing that another machine has not.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, withoutBrowser } from "../../scripts/chromium.ts";

/** Widths of an "m" in units of the em, as DejaVu's own tables (hmtx, 2048 units per em) have them. */
const widths = { sans: 1995 / 2048, serif: 1942 / 2048, mono: 1233 / 2048 };

describe.skipIf(withoutBrowser())("the browser of tests and handouts", { timeout: 60_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  async function evaluate<T>(code: string): Promise<T> {
    const page = await browser.newPage();
    const value = await page.evaluate<T>(code);
    await page.close();
    return value;
  }

  test.each([
    ["sans-serif", widths.sans],
    ["serif", widths.serif],
    ["monospace", widths.mono],
    // Families that some machines have, and their browsers would take.
    ["Arial, sans-serif", widths.sans],
    ["DejaVu Sans Condensed, sans-serif", widths.sans],
    ["Liberation Serif, serif", widths.serif],
  ])("draws %s in the project's own font", async (family, width) => {
    const measured = await evaluate<number>(`(() => {
      const context = new OffscreenCanvas(1, 1).getContext("2d");
      context.font = "1000px " + ${JSON.stringify(family)};
      return context.measureText("m").width / 1000;
    })()`);
    expect(measured).toBeCloseTo(width, 3);
  });

  test("speaks English and lives in UTC", async () => {
    const seen = await evaluate(
      "[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone, (0.5).toLocaleString()]",
    );
    expect(seen).toEqual(["en-US", "UTC", "0.5"]);
  });
});
