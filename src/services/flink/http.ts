import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import { reasonOf } from "./reason.ts";
import { jsonText } from "../http/json-text.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpClient } from "../http/http.ts";
import { joinUrl } from "../http/url.ts";

/** Seconds for a read, and for a request that makes Flink run the job's own program. */
const SHORT = 30;
const LONG = 180;

/** Requests to a JobManager's REST API; `what` completes "Flink refused to …". */
export interface FlinkHttp {
  get(what: string, path: string): Promise<Outcome<Value>>;
  /** Undefined at status 404. */
  find(what: string, path: string): Promise<Outcome<Value | undefined>>;
  send(what: string, method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Outcome<Value>>;
}

export function flinkHttp({ reader, writer }: HttpClient, base: string): FlinkHttp {
  const requestTo = (path: string, timeout: number) => ({ url: joinUrl(base, path), timeout, validateCerts: true });
  return {
    get: async (what, path) => accepted(what, await reader.get(requestTo(path, SHORT))),
    find: async (what, path) => {
      const reply = await reader.get(requestTo(path, SHORT));
      return reply.ok && reply.value.status === 404 ? good(undefined) : accepted(what, reply);
    },
    send: async (what, method, path, body) => {
      const json = body === undefined ? {} : { body: jsonText(body), headers: { "content-type": "application/json" } };
      return accepted(what, await writer.request({ ...requestTo(path, LONG), ...json, method }));
    },
  };
}

/** The JSON of a successful answer. */
export function accepted(what: string, reply: Outcome<Reply>): Outcome<Value> {
  if (!reply.ok) return reply;
  const { status, json, content, problem } = reply.value;
  if (status >= 400) return bad(flinkFault("services/flink-refused", { what, reason: reasonOf(json, content) }));
  if (json !== undefined) return good(json);
  const reason =
    problem === undefined ? "its answer is not JSON; check that the address is Flink's" : `its answer ${problem}`;
  return bad(flinkFault("services/flink-refused", { what, reason }));
}
