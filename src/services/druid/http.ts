import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { DruidTarget } from "./model.ts";
import { refusalReason } from "./responses.ts";
import { jsonText } from "../http/json-text.ts";
import { type Login, loginHeader } from "../http/login.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpClient } from "../http/http.ts";
import { joinUrl } from "../http/url.ts";

/** Seconds for requests that are not queries. */
const TIMEOUT = 60;

/** Requests to Druid's router; `what` completes "Druid refused to …". */
export interface DruidHttp {
  get(what: string, path: string): Promise<Outcome<Value>>;
  /** Undefined at status 404. */
  find(what: string, path: string): Promise<Outcome<Value | undefined>>;
  /** Sends no body; undefined at status 404. */
  post(what: string, path: string): Promise<Outcome<Value | undefined>>;
  send(
    what: string,
    method: "POST" | "DELETE",
    path: string,
    body?: unknown,
    seconds?: number,
  ): Promise<Outcome<Value>>;
}

export function druidHttp({ reader, writer }: HttpClient, { url, login }: DruidTarget): DruidHttp {
  const headers = loginHeader(login);
  const at = (path: string) => ({ url: joinUrl(url, path), headers, validateCerts: true });
  const accepted = (what: string, reply: Outcome<Reply>) => acceptedOf(what, reply, login);
  const found = (what: string, reply: Outcome<Reply>) =>
    reply.ok && reply.value.status === 404 ? good(undefined) : accepted(what, reply);
  return {
    get: async (what, path) => accepted(what, await reader.get({ ...at(path), timeout: TIMEOUT })),
    find: async (what, path) => found(what, await reader.get({ ...at(path), timeout: TIMEOUT })),
    post: async (what, path) => found(what, await writer.request({ ...at(path), method: "POST", timeout: TIMEOUT })),
    send: async (what, method, path, body, seconds = TIMEOUT) => {
      const json =
        body === undefined ? {} : { body: jsonText(body), headers: { ...headers, "content-type": "application/json" } };
      return accepted(what, await writer.request({ ...at(path), ...json, method, timeout: seconds }));
    },
  };
}

/** The JSON of a successful answer; null if it has no body. */
function acceptedOf(what: string, reply: Outcome<Reply>, login: Login | undefined): Outcome<Value> {
  if (!reply.ok) return reply;
  const { status, json, content, truncated, problem } = reply.value;
  if (truncated) return refused(what, "the answer is too long to be read: request less", status);
  if (status === 401) return unauthorized(what, login);
  if (status >= 300) return refused(what, refusalReason(json, content) || `status ${status}`, status);
  if (json !== undefined || content === "") return good(json ?? null);
  if (problem !== undefined) return refused(what, `the answer ${problem}`, status);
  return refused(what, "the answer is not JSON; check that the address is the router's", status);
}

/** Druid's services learn the logins from the coordinator, so a right login may be rejected for a while after their start. */
function unauthorized(what: string, login: Login | undefined): Outcome<never> {
  const reason = login ? `it rejects the login of ${login.user}` : "it requires a login: `user` and `password`";
  const parameters = { what, reason, ...(login && { login: login.user }) };
  return bad(druidFault("services/druid-refused", parameters, { missing: login !== undefined }));
}

function refused(what: string, reason: string, status: number): Outcome<never> {
  // The router starts before the other services do.
  const missing = status >= 500 && status !== 501;
  return bad(druidFault("services/druid-refused", { what, reason }, { missing }));
}
