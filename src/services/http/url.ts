import { httpFault } from "../../errors/catalogue/services/http.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";

/** Parses an absolute HTTP or HTTPS URL. */
export function parseUrl(text: string): Outcome<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "") return good(url);
  return bad(httpFault("services/http-url", { url: text }));
}

/** A URL without the user and password that it may contain: safe to show. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  return shown.href;
}

/** The scheme, host and port of a URL; the text itself if it is no HTTP URL. */
export function originOf(text: string): string {
  const url = parseUrl(text);
  return url.ok ? url.value.origin : text;
}

/** A path below a base URL, with exactly one slash between them. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, "")}/${path}`;
}
