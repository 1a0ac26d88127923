// One set-up at a time: two terminals, or a killed set-up whose npm or pip still runs.
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "./problem.mjs";

const patience = 10 * 60 * 1000;

/**
 * Waits until no other set-up runs, and holds the place for this process and those it starts.
 * @param {string} file
 * @returns {Promise<{ alsoFor: (pid: number) => void, release: () => void }>}
 */
export async function acquire(file) {
  mkdirSync(dirname(file), { recursive: true });
  const end = Date.now() + patience;
  let told = false;
  while (!take(file)) {
    const other = holder(file);
    if (other === undefined) {
      rmSync(file, { force: true });
      continue;
    }
    if (Date.now() > end) {
      throw new Problem(
        `Another set-up (process ${other}) does not end: stop it or delete ${file}, then run the same command again.`,
      );
    }
    if (!told) console.log(`set-up: waiting for another set-up (process ${other}) ...`);
    told = true;
    await sleep(200);
  }
  return {
    alsoFor: (pid) => renameSync(draft(file, `${process.pid} ${pid}`), file),
    release: () => rmSync(file, { force: true }),
  };
}

/** @param {string} file */
function take(file) {
  const mine = draft(file, `${process.pid}`);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Written aside first, so that nobody ever reads half a lock. @param {string} file @param {string} text */
function draft(file, text) {
  const path = `${file}.${process.pid}`;
  writeFileSync(path, text);
  return path;
}

/** The first process named in the lock that still lives. @param {string} file */
function holder(file) {
  try {
    return readFileSync(file, "utf8").split(" ").map(Number).find(lives);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param {number} pid */
function lives(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
  // In a container nobody may collect the dead; Linux tells them apart (Z, a zombie).
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z [^)]*$/.test(readFileSync(stat, "utf8"));
}
