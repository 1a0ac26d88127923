import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/project.ts";

// A figure is drawn in a thread that starts from a built file, so these tests take a copy of the
// build and talk to it in child processes, as a kernel would.
mkdirSync(join(root, "build"), { recursive: true });
const built = `${mkdtempSync(join(root, "build", "show-test-"))}/`;
cpSync(join(root, "kernel-lib", "dist"), built, { recursive: true });
afterAll(() => rmSync(built, { recursive: true }));

/** What a program with kernel-lib's names prints; `file` is its place on disk. */
function run(program: string, file: string = `${built}program.mjs`): string {
  const names = "show, table, plot, Value, np";
  writeFileSync(file, `import { ${names} } from "${built}index.js";\n${program}`);
  const { stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(stderr).toBe("");
  return stdout;
}

const figure = `
  const a = new Value(2, "a");
  const figure = plot.computationGraph(a.mul(3).named("y"), { title: 'a < b & "c"' });`;
const hook = `
  globalThis[Symbol.for("Jupyter.displayData")] = (data) => console.log(JSON.stringify(data));`;

describe("a figure in a kernel", () => {
  test("is one output: the specification as an object, a picture, and its description", () => {
    const bundle = JSON.parse(run(`${hook}${figure} show(figure);`));
    const description = `a < b & "c". Computation graph of y`;
    expect(Object.keys(bundle)).toEqual([
      "application/vnd.vegalite.v5+json",
      "image/svg+xml",
      "text/plain",
    ]);
    expect(bundle["application/vnd.vegalite.v5+json"]).toMatchObject({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      layer: expect.any(Array),
    });
    expect(bundle["text/plain"]).toContain(description);
    const label = `role="img" aria-label="a &#60; b &#38; &#34;c&#34;. Computation graph of y`;
    expect(bundle["image/svg+xml"]).toMatch(/^<svg .*<\/svg>$/s);
    expect(bundle["image/svg+xml"]).toContain(label);
    expect(bundle["image/svg+xml"]).toContain(">6</text>");
  });

  test("is shown in the order of the cell's other output, without an await", () => {
    const lines = run(`${hook}${figure}
      console.log("before"); show(figure); console.log("after"); show([{ n: 1 }]);`);
    expect(lines.split("\n").map((line) => line.slice(0, 14))).toEqual([
      "before",
      `{"application/`,
      "after",
      `{"text/html":"`,
      "",
    ]);
  });

  test("leaves what only a hover shows out of the picture", () => {
    const bundle = JSON.parse(
      run(`${hook}
        const x = { field: "x", type: "quantitative" };
        const nearest = { name: "at", select: { type: "point", nearest: true, on: "mouseover" } };
        const near = { test: { param: "at", empty: false }, value: 1 };
        show({
          $schema: plot.schema, description: "dots", data: { values: [{ x: 1 }, { x: 2 }, { x: 4 }] },
          layer: [
            { mark: { type: "tick", color: "teal" }, encoding: { x } },
            { params: [nearest], mark: "point",
              encoding: { x, opacity: { condition: near, value: 0 } } },
          ],
        });`),
    );
    const svg: string = bundle["image/svg+xml"];
    expect(svg.match(/teal/g)).toHaveLength(3);
    expect(svg).not.toContain("voronoi");
    expect(svg).not.toContain('opacity="0"');
  });

  test("goes through stock tslab's writer of whole bundles", () => {
    const kernel = `${built}node_modules/tslab/dist/`;
    mkdirSync(kernel, { recursive: true });
    writeFileSync(`${built}node_modules/tslab/package.json`, `{ "type": "commonjs" }`);
    writeFileSync(
      `${kernel}jupyter.js`,
      "exports.lastWriteDisplayData = (content, update) => console.log(content, update);",
    );
    const output = run(`
      import { createRequire } from "node:module";
      createRequire(import.meta.url)("tslab/dist/jupyter");
      show(table([{ n: 1 }]));`);
    expect(output).toMatch(
      /data: \{[^}]*'text\/plain'[^}]*\},\s+metadata: \{\},\s+transient: \{\}/,
    );
    expect(output).toMatch(/\} false\n$/);
  });
});

