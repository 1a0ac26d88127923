import { createRequire } from "node:module";
import type { LoadTypeScript } from "../cells/transpile.js";
import type { Compiler } from "../typescript/checker.js";
import { startServiceChecker } from "../typescript/serviceChecker.js";

const require = createRequire(import.meta.url);

export const loadTypeScript: LoadTypeScript = () => require("typescript-6");

/** Each is loaded when it is first started, not when the kernel is. */
const compilers: Readonly<Record<string, Compiler>> = {
  native: {
    version: require("typescript/package.json").version,
    start: (files, project) => require("./nativeChecker.js").startNativeChecker(files, project),
  },
  service: {
    version: require("typescript-6/package.json").version,
    start: (files, project) => startServiceChecker(loadTypeScript(), files, project),
  },
};

/** The compiler the setting TYPESCRIPT_KERNEL_CHECKER names. */
export function chosenCompiler(): Compiler {
  const name = process.env.TYPESCRIPT_KERNEL_CHECKER ?? "native";
  const compiler = compilers[name];
  if (compiler === undefined)
    throw new Error(
      `TYPESCRIPT_KERNEL_CHECKER is ${name}; known are ${Object.keys(compilers).join(", ")}`,
    );
  return compiler;
}
