import { pathToFileURL } from "node:url";
import { launchChromium } from "../chromium.ts";

/** Prints handouts, each to a PDF beside it, with bookmarks and tags for screen readers. */
export async function printAll(handouts: readonly string[]): Promise<string[]> {
  const browser = await launchChromium("ownFirst");
  const printed: string[] = [];
  try {
    const page = await browser.newPage();
    for (const handout of handouts) {
      const path = handout.replace(/\.html$/, ".pdf");
      await page.goto(pathToFileURL(handout).href);
      await page.pdf({ path, preferCSSPageSize: true, printBackground: true, ...accessible });
      printed.push(path);
    }
  } finally {
    await browser.close();
  }
  return printed;
}

const accessible = { tagged: true, outline: true };
