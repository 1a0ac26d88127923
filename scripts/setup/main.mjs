// Runs the steps that are due, then the script the user asked for.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { acquire } from "./lock.mjs";
import { CommandFailed, Problem, remedy } from "./problem.mjs";
import { become } from "./run.mjs";
import { pinnedNode, steps } from "./steps.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string[]} args the script to run on the pinned Node, and its arguments */
export async function main(args) {
  try {
    await setUp();
  } catch (error) {
    report(error);
    process.exitCode = 1;
    return;
  }
  if (args.length > 0) become(pinnedNode(root), args);
}

/** Does the steps that are due. @param {ReturnType<typeof steps>} all */
export async function setUp(all = steps(root)) {
  if (!all.some((look) => isDue(look()))) return;
  const lock = await acquire(join(root, "build", "setup.lock"));
  const begin = Date.now();
  try {
    for (const look of all) {
      const step = look();
      if (isDue(step)) await perform(step, lock.alsoFor);
    }
  } finally {
    lock.release();
  }
  console.log(`set-up: done in ${seconds(begin)}`);
}

/** @param {import("./steps.mjs").Step} step */
function isDue({ stamp, hash, intact }) {
  return !intact || !existsSync(stamp) || readFileSync(stamp, "utf8") !== hash;
}

/** @param {import("./steps.mjs").Step} step @param {(pid: number) => void} started */
async function perform({ stamp, hash, tasks }, started) {
  rmSync(stamp, { force: true });
  for (const { name, run } of tasks) {
    const begin = Date.now();
    console.log(`set-up: ${name} ...`);
    await run(started);
    console.log(`set-up: ${name}: ${seconds(begin)}`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/** @param {number} begin */
function seconds(begin) {
  return `${((Date.now() - begin) / 1000).toFixed(1)} s`;
}

/** @param {unknown} error */
function report(error) {
  const { message } = /** @type {Error} */ (error);
  if (error instanceof Problem) {
    console.error(message);
    return;
  }
  const output = error instanceof CommandFailed ? error.output : "";
  const sentence = remedy(output === "" ? message : output, root);
  if (sentence !== undefined) {
    console.error(sentence);
    return;
  }
  console.error(output === "" ? error : output.trimEnd().split("\n").slice(-60).join("\n"));
  console.error(`The set-up stopped: ${message}; what it said stands above.`);
}
