import { createRequire } from "node:module";
import type { Dictionary, MimeBundle } from "../protocol/messages.js";
import {
  displayFunctions,
  newTslabDisplay,
  type TslabDisplay,
  tslabDisplay,
} from "../runner/display.js";
import { nodeEvaluator } from "./evaluator.js";
import { implementation } from "./implementation.js";

// What a notebook gets for `import * as tslab from "tslab"`, and for "tslab/dist/jupyter".

const require = createRequire(import.meta.url);
const { displayData } = displayFunctions(nodeEvaluator);

export const display: TslabDisplay = tslabDisplay(displayData);
export const newDisplay = (): TslabDisplay => newTslabDisplay(displayData);

export const versions: { tslab: string; typescript: string; node: string } = {
  // There is no tslab here: the version is that of the kernel that stands in for it.
  tslab: implementation.version,
  typescript: require("typescript/package.json").version,
  node: process.version,
};

export function lastWriteDisplayData(
  content: { data: MimeBundle; metadata?: Dictionary; transient?: { display_id?: string } },
  update = false,
): void {
  displayData(content.data, { ...content, update });
}
