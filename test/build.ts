import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../scripts/project.ts";

/** Brings the built packages up to date, once for all tests: kernels and compilers read the build. */
export default function build(): void {
  execFileSync(process.execPath, [join(root, "scripts", "setup.mjs")], { stdio: "inherit" });
}
