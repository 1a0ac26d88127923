import { readFileSync } from "node:fs";

/** The kernel's name and version, as its package.json has them. */
export const implementation: { readonly name: string; readonly version: string } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
