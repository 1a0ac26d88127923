/**
 * Draws Vega-Lite specifications as SVG in a thread of its own: vega awaits at its top level,
 * so it cannot be required, and drawing is asynchronous while a cell wants its figure at once.
 */
import { type MessagePort, workerData } from "node:worker_threads";
import type { Spec as VegaSpec, View } from "vega";
import type { TopLevelSpec } from "vega-lite";

/** What comes back for a specification. */
export type Drawn = { svg?: string; problems: string[] };

type Part = { name?: string; marks?: Part[] };

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };
const libraries = Promise.all([import("vega"), import("vega-lite")]);

port.on("message", async (spec: TopLevelSpec) => {
  const drawn = await draw(spec).catch((error: unknown) => ({
    problems: [error instanceof Error ? error.message : String(error)],
  }));
  port.postMessage(drawn satisfies Drawn);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});

async function draw(spec: TopLevelSpec): Promise<Drawn> {
  const [vega, vegaLite] = await libraries;
  const problems: string[] = [];
  const keep = (...text: readonly unknown[]) => {
    const line = text.join(" ");
    // A selection listens to the browser's window, which a thread lacks: no fault of the figure.
    if (line !== "Can not resolve event source: window") problems.push(line);
    return logger;
  };
  const ignore = () => logger;
  const logger = { level: ignore, error: keep, warn: keep, info: ignore, debug: ignore };
  const options = { logger: logger as unknown as ReturnType<View["logger"]> };
  const compiled = vegaLite.compile(spec, options).spec;
  dropHover(compiled);
  const view = new vega.View(vega.parse(compiled as VegaSpec), { renderer: "none", ...options });
  try {
    const svg = await view.toSVG();
    return { svg: svg.replaceAll(invisible, ""), problems };
  } finally {
    view.finalize();
  }
}

/** The cells around points that catch a hover outweigh the figure; a picture has no hover. */
function dropHover(part: Part): void {
  part.marks = part.marks?.filter(({ name }) => !name?.endsWith("_voronoi"));
  part.marks?.forEach(dropHover);
}

const invisible = /<(path|line|rect|text|image)\b[^>]* opacity="0"[^>]*?(\/>|>[^<]*<\/\1>)/g;
