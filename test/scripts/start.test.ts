import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { notebooks, root } from "../../scripts/project.ts";
import { jupyterFlags } from "../../scripts/start.ts";

const desktop = { isRoot: false, hasScreen: true };

function start(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [join(root, "scripts", "start.ts"), ...args], {
    encoding: "utf8",
  });
}

test("JupyterLab serves the notebooks to this machine only, and looks nothing up", () => {
  expect(
    jupyterFlags([], desktop).map((flag) => flag.replace(notebooks, "NOTEBOOKS")),
  ).toMatchInlineSnapshot(`
    [
      "--ServerApp.root_dir=NOTEBOOKS",
      "--ServerApp.ip=127.0.0.1",
      "--Application.log_level=WARN",
      "--KernelSpecManager.allowed_kernelspecs=tslab",
      "--KernelSpecManager.allowed_kernelspecs=tslab-stock",
      "--LabApp.extension_manager=readonly",
      "--LabApp.news_url=None",
      "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
  `);
});

test("the user's flags come last and replace ours", () => {
  const flags = jupyterFlags(["--notebook-dir", "/tmp", "--ip=0.0.0.0", "--dark"], desktop);
  expect(flags.slice(-4)).toEqual(["--notebook-dir", "/tmp", "--ip=0.0.0.0", "--dark"]);
  expect(flags.join(" ")).not.toMatch(/root_dir|ServerApp.ip/);
});

test("a port that was asked for is not exchanged for another", () => {
  expect(jupyterFlags(["--port", "8890"], desktop)).toContain("--ServerApp.port_retries=0");
  expect(jupyterFlags([], desktop)).not.toContain("--ServerApp.port_retries=0");
});

test("root may run it, and a machine without a screen opens no browser", () => {
  const container = { isRoot: true, hasScreen: false };
  expect(jupyterFlags([], container)).toEqual(
    expect.arrayContaining(["--allow-root", "--no-browser"]),
  );
  expect(
    jupyterFlags(["--no-browser"], container)
      .join(" ")
      .match(/--no-browser/g),
  ).toHaveLength(1);
  expect(jupyterFlags([], desktop).join(" ")).not.toMatch(/--allow-root|--no-browser/);
});

test("a port in use is one sentence with the remedy", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
  const { status, stderr } = start("--no-browser", "--port", `${port}`);
  server.close();
  expect(status).toBe(1);
  expect(
    stderr.replaceAll(`${port}`, "PORT").replace(`${port + 1}`, "NEXT"),
  ).toMatchInlineSnapshot(`
    "Port PORT is in use: choose another, as in npm start -- --port NEXT.
    "
  `);
});

test("a port that is none is refused", () => {
  const { status, stderr } = start("--port=http");
  expect(status).toBe(1);
  expect(stderr).toMatchInlineSnapshot(`
    ""http" is not a port: give a number from 0 to 65535, as in npm start -- --port 8890.
    "
  `);
});
