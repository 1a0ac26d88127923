import type { Incoming, Request, RequestContents, RequestType } from "./messages.js";

/** Gives the field's value, or throws what it should be. */
type Field<T> = (value: unknown) => T;
type Fields<Content> = { readonly [K in keyof Content]-?: Field<Content[K]> };

class WrongField extends Error {}

function field<T>(what: string, is: (value: unknown) => value is T): Field<T> {
  return (value) => {
    if (is(value)) return value;
    throw new WrongField(`must be ${what}, not ${describe(value)}`);
  };
}

const text = field("a string", (value) => typeof value === "string");
const flag = field("true or false", (value) => typeof value === "boolean");
const whole = field("a whole number", (value): value is number => Number.isInteger(value));
const dictionary = field("a dictionary", isDictionary);
const texts: Field<{ readonly [name: string]: string }> = field(
  "a dictionary of strings",
  (value): value is { readonly [name: string]: string } =>
    isDictionary(value) && Object.values(value).every((one) => typeof one === "string"),
);

/** What the protocol does not insist on: null counts as missing, as in Python's clients. */
function or<T, D>(read: Field<T>, missing: D): Field<T | D> {
  return (value) => (value === undefined || value === null ? missing : read(value));
}

const message = { comm_id: text, data: or(dictionary, {}) };

const requests: { readonly [T in RequestType]: Fields<RequestContents[T]> } = {
  kernel_info_request: {},
  execute_request: {
    code: text,
    silent: or(flag, false),
    store_history: or(flag, true),
    user_expressions: or(texts, {}),
    allow_stdin: or(flag, true),
    stop_on_error: or(flag, true),
  },
  complete_request: { code: text, cursor_pos: or(whole, Number.POSITIVE_INFINITY) },
  inspect_request: { code: text, cursor_pos: or(whole, Number.POSITIVE_INFINITY) },
  is_complete_request: { code: text },
  history_request: {
    hist_access_type: text,
    output: or(flag, false),
    start: or(whole, 0),
    stop: or(whole, Number.POSITIVE_INFINITY),
    n: or(whole, Number.POSITIVE_INFINITY),
    pattern: or(text, "*"),
    unique: or(flag, false),
  },
  comm_info_request: { target_name: or(text, undefined) },
  interrupt_request: {},
  shutdown_request: { restart: or(flag, false) },
  input_reply: { value: text },
  comm_open: { ...message, target_name: text },
  comm_msg: message,
  comm_close: message,
};

/** The request in a message, each field checked; throws a sentence when it is not one. */
export function readRequest({ header, address, content }: Incoming): Request {
  const type = header.msg_type;
  if (!isKnown(type)) throw new TypeError(`the kernel does not know ${type}`);
  const fields = Object.entries<Field<unknown>>(requests[type]).map(([name, read]) => {
    try {
      return [name, read(content[name])];
    } catch (error) {
      if (!(error instanceof WrongField)) throw error;
      throw new TypeError(`${type}: ${name} ${error.message}`);
    }
  });
  return { type, header, address, content: Object.fromEntries(fields) } as Request;
}

function isKnown(type: string): type is RequestType {
  return Object.hasOwn(requests, type);
}

function isDictionary(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
