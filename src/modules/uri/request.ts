import { moduleFault } from "../../errors/catalogue/modules.ts";
import { httpFault } from "../../errors/catalogue/services/http.ts";
import type { Fault } from "../../errors/fault.ts";
import type { HttpRequest } from "../../services/http/request.ts";
import { jsonText } from "../../services/http/json-text.ts";
import { loginHeader } from "../../services/http/login.ts";
import { parseUrl, shownUrl } from "../../services/http/url.ts";
import { loginOf } from "../lib/login-args.ts";
import type { UriArgs } from "./args.ts";

/** A fault if the arguments contradict each other. */
export function argsFault({ url, method, body, json, headers, user, password }: UriArgs): Fault | undefined {
  const parsed = parseUrl(url);
  if (!parsed.ok) return parsed.faults[0];
  const repeated = repeatedName(Object.keys(headers ?? {}));
  if (repeated !== undefined) return argumentFault(`headers.${repeated}`, "is set twice", "Remove one of them.");
  if (user === "" && password !== "") {
    return argumentFault("password", "is set without `user`", "Set `user`, or remove `password`.");
  }
  if (hasInfinite(json)) {
    return argumentFault(
      "json",
      "contains a number that JSON cannot hold",
      "Write it as a string, as in `.inf` in quotes.",
    );
  }
  if (body !== undefined && json !== undefined) return bodyFault("both `body` and `json` are set");
  if ((method === "GET" || method === "HEAD") && (body ?? json) !== undefined)
    return bodyFault(`${method} requests have no body`);
  return undefined;
}

/** A header's name that is written twice, in upper and in lower case. */
function repeatedName(names: readonly string[]): string | undefined {
  const lower = names.map((name) => name.toLowerCase());
  return names.find((_name, index) => lower.indexOf(lower[index] ?? "") < index);
}

function argumentFault(name: string, problem: string, write: string): Fault {
  return moduleFault("modules/argument", { name, problem, write });
}

/** Whether a value contains infinity or NaN, at any depth: JSON.stringify would write null instead. */
function hasInfinite(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasInfinite);
}

function bodyFault(problem: string): Fault {
  return httpFault("services/http-body", { problem });
}

export function requestOf(args: UriArgs): HttpRequest {
  const { url, headers, user, password, timeout, validate_certs: validateCerts, proxy, json } = args;
  const given = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
  const type = json === undefined ? {} : { "content-type": "application/json" };
  const login = loginHeader(loginOf({ user, password }));
  const all = { ...type, ...login, ...Object.fromEntries(given) };
  return { url, headers: all, timeout, validateCerts, ...(proxy !== undefined && proxy !== "" && { proxy }) };
}

export function bodyOf({ body, json }: UriArgs): { readonly body?: string } {
  if (json !== undefined) return { body: jsonText(json) };
  return body === undefined ? {} : { body };
}

export function requestName({ method, url }: UriArgs): string {
  return `${method} ${shown(url)}`;
}

export function shown(url: string): string {
  const parsed = parseUrl(url);
  return parsed.ok ? shownUrl(parsed.value) : url;
}
