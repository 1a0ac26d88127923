import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** One dictionary of a Jupyter message, as JSON carries it. */
export type Json = { [key: string]: unknown };

export interface Header extends Json {
  readonly msg_id: string;
  readonly msg_type: string;
}

/** A message of Jupyter's protocol 5.4 as it arrives: who asked, and what. */
export interface Message {
  readonly identities: readonly Buffer[];
  readonly header: Header;
  readonly parent: Json;
  readonly metadata: Json;
  readonly content: Json;
  readonly buffers: readonly Buffer[];
}

export const protocolVersion: string = "5.4";

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
  type: string,
  content: Json,
  parent: Json,
  metadata: Json = {},
  buffers: readonly Buffer[] = [],
): Buffer[] {
  const header = {
    msg_id: `${session}-${started}-${counter++}`,
    session,
    username: "kernel",
    date: new Date().toISOString(),
    msg_type: type,
    version: protocolVersion,
  };
  const parts = [header, parent, metadata, content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...identities, delimiter, Buffer.from(sign(key, parts)), ...parts, ...buffers];
}

/** The message in the frames; throws a sentence when they are not one, or not signed by us. */
export function decode(key: string, frames: readonly Buffer[]): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) throw new Error("a message without the delimiter <IDS|MSG>");
  const [signature, ...parts] = frames.slice(at + 1, at + 6);
  if (signature === undefined || parts.length < 4)
    throw new Error("a message with fewer than five parts after the delimiter");
  const expected = Buffer.from(sign(key, parts));
  if (key !== "" && !(signature.length === expected.length && timingSafeEqual(signature, expected)))
    throw new Error("a message with a wrong signature");
  const [header, parent, metadata, content] = parts.map(dictionary) as [Json, Json, Json, Json];
  if (typeof header.msg_id !== "string" || typeof header.msg_type !== "string")
    throw new Error("a message whose header lacks msg_id or msg_type");
  return {
    identities: frames.slice(0, at),
    header: header as Header,
    parent,
    metadata,
    content,
    buffers: frames.slice(at + 6),
  };
}

function dictionary(frame: Buffer): Json {
  const value: unknown = JSON.parse(frame.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a message with a part that is not a dictionary");
  return value as Json;
}
