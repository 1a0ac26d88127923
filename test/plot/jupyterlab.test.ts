import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { venv } from "../../scripts/project.ts";

/** The versions that JupyterLab's own pages share between their modules. */
function versionsInJupyterLab(): Map<string, string> {
  const pages = join(venv(), "share", "jupyter", "lab", "static");
  const [main] = readdirSync(pages).filter((name) => /^main\..*\.js$/.test(name));
  const shared = readFileSync(join(pages, main), "utf8").matchAll(
    /name:"(vega(?:-lite)?)",version:"([\d.]+)"/g,
  );
  return new Map([...shared].map(([, name, version]) => [name, version]));
}

const minor = (version: string | undefined) => version?.split(".").slice(0, 2).join(".");

test.each([
  ["vega", "vega-5.33"],
  ["vega-lite", "vega-lite-5.6"],
])("figures are tested under the %s that JupyterLab draws them by", (name, installed) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${installed}/package.json`, "utf8"));
  expect(minor(versionsInJupyterLab().get(name))).toBe(minor(version));
});