describe("outside a kernel", () => {
  test("a figure prints its description and the program ends by itself", () => {
    expect(run(`${figure} show(figure);`)).toMatch(/^a < b & "c"\. Computation graph of y .*\.\n$/);
  });

  test("records print as a table, numbers to the right", () => {
    expect(
      run(`show([{ name: "x", value: 0.5 }, { name: "long", value: -12 }, { value: null }]);`),
    ).toMatchInlineSnapshot(`
      "name  value
      ────  ─────
      x       0.5
      long    -12

      "
    `);
  });

  test("an array prints as NumPy prints it", () => {
    expect(run("show(np.array([[1, 2], [3, 4.5]]));")).toBe("[[1.  2. ]\n [3.  4.5]]\n");
  });
});

test("a table's HTML is escaped, aligned and free of colours", () => {
  const html = run(`
    const rows = [{ "<th>": "<script>alert(1)</script>", n: 0.1 + 0.2 }];
    console.log(table(rows, { caption: "a & b" }).toHTML());`);
  expect(html).toMatchInlineSnapshot(`
    "<table><caption style="white-space:nowrap">a &#38; b</caption><thead><tr><th scope="col" style="text-align:left">&#60;th&#62;</th><th scope="col" style="text-align:right">n</th></tr></thead><tbody><tr><td style="text-align:left">&#60;script&#62;alert(1)&#60;/script&#62;</td><td style="text-align:right">0.3</td></tr></tbody></table>
    "
  `);
});

test("a table writes small numbers with a power of ten", () => {
  expect(run("show([{ x: -3.4205777663e-6 }, { x: 0.00012 }]);")).toMatchInlineSnapshot(`
    "            x
    ─────────────
    -3.4205778e-6
          0.00012
    "
  `);
});

test("a table keeps every digit of a whole number, and marks what only looks whole", () => {
  const numbers = "[2146435072, -123456789, 123456789.26, 9007199254740991, 1 - 1e-12, 2 / 3, -0]";
  const cells = run(`
    const rows = ${numbers}.map((x) => ({ x }));
    console.log(table(rows).toHTML().match(/(?<=right">)[^<x]+/g).join(" "));`);
  expect(cells).toBe("2146435072 -123456789 123456789.3 9007199254740991 ≈1 0.66666667 0\n");
});

describe("a mistake is named with its remedy", () => {
  test.each([
    [
      "a figure without a description",
      `${figure} show({ ...figure, description: " " });`,
      "show: the figure has no description; say in words what it shows",
    ],
    [
      "a figure that does not compile",
      `${figure} show({ ...figure, layer: [{ mark: "dot" }] });`,
      "show: the figure does not compile cleanly: Cannot read properties of undefined (reading 'filled')",
    ],
    [
      "a figure that compiles with a warning",
      `show({ $schema: plot.schema, description: "d", data: { values: [{ a: 1 }] }, mark: "bar",
        encoding: { shape: { field: "a", type: "nominal" } } });`,
      'show: the figure does not compile cleanly: shape dropped as it is incompatible with "bar".',
    ],
    [
      "a text",
      `show("figure");`,
      "show: got a string; give a figure, an array, a table or records",
    ],
    [
      "an object of no known kind",
      "show({});",
      "show: got an object of no known kind; give a figure, an array, a table or records",
    ],
    ["no rows", "show([]);", "table: there are no rows; give at least one record"],
    [
      "a row that is not a record",
      "show([{ x: 1 }, 2]);",
      "table: row 1 is 2; give records such as { x: 1, y: 2 }",
    ],
    [
      "an unknown option",
      `table([{ x: 1 }], { title: "t" });`,
      "table: no option title; it knows caption",
    ],
  ])("%s", (_, program, message) => {
    expect(run(`try { ${program} } catch (error) { console.log(error.message); }`)).toBe(
      `${message}\n`,
    );
  });
});
