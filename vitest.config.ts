import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";

/** Limits for what hangs; a slow machine only makes tests take longer. */
const limits = { testTimeout: 30_000, hookTimeout: 60_000 };
/** The same where other processes work: kernels, JupyterLab, browsers. */
const patient = { testTimeout: 120_000, hookTimeout: 240_000 };

/** One kind of test, `npm run test:NAME`; each finds both packages built. */
function project(name: string, test: object): TestProjectConfiguration {
  return { extends: true, test: { name, globalSetup: "test/build.ts", ...limits, ...test } };
}

export default defineConfig({
  resolve: {
    // Tests enter by the public door, from the sources, so that they never meet a stale build.
    alias: { "kernel-lib": fileURLToPath(new URL("kernel-lib/src/index.ts", import.meta.url)) },
  },
  test: {
    // Two cores suffice, and all of two are used.
    maxWorkers: 2,
    // A loop over nothing, or an early return, is no test.
    expect: { requireAssertions: true },
    projects: [
      project("unit", {
        include: ["test/**/*.test.ts"],
        exclude: ["test/kernel/*", "test/{scripts,notebooks,browser}/**"],
      }),
      // The files of test/kernel itself drive a real kernel; its folders test the kernel's rooms.
      project("kernel", { include: ["test/kernel/*.test.ts"], ...patient }),
      project("scripts", { include: ["test/scripts/**/*.test.ts"], ...patient }),
      project("notebooks", { include: ["test/notebooks/**/*.test.ts"], ...patient }),
      project("browser", { include: ["test/browser/**/*.test.ts"], ...patient }),
    ],
  },
});
