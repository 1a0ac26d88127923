// The browser of the browser tests: a Chromium of the machine, or a loud word that there is none.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { root } from "./project.ts";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a Chromium on this machine: CHROMIUM_PATH, one on PATH, or a Mac application. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = process.env;
  if (CHROMIUM_PATH) {
    if (existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH: there is no file ${CHROMIUM_PATH}`);
  }
  const folders = PATH.split(delimiter);
  const onPath = commands.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...applications].find((path) => existsSync(path));
}

/** The fonts that a page may use, listed in scripts/fonts: the machine's differ from all others. */
export type Fonts = "own" | "ownFirst";

/**
 * A headless Chromium with a fresh profile that fetches nothing of its own accord. Its pages look
 * alike everywhere: fonts, language and time zone are the project's.
 */
export function launchChromium(fonts: Fonts = "own"): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error("no Chromium found: install one (Debian: sudo apt install chromium)");
  }
  return chromium.launch({
    executablePath,
    env: {
      ...process.env,
      FONTCONFIG_PATH: join(root, "scripts", "fonts"),
      FONTCONFIG_FILE: `${fonts}.conf`,
      LC_ALL: "C.UTF-8",
      LANGUAGE: "en",
      TZ: "UTC",
    },
    // A container's root cannot use the sandbox; the pages are this project's own.
    chromiumSandbox: false,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Whether browser tests are to be skipped: no browser here, and nobody insists on one. */
export function withoutBrowser(): boolean {
  if (findChromium() !== undefined || process.env.REQUIRE_BROWSER === "1") return false;
  console.warn("SKIPPED, no browser found: install Chromium or set CHROMIUM_PATH.");
  return true;
}
