// Handouts as a reader opens them: from disk, without a network.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules of WCAG 2.2, levels A and AA, and of the versions before it. */
export const wcag: readonly string[] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** An open page, what it asked for, and what it complained about. */
export type Opened = { page: Page; requests: string[]; complaints: string[] };

/** A page in a context of its own, offline. */
export async function open(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const opened: Opened = { page, requests: [], complaints: [] };
  const url = pathToFileURL(path).href;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) {
      opened.requests.push(request.url());
    }
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) opened.complaints.push(message.text());
  });
  page.on("pageerror", (error) => opened.complaints.push(error.message));
  page.on("dialog", (dialog) => {
    opened.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return opened;
}

/** Brings every figure into view and waits until it lives; how many there are. */
export async function scrollThrough(page: Page): Promise<number> {
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

/** What axe-core objects to, one sentence each. */
export async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  // The page's own policy would refuse a script tag; the debugger's door is open.
  await page.evaluate(`globalThis.axe ?? (() => { ${axe} })()`);
  return page.evaluate(`axe.run({ runOnly: ${JSON.stringify(rules)} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      id + " at " + target + ": " + failureSummary)))`);
}

/** `work` on each of `all`, two at a time; the outcomes in order. */
export async function inPairs<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const outcomes: R[] = [];
  const queue = [...all.entries()];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      outcomes[next[0]] = await work(next[1]);
    }
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
}
