import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.ts";
import { buildKernel } from "../kernel/client.ts";
import { launchChromium, withoutBrowser } from "./chromium.ts";

// The kernel as a reader meets it: JupyterLab in a browser, far from the project's folder.

const minute = 60_000;
const cells = [
  "const rate0 = 0\nthrow new RangeError('too far')",
  "const text: string = 1",
  "console.log('looping'); while (true) {}",
  'import { np } from "kernel-lib"',
  "np.zer",
  "np.matmul",
  "let rate = 0.5\nfunction price(x: number) { return x * rate }",
  "price(100)",
  "rate = 0.25",
];

interface Output {
  output_type: string;
  ename?: string;
  text?: string;
  data?: Record<string, string>;
}

describe.skipIf(withoutBrowser())("our kernel in JupyterLab", () => {
  let folder: string;
  let server: ChildProcess;
  let browser: Browser;
  let page: Page;

  const outputs = (index: number): Promise<Output[]> =>
    page.evaluate(
      `jupyterapp.shell.currentWidget.content.widgets[${index}].model.outputs?.toJSON() ?? []`,
    );

  async function select(index: number): Promise<void> {
    await page.evaluate(`jupyterapp.shell.currentWidget.content.activeCellIndex = ${index}`);
  }

  /** Runs a cell; resolves when it has ended. */
  async function run(index: number): Promise<Output[]> {
    await select(index);
    await page.evaluate(`jupyterapp.commands.execute("notebook:run-cell")`);
    return outputs(index);
  }

  beforeAll(async () => {
    buildKernel();
    folder = mkdtempSync(join(tmpdir(), "lab-"));
    const spec = join(folder, "share", "kernels", "tslab");
    mkdirSync(spec, { recursive: true });
    const node = join(root, "node_modules/.bin/node");
    const main = join(root, "kernel-lib/dist/kernel/main.js");
    const argv = [node, main, "{connection_file}"];
    const content = { argv, display_name: "TypeScript", language: "typescript" };
    const kernel = JSON.stringify({ ...content, interrupt_mode: "message" });
    writeFileSync(join(spec, "kernel.json"), kernel);
    const kernelspec = { name: "tslab", display_name: "TypeScript", language: "typescript" };
    const notebook = {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec },
      cells: cells.map((source, i) => ({
        ...{ cell_type: "code", id: `c${i}`, metadata: {}, source },
        ...{ outputs: [], execution_count: null },
      })),
    };
    mkdirSync(join(folder, "work"));
    writeFileSync(join(folder, "work", "kernel.ipynb"), JSON.stringify(notebook));
    const flags = ["--no-browser", "--allow-root", "--port=0", "--expose-app-in-browser"];
    const where = ["--ServerApp.root_dir=work", "--IdentityProvider.token=test"];
    server = spawn(join(root, ".venv/bin/jupyter"), ["lab", ...flags, ...where], {
      cwd: folder,
      env: { ...process.env, JUPYTER_PATH: join(folder, "share"), HOME: folder },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const port = await new Promise<string>((resolve, reject) => {
      let said = "";
      server.stderr?.on("data", (chunk) => {
        said += chunk;
        const found = /http:\/\/127\.0\.0\.1:(\d+)\/lab/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      server.once("exit", () => reject(new Error(said)));
    });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1200, height: 1400 } });
    await page.goto(`http://127.0.0.1:${port}/lab/tree/kernel.ipynb?token=test`);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
    await page.waitForFunction(
      'jupyterapp.shell.currentWidget?.sessionContext.session?.kernel?.status === "idle"',
    );
  }, 2 * minute);

  afterAll(async () => {
    await browser?.close();
    if (server?.exitCode === null) {
      const exited = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await exited;
    }
    rmSync(folder, { recursive: true, force: true });
  }, minute);

  test("a throw shows the red box with the line", async () => {
    await run(0);
    const box = page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").first();
    await box.waitFor();
    const text = await box.textContent();
    expect(text).toContain("RangeError: too far");
    expect(text).toMatch(/line 2:[\s\S]*2 \| throw new RangeError\('too far'\)/);
  });

  test("a type error shows its sentence", async () => {
    const [output] = await run(1);
    expect(output).toMatchObject({ output_type: "error", ename: "TypeScriptError" });
    const box = page.locator(".jp-OutputArea-output", { hasText: "is not assignable to type" });
    await box.first().waitFor();
  });

  test("the stop button stops an endless loop", async () => {
    const ended = run(2);
    await page.locator(".jp-OutputArea-output", { hasText: "looping" }).first().waitFor();
    await page.getByRole("button", { name: /interrupt/i }).click();
    const found = await ended;
    expect(found.at(-1)?.ename).toBe("KeyboardInterrupt");
  });

  test("Tab completes np.zer", async () => {
    await run(3);
    await select(4);
    await page.evaluate("jupyterapp.shell.currentWidget.content.mode = 'edit'");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Tab");
    await page.locator(".jp-Completer-item", { hasText: "zerosLike" }).waitFor();
    await page.keyboard.press("Enter");
    const source = "jupyterapp.shell.currentWidget.content.widgets[4].model.sharedModel.source";
    await page.waitForFunction(`${source} === "np.zeros"`);
  });

  test("Shift-Tab on np.matmul shows its docstring", async () => {
    await select(5);
    await page.evaluate("jupyterapp.shell.currentWidget.content.mode = 'edit'");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Shift+Tab");
    const tooltip = page.locator(".jp-Tooltip");
    await tooltip.waitFor();
    expect(await tooltip.textContent()).toMatch(/matmul/);
    expect(await tooltip.locator("p").count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
  });

  test("a changed learning rate changes what an earlier function computes", async () => {
    await run(6);
    expect((await run(7))[0]?.data?.["text/plain"]).toBe("50");
    await run(8);
    expect((await run(7))[0]?.data?.["text/plain"]).toBe("25");
  });

  test("restart forgets, and the cells run again", async () => {
    await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()");
    expect((await run(7))[0]?.ename).toBe("TypeScriptError");
    await run(6);
    expect((await run(7))[0]?.data?.["text/plain"]).toBe("50");
  });
});
