// Requests whose fields have the wrong type are refused in words, and harm nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

const code = "1";
test.each([
  ["execute_request", {}, "code must be a string, not missing"],
  ["execute_request", { code: 3 }, "code must be a string, not a number"],
  ["execute_request", { code, silent: "no" }, "silent must be true or false, not a string"],
  [
    "execute_request",
    { code, store_history: 1 },
    "store_history must be true or false, not a number",
  ],
  ["execute_request", { code, allow_stdin: [] }, "allow_stdin must be true or false, not a list"],
  [
    "execute_request",
    { code, stop_on_error: {} },
    "stop_on_error must be true or false, not an object",
  ],
  [
    "execute_request",
    { code, user_expressions: ["1"] },
    "user_expressions must be a dictionary of strings, not a list",
  ],
  [
    "execute_request",
    { code, user_expressions: { a: 1 } },
    "user_expressions must be a dictionary of strings, not an object",
  ],
  [
    "complete_request",
    { code, cursor_pos: "1" },
    "cursor_pos must be a whole number, not a string",
  ],
  ["complete_request", { code: null, cursor_pos: 1 }, "code must be a string, not null"],
  ["inspect_request", { code, cursor_pos: 0.5 }, "cursor_pos must be a whole number, not a number"],
  ["is_complete_request", { code: {} }, "code must be a string, not an object"],
  ["history_request", { hist_access_type: 1 }, "hist_access_type must be a string, not a number"],
  [
    "history_request",
    { hist_access_type: "tail", n: "all" },
    "n must be a whole number, not a string",
  ],
  [
    "history_request",
    { hist_access_type: "search", pattern: 1 },
    "pattern must be a string, not a number",
  ],
  ["comm_info_request", { target_name: 1 }, "target_name must be a string, not a number"],
])("%s with %j", async (type, content, sentence) => {
  const { status, ename, evalue } = await kernel.request(type, content);
  expect({ status, ename, evalue }).toEqual({
    status: "error",
    ename: "KernelError",
    evalue: `${type}: ${sentence}`,
  });
  expect((await kernel.execute("1 + 1")).result).toBe("2");
});

test("a comm message with a wrong field is logged and passed over", async () => {
  kernel.send("comm_open", { comm_id: 1, target_name: "page", data: {} });
  kernel.send("comm_open", { comm_id: "a", target_name: null, data: {} });
  kernel.send("comm_msg", { comm_id: "a", data: "text" });
  expect((await kernel.execute("1 + 1")).result).toBe("2");
  for (const sentence of [
    "comm_open: comm_id must be a string, not a number",
    "comm_open: target_name must be a string, not null",
    "comm_msg: data must be a dictionary, not a string",
  ])
    expect(kernel.log).toContain(`refused on shell: ${sentence}`);
});

test("a prompt whose answer is not text fails in words and waits no longer", async () => {
  const { error } = await kernel.execute("prompt('name?')", { input: () => 3 });
  expect(error?.evalue).toBe("input_reply: value must be a string, not a number");
});

test("null stands for a field that the protocol makes optional", async () => {
  const { result } = await kernel.execute("1 + 1", { user_expressions: null, silent: null });
  expect(result).toBe("2");
});

test("a cursor outside of the code is taken as its nearest end", async () => {
  const asked = { code: "Math.ab", cursor_pos: 700 };
  const { matches, cursor_start, cursor_end } = await kernel.request("complete_request", asked);
  expect({ matches, cursor_start, cursor_end }).toEqual({
    matches: ["abs"],
    cursor_start: 5,
    cursor_end: 7,
  });
});
