import { readFileSync } from "node:fs";
import vm from "node:vm";
import { Ajv } from "ajv";
import * as vega from "vega";
import * as vegaLite from "vega-lite";

/** What a reader of a notebook may see a spec under: the newest Vega-Lite and JupyterLab's own. */
export type Version = "6" | "5.6.1";

/** A Vega-Lite spec as JSON. */
export type Spec = Record<string, unknown>;

const file = (path: string): string =>
  readFileSync(new URL(`../../node_modules/${path}`, import.meta.url), "utf8");

/** A logger that remembers, made of closures: Vega calls its methods without their object. */
function remember(): { logger: vega.LoggerInterface; warnings: string[] } {
  const warnings: string[] = [];
  const keep = (...text: readonly unknown[]): vega.LoggerInterface => {
    const line = text.join(" ");
    // A selection listens to the browser's window, which Node lacks: no fault of the spec.
    if (line !== "Can not resolve event source: window") warnings.push(line);
    return logger;
  };
  const ignore = (): vega.LoggerInterface => logger;
  const logger = { level: ignore, error: keep, warn: keep, info: ignore, debug: ignore };
  return { logger: logger as vega.LoggerInterface, warnings };
}

type Engine = { vega: typeof vega; vegaLite: typeof vegaLite; parse: (json: string) => Spec };

const engines = new Map<Version, Engine>();

function load(version: Version): Engine {
  if (version === "6") return { vega, vegaLite, parse: JSON.parse };
  // vega-lite 5.6.1 would `require` vega 6, an ES module with top-level await. The browser builds
  // have no such wish, so they get a world of their own, as they have in JupyterLab.
  const world = vm.createContext({ console, setTimeout, clearTimeout, structuredClone, URL });
  vm.runInContext(file("vega-5.33/build/vega.min.js"), world);
  vm.runInContext(file("vega-lite-5.6/build/vega-lite.min.js"), world);
  return vm.runInContext("({ vega, vegaLite, parse: JSON.parse })", world);
}

function engine(version: Version): Engine {
  const known = engines.get(version);
  if (known !== undefined) return known;
  const loaded = load(version);
  engines.set(version, loaded);
  return loaded;
}

const message = (error: unknown): string =>
  error !== null && typeof error === "object" && "message" in error
    ? String(error.message)
    : String(error);

/** The Vega spec that a Vega-Lite spec compiles to, and every warning on the way. */
export function compileSpec(
  spec: Spec,
  version: Version = "6",
): { vega: vega.Spec; warnings: string[] } {
  const { logger, warnings } = remember();
  const { vegaLite, parse } = engine(version);
  // A copy: the compiler must meet JSON, as in a notebook, and may change what it is given.
  const copy = parse(JSON.stringify(spec)) as unknown as vegaLite.TopLevelSpec;
  const compiled = vegaLite.compile(copy, { logger });
  return { vega: compiled.spec, warnings };
}

/** The static picture of a spec as SVG, and every warning or error while drawing it. */
export async function renderSpec(
  spec: Spec,
  version: Version = "6",
): Promise<{ svg: string; warnings: string[] }> {
  const { logger, warnings } = remember();
  const { vega } = engine(version);
  const view = new vega.View(vega.parse(compileSpec(spec, version).vega), {
    renderer: "none",
    logger,
  });
  try {
    await view.runAsync();
    return { svg: await view.toSVG(), warnings };
  } finally {
    view.finalize();
  }
}

const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat("uri", (text) => URL.canParse(text));
ajv.addFormat("uri-reference", (text) => URL.canParse(text, "https://example.org"));
ajv.addFormat("color-hex", /^#([0-9a-f]{3}){1,2}$/i);
const schema = ajv.compile(JSON.parse(file("vega-lite/build/vega-lite-schema.json")));

/** Where a spec breaks Vega-Lite's JSON schema; empty when it is valid. */
export function schemaErrors(spec: Spec): string[] {
  if (schema(spec)) return [];
  const errors = schema.errors ?? [];
  // One wrong property fails every alternative above it; the deepest complaints name the culprit.
  const depth = (path: string): number => path.split("/").length;
  const deepest = Math.max(...errors.map((error) => depth(error.instancePath)));
  const lines = errors
    .filter((error) => depth(error.instancePath) === deepest)
    .map(({ instancePath, message, params }) => {
      return `${instancePath || "the spec"} ${message} ${JSON.stringify(params)}`;
    });
  return [...new Set(lines)].slice(0, 8);
}

/**
 * Everything wrong with a spec, one line each: no proper description, against the schema, warned of
 * or failing under Vega-Lite 6 or 5.6.1, when compiled or when drawn. Empty when all is well.
 * "Infinite extent" means that a layer is empty at first, say one that a hover fills: give its scale
 * a domain.
 */
export async function specProblems(spec: Spec): Promise<string[]> {
  const problems: string[] = [];
  const description = typeof spec.description === "string" ? spec.description.trim() : "";
  if (description.length < 40) {
    problems.push(
      `description: 40 characters or more wanted, found ${JSON.stringify(description)}`,
    );
  }
  problems.push(...schemaErrors(spec).map((error) => `schema: ${error}`));
  for (const version of ["6", "5.6.1"] as const) {
    try {
      const { warnings } = compileSpec(spec, version);
      problems.push(...warnings.map((text) => `Vega-Lite ${version} warns: ${text}`));
      const drawn = await renderSpec(spec, version);
      problems.push(...drawn.warnings.map((text) => `drawn under ${version}: ${text}`));
    } catch (error) {
      problems.push(`Vega-Lite ${version} fails: ${message(error)}`);
    }
  }
  return problems;
}
