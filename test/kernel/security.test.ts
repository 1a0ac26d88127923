import { createHmac, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

const code = "process.env.ATTACKED = 'yes'";
const attack = { code, silent: false, store_history: true, allow_stdin: false };

/** True when the kernel still runs cells, and none of the refused ones was among them. */
async function unharmed(): Promise<boolean> {
  return (await kernel.execute("process.env.ATTACKED === undefined")).result === "true";
}

test("a message with a wrong signature is refused and logged", async () => {
  const frames = kernel.frames("execute_request", attack, randomUUID());
  frames[1] = Buffer.from(createHmac("sha256", "another key").update("x").digest("hex"));
  await kernel.sendRaw(frames);
  frames[1] = Buffer.from("");
  await kernel.sendRaw(frames);
  expect(await unharmed()).toBe(true);
  expect(kernel.log.match(/refused on shell: a message with a wrong signature/g)).toHaveLength(2);
});

test("a message changed after it was signed is refused", async () => {
  const frames = kernel.frames("execute_request", { ...attack, code: "1" }, randomUUID());
  frames[5] = Buffer.from(JSON.stringify(attack));
  await kernel.sendRaw(frames);
  expect(await unharmed()).toBe(true);
});

test("malformed messages change nothing and are logged", async () => {
  const [delimiter] = kernel.frames("x", {}, "x") as [Buffer];
  const signed = (...parts: string[]): Buffer[] => {
    const hmac = createHmac("sha256", kernel.key);
    for (const part of parts) hmac.update(part);
    return [delimiter, Buffer.from(hmac.digest("hex")), ...parts.map((part) => Buffer.from(part))];
  };
  await kernel.sendRaw([Buffer.from("no delimiter")]);
  await kernel.sendRaw([delimiter]);
  await kernel.sendRaw(signed("{}", "{}", "{}"));
  await kernel.sendRaw(signed("{", "{}", "{}", "{}"));
  await kernel.sendRaw(signed("[]", "{}", "{}", "{}"));
  await kernel.sendRaw(signed("{}", "{}", "{}", "{}"));
  await kernel.sendRaw(signed('{"msg_id":1,"msg_type":"execute_request"}', "{}", "{}", "{}"));
  expect(await unharmed()).toBe(true);
  expect(kernel.log).toMatch("without the delimiter");
  expect(kernel.log).toMatch("fewer than five parts");
  expect(kernel.log).toMatch("not a dictionary");
  expect(kernel.log).toMatch("lacks msg_id or msg_type");
});

test("contents of the wrong type are answered, not obeyed", async () => {
  const contents = [
    {},
    { code: 5 },
    { code: null },
    { code: ["x"] },
    { code: "1", user_expressions: 3 },
  ];
  for (const content of contents) {
    const reply = await kernel.request("execute_request", content);
    expect(reply.status).toBe("error");
  }
  const odd = { code: {}, cursor_pos: "far", detail_level: -1 };
  for (const type of ["complete_request", "inspect_request", "is_complete_request"])
    expect((await kernel.request(type, odd)).status).toBe("error");
  expect((await kernel.request("history_request", { hist_access_type: 7, n: "x" })).status).toBe(
    "error",
  );
  expect(await unharmed()).toBe(true);
});

/** Where a process listens for TCP connections, as Linux writes it: "0100007F:1F90". */
function listening(pid: number): string[] {
  const inodes = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    } catch {
      return undefined; // closed since it was listed
    }
  });
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .filter((table) => existsSync(table))
    .flatMap((table) => readFileSync(table, "utf8").trim().split("\n").slice(1))
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === "0A" && inodes.includes(inode))
    .map(([, address]) => address);
}

test("sockets bind only where the connection file says", () => {
  const loopback = (port: number): string =>
    `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  expect(listening(kernel.process.pid as number).toSorted()).toEqual(
    kernel.ports.map(loopback).toSorted(),
  );
});

test("the connection file is readable by its owner alone", () => {
  expect(statSync(kernel.connectionFile).mode & 0o777).toBe(0o600);
});

test("the kernel still answers after 10,000 mutated messages", async () => {
  let seed = 20_251_120;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed >>> 8) % below; // a congruential generator's low bits repeat
  };
  const types = ["execute_request", "complete_request", "comm_msg", "kernel_info_request"];
  for (let i = 0; i < 10_000; i++) {
    const frames = kernel.frames(types[random(4)] as string, attack, randomUUID());
    const which = random(frames.length);
    const frame = Buffer.from(frames[which] as Buffer);
    const mutation = random(4);
    if (mutation === 0) frame[random(frame.length)] ^= 1 << random(8);
    if (mutation === 3) frames.splice(which, 1);
    else if (mutation === 2) frames.splice(which, 0, frames[random(frames.length)] as Buffer);
    else frames[which] = mutation === 1 ? frame.subarray(0, random(frame.length)) : frame;
    await kernel.sendRaw(frames);
  }
  const { result } = await kernel.execute("1 + 1");
  expect(result).toBe("2");
}, 60_000);
