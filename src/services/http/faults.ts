import { httpFault } from "../../errors/catalogue/services/http.ts";
import type { Fault } from "../../errors/fault.ts";
import { DecodingError } from "./body.ts";
import { failureOf, field } from "../failure.ts";
import { shownUrl } from "./url.ts";

/** The fault for a request that got no complete answer in time. `waitsFor` is what was missing before it could be sent. */
export function timeoutFault(url: URL, seconds: number, waitsFor?: string): Fault {
  const details = waitsFor === undefined ? {} : { details: [`It waited for ${waitsFor}.`] };
  return httpFault("services/http-timeout", { url: shownUrl(url), seconds }, details);
}

/** How much of an incomplete body a fault shows, in characters. */
const SHOWN = 2000;
const SHOWN_LINES = 20;

/** The details of a fault: the part of the body that arrived before, if any did. */
export function arrivedDetails(arrived: readonly Buffer[]): Pick<Fault, "details"> {
  const bytes = Buffer.concat(arrived);
  if (bytes.length === 0) return {};
  const lines = bytes.toString("utf8").slice(0, SHOWN).trimEnd().split(/\r?\n/).slice(0, SHOWN_LINES);
  return { details: [`Until then, ${bytes.length} bytes of its body arrived:`, ...lines] };
}

/** What OpenSSL says, without the codes around it; its most frequent message in words. */
function tlsReason(reason: string): string {
  const said = /error:[0-9A-F]+:[^:]*:[^:]*:([^:\n]+)/i.exec(reason)?.[1] ?? reason;
  return /wrong version number|packet length too long|http request/.test(said)
    ? `the server does not speak TLS on this port (${said})`
    : said;
}

/** The fault for an error of a connection or of undici. */
export function requestFault(error: unknown, url: URL): Fault {
  const shown = shownUrl(url);
  if (error instanceof DecodingError) return httpFault("services/http-encoding", { url: shown, reason: error.message });
  const { kind, reason } = failureOf(error);
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_)/.test(String(field(error, "code")))) {
    return httpFault("services/http-request", { url: shown, reason });
  }
  if (field(error, "name") === "HTTPParserError" && !/EOF/.test(reason)) {
    return httpFault("services/http-protocol", { url: shown, reason });
  }
  switch (kind) {
    case "unreachable":
    case "timeout":
      return httpFault("services/http-unreachable", { url: shown, reason }, { missing: true });
    case "forbidden":
      return httpFault("services/forwarding-forbidden", { address: url.host, reason });
    case "tls":
      return httpFault("services/http-tls", { url: shown, reason: tlsReason(reason) });
    case "lost":
      return httpFault("services/http-lost", { url: shown, reason });
  }
}
