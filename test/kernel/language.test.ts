import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Client, type Content } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
  await kernel.execute(`
import { np } from "kernel-lib"
/** Adds two numbers. */
function addUp(left: number, right = 1): number { return left + right }
interface Point { x: number; y: number }
const point: Point = { x: 1, y: 2 }`);
});
afterAll(() => kernel.stop());

/** Completes at the cursor, written as |. */
function complete(text: string): Promise<Content> {
  const at = text.indexOf("|");
  const cursor_pos = [...text.slice(0, at)].length;
  return kernel.request("complete_request", { code: text.replace("|", ""), cursor_pos });
}

async function inspect(text: string): Promise<Content> {
  const cursor_pos = text.indexOf("|");
  const code = text.replace("|", "");
  return kernel.request("inspect_request", { code, cursor_pos, detail_level: 0 });
}

describe("completion", () => {
  test("np.zer becomes np.zeros and np.zerosLike", async () => {
    const reply = await complete("np.zer|");
    expect(reply.matches.slice(0, 2)).toEqual(["zeros", "zerosLike"]);
    expect(reply).toMatchObject({ status: "ok", cursor_start: 3, cursor_end: 6 });
  });

  test("names each entry's kind", async () => {
    const kinds = async (text: string): Promise<Record<string, string>> => {
      const { metadata } = await complete(text);
      const entries = metadata._jupyter_types_experimental as { text: string; type: string }[];
      return Object.fromEntries(entries.map((entry) => [entry.text, entry.type]));
    };
    expect(await kinds("addU|")).toEqual({ addUp: "function" });
    expect(await kinds("point.|")).toEqual({ x: "field", y: "field" });
    expect(await kinds("const here = 1; her|")).toMatchObject({ here: "variable" });
  });

  test("knows names of earlier cells and of this one, in the middle of a line", async () => {
    expect((await complete("const local1 = poi|; 1")).matches[0]).toBe("point");
    expect((await complete("const local2 = 1\nconsole.log(loca|)")).matches[0]).toBe("local2");
  });

  test("hides what the kernel adds", async () => {
    const { matches } = await complete("$|");
    expect(matches.filter((name: string) => /^\$\d/.test(name))).toEqual([]);
  });

  test("counts characters, not UTF-16 units", async () => {
    const reply = await complete("'😀'; np.zer|");
    expect(reply).toMatchObject({ cursor_start: 8, cursor_end: 11 });
    expect(reply.matches[0]).toBe("zeros");
  });

  test("completes properties of an object literal by its type", async () => {
    expect((await complete("const q: Point = { | }")).matches).toEqual(
      expect.arrayContaining(["x", "y"]),
    );
  });

  test("changes nothing", async () => {
    await complete("const ghost = 1; gho|");
    expect((await kernel.execute("ghost")).error?.evalue).toMatch("Cannot find name 'ghost'");
  });
});

describe("inspection", () => {
  test("shows signature and docstring as Markdown", async () => {
    const { found, data } = await inspect("addU|p(1)");
    expect(found).toBe(true);
    expect(data["text/markdown"]).toMatchInlineSnapshot(`
      "\`\`\`typescript
      addUp: (left: number, right?: number) => number
      \`\`\`

      Adds two numbers."
    `);
  });

  test("shows np.matmul's docstring", async () => {
    const { data } = await inspect("np.matmul|");
    expect(data["text/markdown"]).toMatch(/matmul/);
    expect(data["text/markdown"].split("```")[2].trim()).not.toBe("");
  });

  test("among the arguments shows the function called", async () => {
    expect((await inspect("addUp(1, |")).data["text/plain"]).toMatch("addUp");
    expect((await inspect("addUp([1, 2].length, |)")).data["text/plain"]).toMatch("addUp");
  });

  test("shows variables, types and classes", async () => {
    expect((await inspect("poi|nt")).data["text/plain"]).toMatchInlineSnapshot(`"point: Point"`);
    expect((await inspect("let z: Poi|nt")).data["text/plain"]).toMatchInlineSnapshot(
      `"interface Point"`,
    );
    expect((await inspect("new Ma|p()")).data["text/plain"]).toMatch("Map");
  });

  test("shows what a type's name stands for", async () => {
    const text = async (code: string): Promise<string> =>
      (await inspect(code)).data["text/plain"].trim();
    await kernel.execute("/** Small or large. */ type Size = 'small' | 'large'; enum Hue { Red }");
    expect(await text("let size: Si|ze")).toMatchInlineSnapshot(`
      "type Size = "large" | "small"

      Small or large."
    `);
    expect(await text("let hue: Hu|e")).toMatch("Hue");
    expect(await text("const __private = 1; __pri|vate")).toMatchInlineSnapshot(`"__private: 1"`);
  });

  test("finds nothing in nothing", async () => {
    expect(await inspect("|")).toMatchObject({ status: "ok", found: false, data: {} });
    expect((await inspect("1 + | 2")).found).toBe(false);
  });
});

/** The children of a process with this argument; without procps, which a small Debian lacks. */
function childrenOf(parent: number, argument: string): number[] {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => {
    try {
      const [, ppid] = /\) \S+ (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return Number(ppid) === parent && words.includes(argument);
    } catch {
      return false; // gone since it was listed
    }
  });
}

test("a compiler process that dies is replaced without the reader noticing", async () => {
  const compilers = childrenOf(kernel.process.pid as number, "--api");
  expect(compilers).toHaveLength(1);
  for (const pid of compilers) process.kill(pid, "SIGKILL");
  expect((await kernel.execute("addUp(point.x)")).result).toBe("2");
  expect((await kernel.execute("addUp('x')")).error?.ename).toBe("TypeScriptError");
});
