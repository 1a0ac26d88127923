import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { readNotebook } from "../notebook.ts";
import { type Kernel, root, venv } from "../project.ts";
import { type Event, type Failure, judge } from "./verdict.ts";

/** Which kernel runs the cells, and how many seconds one may take. */
export type Settings = { kernel: Kernel; timeout: number };
export type Run = { failures: Failure[]; seconds: number };

const running = new Set<() => void>();

/** Ends every run under way, with its kernel. */
export function stopAll(): void {
  for (const stop of running) stop();
}

/**
 * Runs one notebook through nbconvert. The executed copy stands at `target` afterwards if, and only
 * if, every cell is proven to have run.
 */
export async function run(
  path: string,
  target: string,
  settings: Settings,
  onEvent: (event: Event) => void = () => {},
): Promise<Run> {
  const begin = performance.now();
  rmSync(target, { force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build", "executing-"));
  try {
    const { events, trouble } = await nbconvert(path, folder, settings, onEvent);
    const failures = judge(readNotebook(path), events);
    const started = events.some(({ event }) => event === "start");
    if (trouble !== undefined && (failures.length === 0 || !started)) {
      failures.push({ message: trouble });
    }
    if (failures.length === 0) {
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(folder, basename(path)), target);
    }
    return { failures, seconds: (performance.now() - begin) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What happened in the cells, and what nbconvert itself has to complain about. */
async function nbconvert(
  path: string,
  folder: string,
  settings: Settings,
  onEvent: (event: Event) => void,
): Promise<{ events: Event[]; trouble: string | undefined }> {
  const child = start(path, folder, settings);
  const events: Event[] = [];
  let stderr = "";
  let kernel: number | undefined;
  let silence: NodeJS.Timeout | undefined;

  const kill = (): void => {
    killGroup(child.pid);
    killGroup(kernel);
  };
  // Every cell has its time limit. This one is for nbconvert itself and a kernel that never starts.
  const wait = (): void => {
    clearTimeout(silence);
    silence = setTimeout(kill, (settings.timeout + 90) * 1000);
  };

  // When the whole program stops there is nobody left to clear away the folder.
  const stop = (): void => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  };
  running.add(stop);
  wait();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const lines = createInterface({ input: child.stdio[3] as Readable });
  lines.on("line", (line) => {
    const event: Event = JSON.parse(line);
    if (event.event === "kernel") kernel = event.pid;
    events.push(event);
    wait();
    onEvent(event);
  });
  const ended = new Promise((resolve) => lines.once("close", resolve));
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    await ended;
    return { events, trouble: code === 0 ? undefined : lastWords(stderr, code) };
  } finally {
    clearTimeout(silence);
    kill(); // what a cell has started must not outlive it
    running.delete(stop);
  }
}

function start(path: string, folder: string, { kernel, timeout }: Settings): ChildProcess {
  const { PYTHONHOME: _home, PYTHONPATH: _path, FORCE_COLOR: _colour, ...env } = process.env;
  const config = join(root, "scripts", "execute", "execution_report.py");
  const args = ["nbconvert", "--to", "notebook", "--execute", `--config=${config}`];
  args.push(`--ExecutePreprocessor.kernel_name=${kernel}`);
  args.push(`--ExecutePreprocessor.timeout=${timeout}`, `--output-dir=${folder}`, path);
  return spawn(join(venv(), "bin", "jupyter"), args, {
    env: {
      ...env,
      EXECUTION_REPORT_FD: "3",
      // Paths and notebooks are UTF-8, whatever the machine's locale.
      PYTHONUTF8: "1",
      // A user's own Jupyter settings and kernels must not decide what runs.
      JUPYTER_CONFIG_DIR: folder,
      JUPYTER_PREFER_ENV_PATH: "1",
      JUPYTER_RUNTIME_DIR: folder,
    },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
    detached: true, // its own process group, to end as a whole
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

function lastWords(stderr: string, code: number | null): string {
  const end = code === null ? "was stopped" : `ended with exit code ${code}`;
  const lines = stderr.trim().split("\n").slice(-6);
  return [`nbconvert ${end}`, ...lines].join("\n    ");
}
