import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import {
  type Dictionary,
  type Header,
  type Incoming,
  protocolVersion,
} from "../protocol/messages.js";

/** A message to be sent. */
interface Outgoing {
  readonly type: string;
  readonly content: object;
  readonly parent: Dictionary;
}

const delimiter = Buffer.from("<IDS|MSG>");
const session = randomUUID();
const started = Date.now().toString(36);
let counter = 0;

/** The hex HMAC-SHA256 of the four dictionaries; empty when the connection has no key. */
export function sign(key: string, parts: readonly (Buffer | string)[]): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

/** The frames of one message, ready for a socket. */
export function encode(
  key: string,
  identities: readonly Buffer[],
  { type, content, parent }: Outgoing,
): Buffer[] {
  const header = {
    msg_id: `${session}-${started}-${counter++}`,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    msg_type: type,
    version: protocolVersion,
  };
  const parts = [header, parent, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
  return [...identities, delimiter, Buffer.from(sign(key, parts)), ...parts];
}

/** The message in the frames; throws a sentence when they are not one, or not signed by us. */
export function decode(key: string, frames: readonly Buffer[]): Incoming {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) throw new Error("a message without the delimiter <IDS|MSG>");
  const [signature, ...parts] = frames.slice(at + 1, at + 6);
  if (signature === undefined || parts.length < 4)
    throw new Error("a message with fewer than five parts after the delimiter");
  const expected = Buffer.from(sign(key, parts));
  if (key !== "" && !(signature.length === expected.length && timingSafeEqual(signature, expected)))
    throw new Error("a message with a wrong signature");
  const [header, , , content] = parts.map(dictionary) as [
    Dictionary,
    Dictionary,
    Dictionary,
    Dictionary,
  ];
  if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string")
    throw new Error("a message whose header lacks msg_id or msg_type");
  return {
    address: frames.slice(0, at),
    header: header as Header,
    content,
  };
}

function dictionary(frame: Buffer): Dictionary {
  const value: unknown = JSON.parse(frame.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a message with a part that is not a dictionary");
  return value as Dictionary;
}
