import type { Value, ValueMap } from "../../model/value.ts";
import type { BoundedBody } from "./body.ts";

/** A server's answer. */
export interface Reply {
  readonly status: number;
  /** By lower-case name, repeated ones joined by commas; only `set-cookie` is a list, as it cannot be joined. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The body as UTF-8; only its beginning if `truncated`. */
  readonly content: string;
  readonly truncated: boolean;
  /** The body's value, if its type says JSON and it is whole and valid. */
  readonly json?: Value;
  readonly elapsedMs: number;
}

/** The status and the headers of an answer, each header as often as the server sent it. */
interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Makes a reply of its parts; never fails, whatever the body is. */
export function parseReply({ status, headers }: Head, body: BoundedBody, elapsedMs: number): Reply {
  const content = body.bytes.toString("utf8");
  const json = body.truncated || !saysJson(headers["content-type"]) ? undefined : parseJson(content);
  const joined = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, join(name, value)]] : []));
  return {
    status,
    headers: Object.fromEntries(joined) as Reply["headers"],
    content,
    truncated: body.truncated,
    elapsedMs,
    ...(json !== undefined && { json }),
  };
}

function join(name: string, value: string | readonly string[]): string | readonly string[] {
  if (name === "set-cookie") return typeof value === "string" ? [value] : value;
  return typeof value === "string" ? value : value.join(", ");
}

/** The part of a task's result that comes from a reply. */
export function replyResult(reply: Reply, withContent: boolean): ValueMap {
  return {
    status: reply.status,
    headers: reply.headers,
    ...(withContent && { content: reply.content }),
    json: reply.json ?? null,
    truncated: reply.truncated,
    elapsed_ms: reply.elapsedMs,
  };
}

function saysJson(type: string | readonly string[] | undefined): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(type?.toString() ?? "");
}

function parseJson(text: string): Value | undefined {
  try {
    // What JSON.parse returns is a Value by construction.
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
