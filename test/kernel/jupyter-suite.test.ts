import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { buildKernel } from "./client.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "jupyter-"));

afterAll(() => rmSync(folder, { recursive: true }));

test("jupyter_kernel_test passes, every test that applies", () => {
  buildKernel();
  const spec = join(folder, "kernels", "typescript-under-test");
  mkdirSync(spec, { recursive: true });
  const node = join(project, "node_modules/.bin/node");
  const main = join(project, "kernel-lib/dist/kernel/main.js");
  const argv = [node, main, "{connection_file}"];
  const content = { argv, display_name: "Under test", language: "typescript" };
  writeFileSync(join(spec, "kernel.json"), JSON.stringify(content));
  const suite = join(project, "test/kernel/jupyter_suite.py");
  const { stderr, status } = spawnSync(join(project, ".venv/bin/python"), [suite], {
    cwd: folder,
    env: { ...process.env, JUPYTER_PATH: folder },
    encoding: "utf8",
  });
  // Only the pager, which IPython alone has, does not apply.
  expect(stderr).toMatch(/Ran 12 tests[\s\S]*OK \(skipped=1\)/);
  expect(status).toBe(0);
}, 60_000);
