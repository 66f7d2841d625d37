import { parseJson } from "../../model/parse-json.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { KEPT, type BoundedBody } from "./body.ts";
import { decodeText } from "./text.ts";

/** A server's answer. */
export interface Reply {
  readonly status: number;
  /** By lower-case name, repeated ones joined by commas; only `set-cookie` is a list, as it cannot be joined. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The body as text; only its beginning if `truncated`. */
  readonly content: string;
  readonly truncated: boolean;
  /** The body's value, if its type says JSON and it is whole and valid. */
  readonly json?: Value;
  /** Why `content` is not what was sent, or why there is no `json` though the type says so: completes "the body … ". */
  readonly problem?: string;
  readonly elapsedMs: number;
}

/** The status and the headers of an answer, each header as often as the server sent it. */
interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Makes a reply of its parts; never fails, whatever the body is. */
export function parseReply({ status, headers }: Head, body: BoundedBody, elapsedMs: number): Reply {
  const type = headers["content-type"]?.toString() ?? "";
  const { content, json, problem } = parseBody(type, body);
  const joined = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, join(name, value)]] : []));
  return {
    status,
    headers: Object.fromEntries(joined) as Reply["headers"],
    content,
    truncated: body.truncated,
    elapsedMs,
    ...(json !== undefined && { json }),
    ...(problem !== undefined && { problem }),
  };
}

type ParsedBody = Pick<Reply, "content" | "json" | "problem">;

function parseBody(type: string, { bytes, truncated, encoded }: BoundedBody): ParsedBody {
  const { text, problem } = decodeText(bytes, type, truncated);
  if (encoded !== undefined) return { content: text, problem: `is compressed in an unknown way: ${encoded}` };
  const other = problem === undefined ? {} : { problem };
  if (!saysJson(type) || text === "") return { content: text, ...other };
  if (truncated) return { content: text, problem: `is longer than ${KEPT} bytes, so it was not parsed as JSON` };
  const parsed = parseJson(text);
  if (parsed.ok) return { content: text, json: parsed.value, ...other };
  return { content: text, problem: `is declared as JSON, but ${parsed.problem}` };
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
    problem: reply.problem === undefined ? null : `The body ${reply.problem}.`,
    truncated: reply.truncated,
    elapsed_ms: reply.elapsedMs,
  };
}

/** Whether a Content-Type is JSON's. */
export function saysJson(type: string): boolean {
  return /^\s*(application|text)\/([\w.+-]+\+)?json\b/i.test(type);
}
