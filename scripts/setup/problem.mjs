// What goes wrong on other people's machines, each as one sentence with the remedy.

const again = "then run the same command again";

/** A failure the user can mend; its message is all that gets printed. */
export class Problem extends Error {}

/** A command that ended with another exit code than 0. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} output
   */
  constructor(command, output) {
    super(`${command} failed`);
    this.command = command;
    this.output = output;
  }
}

const diskFull = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/;
const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|Failed to establish a new connection|NewConnectionError|NameResolutionError|Temporary failure in name resolution|ConnectTimeoutError|Read timed out/;
const noWritePermission = /EACCES|EPERM|EROFS|Permission denied|Read-only file system/;
const noLibrary = /error while loading shared libraries: ([^:\s]+)/;
const noSuchPackage = /No matching distribution found for (\S+)/;

/**
 * One sentence for a failure whose cause shows in its output; nothing for any other.
 * @param {string} text
 * @param {string} root
 * @returns {string | undefined}
 */
export function remedy(text, root) {
  const library = noLibrary.exec(text)?.[1];
  if (library === "libatomic.so.1") {
    return `Node 26 needs the library libatomic: install it (Debian, Ubuntu: sudo apt install libatomic1; Fedora: sudo dnf install libatomic), ${again}.`;
  }
  if (library !== undefined) {
    return `The library ${library} is missing: install the package of your system that has it, ${again}.`;
  }
  if (diskFull.test(text)) {
    return `The disk is full: make room (${root} needs about 2 GB), ${again}.`;
  }
  if (noNetwork.test(text)) {
    return `No connection to the package registries (registry.npmjs.org, pypi.org): connect to the network or set your proxy (HTTPS_PROXY), ${again}.`;
  }
  if (noWritePermission.test(text)) {
    return `No permission to write in ${root}: make the folder yours (sudo chown -R "$USER" .), ${again}.`;
  }
  const missing = noSuchPackage.exec(text)?.[1];
  if (missing) {
    return `${missing} does not exist for this Python and machine: install Python 3.11, 3.12 or 3.13, delete .venv, ${again}.`;
  }
  return undefined;
}

/** @param {string} found the versions found, as in "python3 is 3.9"; empty when there is none */
export function noPython(found) {
  const what = found === "" ? "Python is missing" : `Python is too old (${found})`;
  return new Problem(
    `${what}: install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv), ${again}.`,
  );
}

/** @param {string} python the command that lacks ensurepip */
export function noVenv(python) {
  return new Problem(
    `${python} cannot make virtual environments: install its venv module (Debian, Ubuntu: sudo apt install ${python}-venv), ${again}.`,
  );
}
