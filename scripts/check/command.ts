import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../project.ts";

/** Runs a program; its output when it fails, undefined when all is well. */
export function complaintOf(command: string, args: string[], cwd: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0 ? null : output.trim() || `exit ${code}`));
  });
}

/** The pinned TypeScript compiler on a project; its complaints, one an entry. */
export async function typeErrors(project: string, ...flags: string[]): Promise<string[]> {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = [compiler, "-p", project, "--pretty", "false", ...flags];
  const complaint = await complaintOf(process.execPath, args, root);
  return complaint?.split(/\n(?!\s)/) ?? [];
}
