import { httpFault } from "../../errors/catalogue/services/http.ts";
import type { Fault } from "../../errors/fault.ts";
import { failureOf, field } from "../failure.ts";
import { shownUrl } from "./url.ts";

/** The fault for a request that got no complete answer in time. */
export function timeoutFault(url: URL, seconds: number): Fault {
  return httpFault("services/http-timeout", { url: shownUrl(url), seconds });
}

/** The fault for an error of a connection or of undici. */
export function requestFault(error: unknown, url: URL): Fault {
  const shown = shownUrl(url);
  const { kind, reason } = failureOf(error);
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_)/.test(String(field(error, "code")))) {
    return httpFault("services/http-request", { url: shown, reason });
  }
  switch (kind) {
    case "unreachable":
    case "timeout":
      return httpFault("services/http-unreachable", { url: shown, reason }, { missing: true });
    case "forbidden":
      return httpFault("services/forwarding-forbidden", { address: url.host, reason });
    case "tls":
      return httpFault("services/http-tls", { url: shown, reason });
    case "lost":
      return httpFault("services/http-lost", { url: shown, reason });
  }
}
