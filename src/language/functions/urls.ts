import type { Value } from "../../model/value.ts";
import { Misuse } from "../helper-arguments.ts";

/** The parts of a URL, as RFC 3986 splits it. */
const URL_PARTS = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/;
const AUTHORITY = /^(?:([^:@]*)(?::([^@]*))?@)?(\[[^\]]*\]|[^:@[\]]*)(?::(\d*))?$/;

/** The parts of a URL, or one of them; throws Misuse if the text is not a URL. */
export function splitUrl(url: string, part?: string): Value {
  const [, scheme = "", netloc = "", path = "", query = "", fragment = ""] = URL_PARTS.exec(url) ?? [];
  const authority = AUTHORITY.exec(netloc);
  if (!authority || Number(authority[4] ?? 0) > 65535) throw new Misuse("needs a URL here", 0);
  const [, username, password, host = "", port] = authority;
  const parts: Readonly<Record<string, Value>> = {
    scheme: scheme.toLowerCase(),
    netloc,
    username: username ?? null,
    password: password ?? null,
    hostname: host === "" ? null : host.replace(/^\[|\]$/g, "").toLowerCase(),
    port: port ? Number(port) : null,
    path,
    query,
    fragment,
  };
  if (part === undefined) return parts;
  const found = Object.hasOwn(parts, part) ? parts[part] : undefined;
  if (found === undefined) throw new Misuse(`needs one of ${Object.keys(parts).join(", ")} here`, 1);
  return found;
}
