// JupyterLab as a user starts it, for the browser tests.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../scripts/chromium.ts";
import { root } from "../../scripts/project.ts";

export const minute = 60_000;
export const screenshots: string = join(root, "build", "screenshots");

export type Output = {
  output_type: string;
  name?: string;
  text?: unknown;
  data?: Record<string, unknown>;
  ename?: string;
};
export type Cell = {
  cell_type: string;
  source: string;
  execution_count: number | null;
  outputs: Output[];
};

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

/** Starts `npm start` as a user does; gives the URL it prints. */
async function start(folder: string): Promise<{ server: ChildProcess; url: URL }> {
  const flags = ["--no-browser", "--port", `${await freePort()}`, `--ServerApp.root_dir=${folder}`];
  const server = spawn("npm", ["start", "--", ...flags, "--expose-app-in-browser"], {
    cwd: root,
    detached: true, // A process group of its own, which a Ctrl-C can reach as a whole.
    stdio: ["ignore", "pipe", "pipe"],
  });
  const url = await new Promise<URL>((resolve, reject) => {
    let said = "";
    const listen = (text: string): void => {
      said += text;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/lab\?token=\w+/.exec(said) ?? [];
      if (found !== undefined) resolve(new URL(found));
    };
    server.stdout.setEncoding("utf8").on("data", listen);
    server.stderr.setEncoding("utf8").on("data", listen);
    server.on("error", reject);
    server.on("close", (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  });
  return { server, url };
}

/** JupyterLab on a folder, in a browser of its own. */
export class Lab {
  readonly page: Page;
  readonly url: URL;
  readonly #browser: Browser;
  readonly #server: ChildProcess;

  private constructor(page: Page, url: URL, browser: Browser, server: ChildProcess) {
    this.page = page;
    this.url = url;
    this.#browser = browser;
    this.#server = server;
  }

  static async open(folder: string): Promise<Lab> {
    mkdirSync(screenshots, { recursive: true });
    const browser = await launchChromium();
    const { server, url } = await start(folder);
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    return new Lab(page, url, browser, server);
  }

  /** Opens a notebook, in place of what was open, and waits for its kernel. */
  async openNotebook(path: string): Promise<void> {
    await this.page.goto(`${this.url.origin}/lab/tree/${path}${this.url.search}&reset`);
    // Two JupyterLabs may share a small machine with everything else that is tested.
    await this.page.waitForFunction(
      `(() => {
        const panel = globalThis.jupyterapp?.shell.currentWidget;
        const idle = panel?.sessionContext?.session?.kernel?.status === "idle";
        return idle && panel.content.model.cells.length > 0;
      })()`,
      undefined,
      { timeout: 2 * minute, polling: 250 },
    );
    await this.page.locator(".jp-Notebook .jp-Cell:visible").first().waitFor({ timeout: minute });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    const exited = new Promise((resolve) => this.#server.once("exit", resolve));
    process.kill(-(this.#server.pid as number), "SIGINT");
    await exited;
  }
}

/** The cells as JupyterLab holds them; it keeps only those near the screen in the page. */
export function cellsOf(page: Page): Promise<Cell[]> {
  return page.evaluate("jupyterapp.shell.currentWidget.content.model.toJSON().cells");
}

export async function showCell(page: Page, index: number): Promise<void> {
  await page.evaluate(`jupyterapp.shell.currentWidget.content.scrollToItem(${index}, "start")`);
}

export async function runAll(page: Page): Promise<Cell[]> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  return ranAll(page);
}

/** Waits until every cell has run. */
export async function ranAll(page: Page): Promise<Cell[]> {
  await page.waitForFunction(
    `(() => {
      const panel = jupyterapp.shell.currentWidget;
      const code = panel.content.model.toJSON().cells.filter((cell) => cell.cell_type === "code");
      const idle = panel.sessionContext.session?.kernel?.status === "idle";
      return idle && code.length > 0 && code.every((cell) => cell.execution_count !== null);
    })()`,
    undefined,
    { timeout: 2 * minute, polling: 250 },
  );
  return cellsOf(page);
}
