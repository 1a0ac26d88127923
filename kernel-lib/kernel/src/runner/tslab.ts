import { createRequire } from "node:module";
import type { Bundle } from "../ipc.js";
import type { Json } from "../protocol/wire.js";
import { displayData, newTslabDisplay, type TslabDisplay, tslabDisplay } from "./display.js";

// What a notebook gets for `import * as tslab from "tslab"`, and for "tslab/dist/jupyter".

export const display: TslabDisplay = tslabDisplay();
export const newDisplay: () => TslabDisplay = newTslabDisplay;

export const versions: { tslab: string; typescript: string; node: string } = {
  tslab: "1.0.22",
  typescript: createRequire(import.meta.url)("typescript/package.json").version,
  node: process.version,
};

export function lastWriteDisplayData(
  content: { data: Bundle; metadata?: Json; transient?: { display_id?: string } },
  update = false,
): void {
  displayData(content.data, { ...content, update });
}
