// npm start: JupyterLab on notebooks/, for this machine only; further flags go to `jupyter lab`.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { notebooks, venv } from "./project.ts";

/** The value of the last `--name value` or `--name=value` among the arguments. */
function flag(args: string[], ...names: string[]): string | undefined {
  return args
    .flatMap((arg, i) => {
      const [name = "", value] = arg.split(/=(.*)/s);
      return names.some((known) => name === `--${known}`) ? [value ?? args[i + 1] ?? ""] : [];
    })
    .at(-1);
}

/** What this project wants of JupyterLab, as far as the user does not want otherwise. */
export function jupyterFlags(given: string[], { isRoot, hasScreen }: Machine): string[] {
  const wanted = [
    { names: ["ServerApp.root_dir", "notebook-dir"], value: notebooks },
    { names: ["ServerApp.ip", "ip"], value: "127.0.0.1" },
    { names: ["Application.log_level", "log-level"], value: "WARN" },
    // The notebooks' language, and not whatever kernel else the machine has.
    ...["tslab", "tslab-stock"].map((value) => ({
      names: ["KernelSpecManager.allowed_kernelspecs"],
      value,
    })),
    // Everything is here already: nothing is looked up on the network.
    { names: ["LabApp.extension_manager"], value: "readonly" },
    { names: ["LabApp.news_url"], value: "None" },
    { names: ["LabApp.check_for_updates_class"], value: "jupyterlab.NeverCheckForUpdate" },
  ].filter(({ names }) => flag(given, ...names) === undefined);
  const flags = wanted.map(({ names, value }) => `--${names[0]}=${value}`);
  if (flag(given, "port", "ServerApp.port") !== undefined) flags.push("--ServerApp.port_retries=0");
  if (isRoot) flags.push("--allow-root");
  if (!hasScreen && !given.includes("--no-browser")) flags.push("--no-browser");
  return [...flags, ...given];
}

type Machine = { isRoot: boolean; hasScreen: boolean };

function thisMachine(): Machine {
  const { DISPLAY, WAYLAND_DISPLAY, BROWSER } = process.env;
  return {
    isRoot: process.getuid?.() === 0,
    hasScreen: process.platform !== "linux" || Boolean(DISPLAY || WAYLAND_DISPLAY || BROWSER),
  };
}

/** Our own kernel and settings first, whatever else of Jupyter the machine holds. */
function environment(): NodeJS.ProcessEnv {
  const { PYTHONHOME: _home, PYTHONPATH: _path, JUPYTERLAB_DIR: _lab, ...env } = process.env;
  return {
    ...env,
    JUPYTER_PREFER_ENV_PATH: "1",
    JUPYTER_PATH: join(venv(), "share", "jupyter"),
    PATH: [join(venv(), "bin"), dirname(process.execPath), env.PATH].join(":"),
  };
}

/** Why nothing can listen on that port; nothing when it is free. */
function portProblem(port: string, host: string): Promise<string | undefined> {
  if (!/^\d+$/.test(port) || Number(port) > 65535) {
    return Promise.resolve(
      `"${port}" is not a port: give a number from 0 to 65535, as in npm start -- --port 8890.`,
    );
  }
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => {
      const why = code === "EADDRINUSE" ? "is in use" : `cannot be opened (${code})`;
      const other = Math.min(Number(port) + 1, 65535);
      resolve(`Port ${port} ${why}: choose another, as in npm start -- --port ${other}.`);
    });
    server.listen(Number(port), host, () => server.close(() => resolve(undefined)));
  });
}

function serve(args: string[]): void {
  const python = join(venv(), "bin", "python");
  const child = spawn(python, ["-m", "jupyterlab", ...jupyterFlags(args, thisMachine())], {
    // Away from the terminal's Ctrl-C, on which JupyterLab would ask back, or leave kernels running.
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: environment(),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => child.kill("SIGTERM"));
  }
  child.on("error", (error) => {
    console.error(`JupyterLab does not start (${error.message}): delete .venv and try again.`);
    process.exitCode = 1;
  });
  child.on("exit", (code) => process.exit(code ?? 1));
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  const port = flag(args, "port", "ServerApp.port");
  const host = flag(args, "ip", "ServerApp.ip") ?? "127.0.0.1";
  const problem = port === undefined ? undefined : await portProblem(port, host);
  if (problem === undefined) {
    console.log("Starting JupyterLab; Ctrl-C stops it.");
    serve(args);
  } else {
    console.error(problem);
    process.exitCode = 1;
  }
}
