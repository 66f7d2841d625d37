import pLimit from "p-limit";
import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { GrafanaTarget } from "./model.ts";
import { jsonText } from "../http/json-text.ts";
import { type Login, loginHeader } from "../http/login.ts";
import type { Reply } from "../http/reply.ts";
import type { HttpClient } from "../http/http.ts";
import { joinUrl } from "../http/url.ts";
import { stringAt } from "../json-fields.ts";

/** Queries in flight: a browser has at most six concurrent requests to one server. */
const PARALLEL_POSTS = 6;

/** Requests to Grafana's API. */
export interface GrafanaHttp {
  /** The reply, whatever its status is; without `login`, the request has no credentials. */
  ask(path: string, login: Login | undefined): Promise<Outcome<Reply>>;
  /** The JSON at a path, with the account's login; undefined at status 404. `what` completes "Grafana did not …". */
  find(what: string, path: string): Promise<Outcome<Value | undefined>>;
  /** The reply to a request with a body, also if a query in it failed. */
  post(path: string, body: unknown): Promise<Outcome<Reply>>;
}

export function grafanaHttp({ reader, writer }: HttpClient, target: GrafanaTarget): GrafanaHttp {
  const requestTo = (path: string, login: Login | undefined) => ({
    url: joinUrl(target.url, path),
    timeout: target.timeout,
    validateCerts: true,
    headers: { accept: "application/json", ...loginHeader(login) },
  });
  const limit = pLimit(PARALLEL_POSTS);
  const ask = (path: string, login: Login | undefined) => reader.get(requestTo(path, login));
  return {
    ask,
    find: async (what, path) => {
      const reply = await ask(path, target);
      return reply.ok && reply.value.status === 404 ? good(undefined) : valueOf(what, reply, target);
    },
    post: async (path, body) => {
      const { headers, ...request } = requestTo(path, target);
      const json = { ...headers, "content-type": "application/json" };
      const reply = await limit(() =>
        writer.request({ ...request, headers: json, method: "POST", body: jsonText(body) }),
      );
      return reply.ok && isRefusal(reply.value) ? bad(loginFault(target)) : reply;
    },
  };
}

/** The JSON of a successful answer. */
export function valueOf(what: string, reply: Outcome<Reply>, target: GrafanaTarget): Outcome<Value> {
  if (!reply.ok) return reply;
  const { status, json } = reply.value;
  if (isRefusal(reply.value)) return bad(loginFault(target));
  if (status >= 400 || json === undefined) {
    return bad(grafanaFault("services/grafana-refused", { what, reason: reasonOf(reply.value) }, { missing: true }));
  }
  return good(json);
}

/** Why an answer is not the expected one, with its own message if it has one. */
export function reasonOf({ status, json, content, problem }: Reply): string {
  const message = (stringAt(json, "message") ?? content.trim().split("\n")[0])?.slice(0, 500);
  if (status >= 400) return `it answered ${status}${message ? ` (${message})` : ""}`;
  return problem === undefined ? "its answer is not JSON" : `its answer ${problem}`;
}

function isRefusal({ status }: Reply): boolean {
  return status === 401 || status === 403;
}

function loginFault({ url, user }: GrafanaTarget) {
  return grafanaFault("services/grafana-login", { url, user });
}
