import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Files } from "../typescript/virtualFiles.js";

const require = createRequire(import.meta.url);

/** TypeScript 7's own pipe to its compiler, as far as the kernel uses it. */
interface Channel {
  readonly child: ChildProcess;
  registerCallback(name: string, callback: (name: string, argument: string) => string): void;
  requestSync(method: string, parameters: string): string;
  close(): void;
}

/**
 * The compiler's process and the questions put to it. The client TypeScript 7 ships would do
 * as well, but brings its syntax tree along: 10 MB that nothing here needs.
 */
export class NativeProcess {
  readonly #channel: Channel;

  constructor(folder: string, files: Files) {
    const SyncRpcChannel = part("dist/api/syncChannel.js").SyncRpcChannel as new (
      command: string,
      flags: readonly string[],
    ) => Channel;
    const command = (part("lib/getExePath.js").default as () => string)();
    const flags = ["--api", "--cwd", folder, "--callbacks=readFile,fileExists"];
    this.#channel = new SyncRpcChannel(command, flags);
    this.#channel.registerCallback("readFile", (_, path) => {
      const content = files.read(JSON.parse(path) as string);
      // An empty answer: look on disk.
      return content === undefined ? "" : JSON.stringify({ content });
    });
    this.#channel.registerCallback("fileExists", (_, path) =>
      files.has(JSON.parse(path) as string) ? "true" : "",
    );
    this.ask("initialize", null);
  }

  /** The answer to a question; undefined for none. */
  ask<T>(method: string, parameters: object | null): T | undefined {
    const answer = this.#channel.requestSync(method, JSON.stringify(parameters));
    return answer === "" ? undefined : ((JSON.parse(answer) as T | null) ?? undefined);
  }

  /** At once: one that sees its pipe closed first complains of it on stderr. */
  close(): void {
    this.#channel.child.kill("SIGKILL");
    this.#channel.close();
  }
}

/** A file of the pinned TypeScript that its `exports` don't name. */
function part(path: string): { readonly [name: string]: unknown } {
  return require(join(dirname(require.resolve("typescript/package.json")), path));
}
