import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { build, type OutputFile } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

// kernel-lib/engine is what a page bundles: nothing in it may need Node.

/** The engine as one script for a browser, with and without the pictures of the digits. */
async function bundle(options: { digits: boolean }): Promise<string> {
  const empty = { name: "no digits", setup: leaveOutDigits };
  const { outputFiles, warnings } = await build({
    entryPoints: ["kernel-lib/src/engine.ts"],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    globalName: "engine",
    target: "es2022",
    write: false,
    // An import of Node's cannot be resolved for a browser, which fails the build.
    plugins: options.digits ? [] : [empty],
  });
  expect(warnings).toEqual([]);
  return (outputFiles[0] as OutputFile).text;
}

function leaveOutDigits(build: import("esbuild").PluginBuild): void {
  build.onLoad({ filter: /digits\.json$/ }, () => ({ contents: "[]", loader: "json" }));
}

describe("the engine in a browser", () => {
  let code: string;
  beforeAll(async () => {
    code = await bundle({ digits: true });
  });

  test("weighs at most 80 KB gzipped, without the digits", async () => {
    const packed = gzipSync(await bundle({ digits: false }), { level: 9 });
    expect(packed.length).toBeLessThanOrEqual(80_000);
  });

  test("trains a small network where there is no Node", () => {
    // A context has the language and nothing else: neither process nor require, console or fetch.
    const page = vm.createContext({});
    vm.runInContext(code, page);
    const { globals, before, after } = vm.runInContext(
      `(() => {
        const { data, torch, nn, F, optim, plot, np } = engine;
        torch.manualSeed(0);
        const { x, y } = data.xor();
        const model = new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));
        const optimizer = new optim.Adam(model.parameters(), { lr: 0.1 });
        const inputs = torch.tensor(x.tolist());
        const targets = torch.tensor(y.reshape([4, 1]).tolist());
        const losses = [];
        for (let step = 0; step < 100; step++) {
          optimizer.zeroGrad();
          const loss = F.mseLoss(model.forward(inputs), targets);
          loss.backward();
          optimizer.step();
          losses.push(loss.item());
        }
        plot.lines({ x: [...losses.keys()], series: { loss: losses }, title: "Loss" });
        const globals = ["process", "require", "Buffer"].filter((name) => name in globalThis);
        return { globals, before: losses[0], after: losses.at(-1) };
      })()`,
      page,
    );
    expect(globals).toEqual([]);
    expect(before).toBeGreaterThan(0.1);
    expect(after).toBeLessThan(0.01);
  });
});
