import { root } from "../scripts/project.ts";
import { setUp } from "../scripts/setup/main.mjs";
import { builds } from "../scripts/setup/steps.mjs";

/**
 * Brings both builds up to date, once for all tests: kernels and compilers read them. The packages
 * are left alone, for the Node and the Vitest that run are among them.
 */
export default function build(): Promise<void> {
  return setUp(builds(root));
}
