// Which Python makes .venv.
import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { noPython, noVenv } from "./problem.mjs";

const candidates = ["python3", "python3.13", "python3.12", "python3.11"];
const probe = `import sys, importlib.util
print("%d.%d" % sys.version_info[:2], importlib.util.find_spec("ensurepip") is not None)`;

/** The first Python on PATH that is new enough and can make virtual environments. */
export function findPython() {
  const tooOld = [];
  let withoutVenv = "";
  for (const command of candidates) {
    const { stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8" });
    const [, major, minor, venv] = /^(\d+)\.(\d+) (True|False)$/m.exec(stdout ?? "") ?? [];
    if (major === undefined) continue;
    if (Number(major) !== 3 || Number(minor) < 11) tooOld.push(`${command} is ${major}.${minor}`);
    else if (venv === "False") withoutVenv ||= command;
    else return command;
  }
  throw withoutVenv === "" ? noPython(tooOld.join(", ")) : noVenv(withoutVenv);
}

/**
 * Whether the Python that made .venv is still there: an upgrade of the machine from 3.11 to 3.12
 * leaves a .venv whose packages the new one does not see.
 * @param {string} venv
 */
export function sameOldPython(venv) {
  const python = join(venv, "bin", "python");
  if (!existsSync(python)) return false;
  const name = basename(realpathSync(python));
  return !/^python3\.\d+$/.test(name) || existsSync(join(venv, "lib", name));
}

/** The environment for pip: what a user set for other projects must not steer this one. */
export function pipEnvironment() {
  const { PYTHONHOME: _home, PYTHONPATH: _path, ...env } = process.env;
  return { ...env, PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0", PIP_DISABLE_PIP_VERSION_CHECK: "1" };
}
