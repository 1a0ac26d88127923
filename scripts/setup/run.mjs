// Commands of the set-up: quiet while they work, heard in full when they fail.
import { spawn } from "node:child_process";
import { CommandFailed } from "./problem.mjs";

/** Seconds between two signs of life of a long command. */
const patience = 10;

/**
 * Runs a command to its end; gives its standard output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, started?: (pid: number) => void }} options
 * @returns {Promise<string>}
 */
export function run(command, args, { cwd, env = process.env, started }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    if (child.pid !== undefined) started?.(child.pid);
    let stdout = "";
    let output = "";
    const begin = Date.now();
    const alive = setInterval(() => {
      const seconds = Math.round((Date.now() - begin) / 1000);
      console.log(`  ... ${seconds} s  ${lastLine(output)}`.trimEnd());
    }, patience * 1000);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => {
      clearInterval(alive);
      reject(error);
    });
    child.on("close", (code, signal) => {
      clearInterval(alive);
      if (code === 0) resolve(stdout);
      else reject(new CommandFailed(`${command} ${args.join(" ")}`, output || `${signal ?? code}`));
    });
  });
}

/** @param {string} text */
function lastLine(text) {
  return text.trimEnd().split("\n").at(-1)?.trim().slice(0, 70) ?? "";
}

/**
 * Runs the script the user asked for in this terminal, and ends as it ended. Ctrl-C reaches the
 * script by itself; what another process sends us is passed on.
 * @param {string} node
 * @param {string[]} args
 */
export function become(node, args) {
  const child = spawn(node, args, { stdio: "inherit" });
  process.on("SIGINT", () => {});
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    console.error(`${node} does not start (${error.message}): delete node_modules and try again.`);
    process.exitCode = 1;
  });
  child.on("close", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
