import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { Client, type Content, type Message } from "../../scripts/kernelClient.ts";

// What the kernel sends, held against Jupyter's messaging 5.4: any frontend that speaks it, VS
// Code's and nteract's too, gets what it knows and nothing it does not.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const free = { type: "object" };
const texts = { type: "array", items: text };
const bundle = { type: "object", propertyNames: { pattern: "^[a-z]+/[a-z0-9.+-]+$" } };

/** An object with these fields and no others; a name that ends in `?` may be absent. */
function fields(properties: Record<string, object>): object {
  const entries = Object.entries(properties).map(([name, of]) => [name.replace("?", ""), of]);
  const required = Object.keys(properties).filter((name) => !name.endsWith("?"));
  const known = Object.fromEntries(entries);
  return { type: "object", properties: known, required, additionalProperties: false };
}

const status = { const: "ok" };
const failure = { ename: text, evalue: text, traceback: texts };
const reply = (properties: Record<string, object>): object => ({
  oneOf: [
    fields({ status, ...properties }),
    fields({ status: { const: "error" }, ...failure, "execution_count?": count }),
    fields({ status: { const: "aborted" }, "execution_count?": count }),
  ],
});
const display = fields({
  data: bundle,
  metadata: free,
  transient: fields({ "display_id?": text }),
});
const comm = { comm_id: text, data: free };
const language = {
  ...{ name: text, version: text, mimetype: text, file_extension: text },
  ...{ "pygments_lexer?": text, "codemirror_mode?": {}, "nbconvert_exporter?": text },
};

const contents: Record<string, object> = {
  status: fields({ execution_state: { enum: ["busy", "idle", "starting"] } }),
  execute_input: fields({ code: text, execution_count: count }),
  execute_result: fields({ execution_count: count, data: bundle, metadata: free }),
  stream: fields({ name: { enum: ["stdout", "stderr"] }, text }),
  display_data: display,
  update_display_data: display,
  error: fields(failure),
  clear_output: fields({ wait: { type: "boolean" } }),
  comm_open: fields({ ...comm, target_name: text }),
  comm_msg: fields(comm),
  comm_close: fields(comm),
  input_request: fields({ prompt: text, password: { type: "boolean" } }),
  execute_reply: reply({
    execution_count: count,
    payload: { type: "array" },
    user_expressions: free,
  }),
  kernel_info_reply: reply({
    ...{ protocol_version: { const: "5.4" }, implementation: text, implementation_version: text },
    ...{ language_info: fields(language), banner: text, "debugger?": { type: "boolean" } },
    "help_links?": { type: "array", items: fields({ text, url: text }) },
  }),
  complete_reply: reply({ matches: texts, cursor_start: count, cursor_end: count, metadata: free }),
  inspect_reply: reply({ found: { type: "boolean" }, data: bundle, metadata: free }),
  is_complete_reply: fields({
    status: { enum: ["complete", "incomplete", "invalid", "unknown"] },
    "indent?": text,
  }),
  history_reply: reply({ history: { type: "array" } }),
  comm_info_reply: reply({ comms: free }),
  interrupt_reply: reply({}),
  shutdown_reply: reply({ restart: { type: "boolean" } }),
};

const header = fields({
  ...{ msg_id: text, session: text, username: text, msg_type: text },
  ...{
    date: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$" },
    version: { const: "5.4" },
  },
});

const ajv = new Ajv({ strict: false, allErrors: true });

function problems(schema: object | undefined, value: Content): string[] {
  if (schema === undefined) return ["is no message of 5.4"];
  ajv.validate(schema, value);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("every message of a session has the fields of protocol 5.4 and no others", async () => {
  const kernel = await Client.start();
  await kernel.execute(
    `
import * as tslab from "tslab"
console.log("out"); console.error("err")
const shown = tslab.newDisplay(); shown.text("a"); shown.html("b")
tslab.display.png(new Uint8Array([1]))
const here = globalThis as any
here[Symbol.for("Jupyter.clearOutput")](true)
const comm = here[Symbol.for("Jupyter.comms")].connect("page", {})
comm.send({ a: 1 }); comm.close()
prompt("name?")`,
    { input: () => "Ada" },
  );
  await kernel.execute("1 + 1", { user_expressions: { two: "2", none: "nowhere" } });
  await Promise.all(
    ["throw new Error('x')", "'aborted'"].map((code) => kernel.answer(kernel.submit(code))),
  );
  await kernel.execute("const s: string = 1");
  await kernel.execute("const = ");
  const code = "Math.ab";
  const at = { code, cursor_pos: code.length, detail_level: 0 };
  const requests = ["kernel_info", "complete", "inspect", "is_complete", "comm_info", "dance"];
  for (const type of requests) await kernel.request(`${type}_request`, at);
  await kernel.request("history_request", { hist_access_type: "tail", n: 3, output: false });
  await kernel.interrupt();
  await kernel.request("shutdown_request", { restart: false }, "control");
  await kernel.stop();

  const { received } = kernel;
  const seen = new Set(received.map(({ type }) => type));
  expect([...Object.keys(contents), "dance_reply"].filter((type) => !seen.has(type))).toEqual([]);
  const said = (message: Message): string[] => [
    ...problems(header, message.header),
    ...problems(
      contents[message.type] ?? (message.type === "dance_reply" ? reply({}) : undefined),
      message.content,
    ),
  ];
  const wrong = received.filter((message) => said(message).length > 0);
  expect(wrong.map((message) => [message.type, message.content, said(message)])).toEqual([]);
});
