import { createRequire } from "node:module";
import type { OpenChecker } from "./checker.js";

const require = createRequire(import.meta.url);

/** Each compiler is loaded when it is first opened, not when the kernel starts. */
const checkers: Readonly<Record<string, OpenChecker>> = {
  native: (files, project) => require("./nativeChecker.js").openNativeChecker(files, project),
  service: (files, project) => require("./serviceChecker.js").openServiceChecker(files, project),
};

/** The compiler the setting TYPESCRIPT_KERNEL_CHECKER names. */
export function chosenChecker(): OpenChecker {
  const name = process.env.TYPESCRIPT_KERNEL_CHECKER ?? "native";
  const checker = checkers[name];
  if (checker === undefined)
    throw new Error(
      `TYPESCRIPT_KERNEL_CHECKER is ${name}; known are ${Object.keys(checkers).join(", ")}`,
    );
  return checker;
}
