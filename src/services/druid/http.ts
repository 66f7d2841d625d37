import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { Dial } from "../../module/contract.ts";
import type { DruidTarget } from "./model.ts";
import { refusalOf } from "./responses.ts";
import { jsonText } from "../http/body.ts";
import { type Login, loginHeader } from "../http/login.ts";
import type { Reply } from "../http/reply.ts";
import { httpService } from "../http/http.ts";

/** Seconds for requests that are not queries. */
const TIMEOUT = 60;

/** Requests to Druid's router; `what` completes "Druid refused to …". */
export interface DruidHttp {
  get(what: string, path: string): Promise<Outcome<Value>>;
  /** Nothing where there is no such thing. */
  find(what: string, path: string): Promise<Outcome<Value | undefined>>;
  /** Without a body; nothing where there is no such thing. */
  post(what: string, path: string): Promise<Outcome<Value | undefined>>;
  send(
    what: string,
    method: "POST" | "DELETE",
    path: string,
    body?: unknown,
    seconds?: number,
  ): Promise<Outcome<Value>>;
}

export function druidHttp(dial: Dial, { url, login }: DruidTarget): DruidHttp {
  const { reader, writer } = httpService.open(dial, {});
  const base = url.replace(/\/+$/, "");
  const headers = loginHeader(login);
  const at = (path: string) => ({ url: `${base}/${path}`, headers, validateCerts: true });
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

/** A value that is no refusal; null where the answer has no body. */
function acceptedOf(what: string, reply: Outcome<Reply>, login: Login | undefined): Outcome<Value> {
  if (!reply.ok) return reply;
  const { status, json, content, truncated } = reply.value;
  if (truncated) return refused(what, "the answer is longer than is read: ask for less", status);
  if (status === 401) return notLetIn(what, login);
  if (status >= 300) return refused(what, refusalOf(json, content) || `status ${status}`, status);
  if (json !== undefined || content === "") return good(json ?? null);
  return refused(what, "the answer is no JSON: is this Druid's router?", status);
}

/** Druid's services learn from the coordinator which logins there are, and may know none for a while after their start. */
function notLetIn(what: string, login: Login | undefined): Outcome<never> {
  const reason = login ? `it does not take the login of ${login.user}` : "it wants a login: `user` and `password`";
  return bad(druidFault("services/druid-refused", { what, reason }, { missing: login !== undefined }));
}

function refused(what: string, reason: string, status: number): Outcome<never> {
  // The router is there before the others are.
  const missing = status >= 500 && status !== 501;
  return bad(druidFault("services/druid-refused", { what, reason }, { missing }));
}
