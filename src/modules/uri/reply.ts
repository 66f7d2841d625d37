import { httpFault } from "../../errors/catalogue/services/http.ts";
import type { Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Reply } from "../../services/http/reply.ts";
import type { UriArgs } from "./args.ts";
import { shown } from "./request.ts";

export function statusFault({ url, method, status = [200] }: UriArgs, reply: Reply): Fault | undefined {
  if (status.includes(reply.status)) return undefined;
  return httpFault(
    "services/http-status",
    { method, url: shown(url), status: reply.status, expected: status },
    { details: excerpt(reply.content) },
  );
}

function excerpt(content: string): readonly string[] {
  return content === "" ? [] : content.slice(0, 2000).trimEnd().split(/\r?\n/).slice(0, 20);
}

export function unknownResult({ return_content }: UriArgs, unknown: Unknown): ValueMap {
  const names = ["status", "headers", "json", "truncated", "elapsed_ms", ...(return_content ? ["content"] : [])];
  return Object.fromEntries(names.map((name) => [name, unknown]));
}
