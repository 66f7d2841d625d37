import { httpFault } from "../../errors/catalogue/services/http.ts";
import type { Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import { type Reply, saysJson } from "../../services/http/reply.ts";
import type { UriArgs } from "./args.ts";
import { shown } from "./request.ts";

export function statusFault({ url, method, status = [200] }: UriArgs, reply: Reply): Fault | undefined {
  if (status.includes(reply.status)) return undefined;
  return httpFault(
    "services/http-status",
    { method, url: shown(url), status: reply.status, expected: status },
    { details: excerpt(reply) },
  );
}

/** A warning if the body is not what the task expects to use. */
export function bodyWarnings({ url, return_content }: UriArgs, { headers, problem }: Reply): readonly string[] {
  const isUsed = return_content || saysJson(headers["content-type"]?.toString() ?? "");
  return problem !== undefined && isUsed ? [`The answer from ${shown(url)} ${problem}.`] : [];
}

function excerpt({ headers, content }: Reply): readonly string[] {
  const location = headers["location"]?.toString();
  const redirected = location === undefined ? [] : [`Location: ${location.slice(0, 500)}`];
  return [...redirected, ...lines(content)];
}

function lines(content: string): readonly string[] {
  return content === "" ? [] : content.slice(0, 2000).trimEnd().split(/\r?\n/).slice(0, 20);
}

export function unknownResult({ return_content }: UriArgs, unknown: Unknown): ValueMap {
  const names = [
    "status",
    "headers",
    "json",
    "problem",
    "truncated",
    "elapsed_ms",
    ...(return_content ? ["content"] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, unknown]));
}
