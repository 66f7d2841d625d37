import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { Dial } from "../../module/contract.ts";
import { reasonOf } from "./responses.ts";
import { jsonText } from "../http/body.ts";
import type { Reply } from "../http/reply.ts";
import { httpService } from "../http/http.ts";

/** Seconds for a request that only looks, and for one that has Flink run the job's own program. */
const SHORT = 30;
const LONG = 180;

/** Requests to a JobManager's REST; `what` completes "Flink refused to …". */
export interface FlinkHttp {
  get(what: string, path: string): Promise<Outcome<Value>>;
  /** Nothing where there is no such thing. */
  find(what: string, path: string): Promise<Outcome<Value | undefined>>;
  send(what: string, method: "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Outcome<Value>>;
}

export function flinkHttp(dial: Dial, base: string): FlinkHttp {
  const { reader, writer } = httpService.open(dial, {});
  const requestTo = (path: string, timeout: number) => ({ url: joined(base, path), timeout, validateCerts: true });
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

/** A path below the address, whether that ends with a slash or not. */
export function joined(base: string, path: string): string {
  return `${base.replace(/\/+$/, "")}/${path}`;
}

/** The value of an answer that is no refusal. */
export function accepted(what: string, reply: Outcome<Reply>): Outcome<Value> {
  if (!reply.ok) return reply;
  const { status, json, content, truncated } = reply.value;
  if (status >= 400) return bad(flinkFault("services/flink-refused", { what, reason: reasonOf(json, content) }));
  if (json !== undefined) return good(json);
  const reason = truncated ? "its answer is longer than is read" : "its answer is no JSON: is this Flink's address?";
  return bad(flinkFault("services/flink-refused", { what, reason }));
}
