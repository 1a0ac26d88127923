import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    // Tests enter by the public door, from the sources, so that they never meet a stale build.
    alias: { "kernel-lib": fileURLToPath(new URL("kernel-lib/src/index.ts", import.meta.url)) },
  },
  test: { include: ["test/**/*.test.ts"] },
});
