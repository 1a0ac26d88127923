import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, venv } from "../../scripts/project.ts";

test("jupyter_kernel_test passes on the registered kernel, every test that applies", {
  timeout: 120_000,
}, () => {
  const suite = join(root, "test", "kernel", "jupyter_suite.py");
  const { stderr, status } = spawnSync(join(venv(), "bin", "python"), [suite], {
    cwd: root,
    env: { ...process.env, JUPYTER_PREFER_ENV_PATH: "1", PYTHONDONTWRITEBYTECODE: "1" },
    encoding: "utf8",
  });
  const results = [...stderr.matchAll(/^(test_\w+) .*\.\.\. (.*)$/gm)];
  const failed = results.filter(([, , result]) => result !== "ok");
  expect(failed.map(([, name, result]) => `${name}: ${result}`)).toEqual([
    "test_pager: skipped 'only IPython asks frontends for a pager'",
  ]);
  expect({ tests: results.length, status }, stderr).toEqual({ tests: 12, status: 0 });
});
