import { expect, test } from "vitest";
import { follows } from "../../scripts/update.ts";

test("npm run update asks for the newest release of a package", () => {
  expect(follows("ajv", "8.20.0")).toBe("ajv@latest");
  expect(follows("@biomejs/biome", "2.6.8")).toBe("@biomejs/biome@latest");
});

test("Node stays on its long-term line", () => {
  expect(follows("node", "26.10.0")).toBe("node@26");
});

test("a package is held back only where it has to be", () => {
  expect(follows("typescript", "6.0.3", "scripts/docs")).toBe("typescript@6");
  expect(follows("typescript", "7.0.2", "kernel-lib/kernel")).toBe("typescript@latest");
});

test("an alias follows the version in its name", () => {
  expect(follows("typescript-6", "npm:typescript@6.0.3")).toBe("typescript@6");
  expect(follows("vega-lite-5.6", "npm:vega-lite@5.6.1")).toBe("vega-lite@5.6");
  expect(() => follows("old", "npm:typescript@6.0.3")).toThrow("old: an alias must end with");
});
