// What the machine lacks is one sentence with the remedy.
import { expect, test } from "vitest";
import { healthy, install, pip, setUp, uninstall, useFreshProject } from "./project.ts";

useFreshProject();

async function failure(commands: Record<string, string>, nodeFlags?: string[]): Promise<string> {
  install(commands);
  const { code, stderr } = await setUp([], nodeFlags);
  expect(code).toBe(1);
  return stderr;
}

test("an old Node", async () => {
  const old = "Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})";
  expect(await failure({}, ["--import", `data:text/javascript,${old}`])).toMatchInlineSnapshot(`
    "Node 20.18.3 is too old: install Node 20.19 or newer (https://nodejs.org), then run the same command again.
    "
  `);
});

test("no Python", async () => {
  uninstall("python3");
  expect(await failure({})).toMatchInlineSnapshot(`
    "Python is missing: install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv), then run the same command again.
    "
  `);
});

test("an old Python", async () => {
  expect(await failure({ python3: `echo "3.9 True"` })).toMatchInlineSnapshot(`
    "Python is too old (python3 is 3.9): install Python 3.11 or newer (Debian, Ubuntu: sudo apt install python3 python3-venv), then run the same command again.
    "
  `);
});

test("an old Python beside a new one is no problem", async () => {
  install({ python3: `echo "3.9 True"`, "python3.12": healthy.python3.replace("3.11", "3.12") });
  expect((await setUp()).code).toBe(0);
});

test("a Python without venv", async () => {
  expect(await failure({ python3: `echo "3.11 False"` })).toMatchInlineSnapshot(`
    "python3 cannot make virtual environments: install its venv module (Debian, Ubuntu: sudo apt install python3-venv), then run the same command again.
    "
  `);
});

test("no network for npm", async () => {
  const npm = `echo "npm error code EAI_AGAIN
npm error request to https://registry.npmjs.org/ajv failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org" >&2; exit 1`;
  expect(await failure({ npm })).toMatchInlineSnapshot(`
    "No connection to the package registries (registry.npmjs.org, pypi.org): connect to the network or set your proxy (HTTPS_PROXY), then run the same command again.
    "
  `);
});

test("no network for pip", async () => {
  const python3 =
    pip(`echo "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(
<pip._vendor.urllib3.connection.HTTPSConnection object>: Failed to establish a new connection: [Errno -2] Name or service not known')': /simple/anyio/
ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)
ERROR: No matching distribution found for anyio==4.16.0" >&2; exit 1`);
  expect(await failure({ python3 })).toMatchInlineSnapshot(`
    "No connection to the package registries (registry.npmjs.org, pypi.org): connect to the network or set your proxy (HTTPS_PROXY), then run the same command again.
    "
  `);
});

test("a machine without the library that Node needs", async () => {
  const npm = `echo "npm error command sh -c node ./script/install.js
npm error node: error while loading shared libraries: libatomic.so.1: cannot open shared object file: No such file or directory" >&2; exit 127`;
  expect(await failure({ npm })).toMatchInlineSnapshot(`
    "Node 26 needs the library libatomic: install it (Debian, Ubuntu: sudo apt install libatomic1; Fedora: sudo dnf install libatomic), then run the same command again.
    "
  `);
});

test("a full disk for npm", async () => {
  const npm = `echo "npm error code ENOSPC
npm error nospc ENOSPC: no space left on device, write" >&2; exit 1`;
  expect(await failure({ npm })).toMatchInlineSnapshot(`
    "The disk is full: make room (PROJECT needs about 2 GB), then run the same command again.
    "
  `);
});

test("a full disk for pip", async () => {
  const python3 = pip(
    `echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2; exit 1`,
  );
  expect(await failure({ python3 })).toMatchInlineSnapshot(`
    "The disk is full: make room (PROJECT needs about 2 GB), then run the same command again.
    "
  `);
});

test("a Python for which a locked package has no build", async () => {
  const python3 = pip(`echo "ERROR: No matching distribution found for pyzmq==27.3.0" >&2; exit 1`);
  expect(await failure({ python3 })).toMatchInlineSnapshot(`
    "pyzmq==27.3.0 does not exist for this Python and machine: install Python 3.11, 3.12 or 3.13, delete .venv, then run the same command again.
    "
  `);
});

test("anything else is told in the words of the command that failed", async () => {
  const npm = 'echo "npm error code EINTEGRITY" >&2; exit 1';
  expect(await failure({ npm })).toMatchInlineSnapshot(`
    "npm error code EINTEGRITY
    The set-up stopped: npm ci --include=dev --ignore-scripts=false --engine-strict=false --loglevel=error --no-audit --no-fund failed; what it said stands above.
    "
  `);
});
