import type { IncomingHttpHeaders } from "node:http";
import type { Value, ValueMap } from "../../model/value.ts";

/** What a server answered. */
export interface Reply {
  readonly status: number;
  /** By lower-case name; a list where the server sent several that cannot be joined (set-cookie). */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The body as UTF-8; where it was longer than is kept, its beginning. */
  readonly content: string;
  readonly truncated: boolean;
  /** The body's value, where its type says JSON and it is whole and valid. */
  readonly json?: Value;
  readonly elapsedMs: number;
}

/** A reply from its parts; never fails, whatever the body is. */
export function parseReply(
  head: { readonly status: number; readonly headers: IncomingHttpHeaders },
  body: { readonly bytes: Buffer; readonly truncated: boolean },
  elapsedMs: number,
): Reply {
  const content = body.bytes.toString("utf8");
  const json = body.truncated || !saysJson(head.headers["content-type"]) ? undefined : parseJson(content);
  return {
    status: head.status,
    headers: Object.fromEntries(
      Object.entries(head.headers).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
    content,
    truncated: body.truncated,
    elapsedMs,
    ...(json !== undefined && { json }),
  };
}

/** What `register` holds of a reply. */
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

function saysJson(type: string | undefined): boolean {
  return /^application\/([\w.+-]+\+)?json\b/i.test(type ?? "");
}

function parseJson(text: string): Value | undefined {
  try {
    // What JSON.parse returns is a Value by construction.
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}
