import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notebooks, root } from "../../scripts/project.ts";
import { launchChromium, withoutBrowser } from "./chromium.ts";

const notebook = "cornell/06-linear-sigmoid-layer.ipynb";
const minute = 60_000;
// JupyterLab saves as it goes: it works on a copy, inside the project so that kernel-lib is found.
const copy = join(root, "build", "jupyterlab-test");
const screenshots = join(root, "build", "screenshots");

type Output = {
  output_type: string;
  name?: string;
  text?: unknown;
  data?: Record<string, unknown>;
};
type Cell = {
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
async function start(): Promise<{ server: ChildProcess; url: URL }> {
  const flags = ["--no-browser", "--port", `${await freePort()}`, `--ServerApp.root_dir=${copy}`];
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

/** The cells as JupyterLab holds them; it keeps only those near the screen in the page. */
function cellsOf(page: Page): Promise<Cell[]> {
  return page.evaluate("jupyterapp.shell.currentWidget.content.model.toJSON().cells");
}

async function showCell(page: Page, index: number): Promise<void> {
  await page.evaluate(`jupyterapp.shell.currentWidget.content.scrollToItem(${index}, "start")`);
}

async function runAll(page: Page): Promise<Cell[]> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
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

describe.skipIf(withoutBrowser())("JupyterLab, as npm start serves it", () => {
  let server: ChildProcess;
  let url: URL;
  let browser: Browser;
  let page: Page;
  let cells: Cell[];
  const requests: string[] = [];

  beforeAll(async () => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(notebooks, copy, { recursive: true });
    mkdirSync(screenshots, { recursive: true });
    browser = await launchChromium();
    ({ server, url } = await start());
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(`${url.origin}/lab/tree/${notebook}${url.search}`);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
    await page.waitForFunction(
      'jupyterapp.shell.currentWidget?.sessionContext.session?.kernel?.status === "idle"',
    );
    cells = await runAll(page);
  }, 4 * minute);

  afterAll(async () => {
    await browser?.close();
    if (server?.pid === undefined) return;
    const exited = new Promise((resolve) => server.once("exit", resolve));
    process.kill(-server.pid, "SIGINT");
    await exited;
  }, minute);

  test("every cell runs without an error", () => {
    const failed = cells.filter(({ cell_type, outputs }) => {
      return (
        cell_type === "code" &&
        outputs.some((o) => o.output_type === "error" || o.name === "stderr")
      );
    });
    expect(failed).toEqual([]);
  });

  test("the printed loss and gradients are the lecture's", async () => {
    const index = cells.findIndex(({ outputs }) =>
      JSON.stringify(outputs ?? []).includes("V grad: "),
    );
    expect(index).toBeGreaterThan(-1);
    await showCell(page, index);
    const output = page.locator(".jp-OutputArea-output", { hasText: "V grad: " }).first();
    await output.waitFor();
    expect(await output.textContent()).toContain(`loss: [[0.52699227]]
W grad: [[-3.42057777e-06 -2.01341432e-01  1.25838681e-06]
 [-2.05234666e-06 -1.20804859e-01  7.55032084e-07]]
V grad: [[-0.40961516]
 [-0.29945768]
 [-0.40961948]]`);
    await output.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(screenshots, "jupyterlab-gradients.png") });
  });

  test(
    "every figure is a live Vega-Lite chart",
    async () => {
      const isFigure = ({ data }: Output): boolean =>
        Object.keys(data ?? {}).some((type) => type.startsWith("application/vnd.vegalite"));
      const figures = cells.flatMap((cell, i) => (cell.outputs?.some(isFigure) ? [i] : []));
      expect(figures.length).toBeGreaterThan(0);
      for (const index of figures) {
        await showCell(page, index);
        const chart = page.locator(
          `.jp-Cell[data-windowed-list-index="${index}"] .vega-embed :is(canvas, svg.marks)`,
        );
        await chart.first().waitFor();
        await chart.first().scrollIntoViewIfNeeded();
        await page.screenshot({ path: join(screenshots, `jupyterlab-figure-${index}.png`) });
      }
    },
    minute,
  );

  test("nothing is fetched from other machines", () => {
    expect(requests.filter((request) => !/^(data|blob):/.test(request))).not.toEqual([]);
    expect(
      requests.filter(
        (request) => !/^(data|blob):/.test(request) && new URL(request).host !== url.host,
      ),
    ).toEqual([]);
  });
});
