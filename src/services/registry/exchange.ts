import { good, type Outcome } from "../../errors/fault.ts";
import type { HttpReader } from "../http/http.ts";
import type { Reply } from "../http/reply.ts";
import { proxyFor, type RegistryAccess } from "./access.ts";

const MAX_REDIRECTS = 5;

/** How requests are sent. */
export interface Line {
  readonly reader: HttpReader;
  readonly access: RegistryAccess;
  /** The time limit of one answer, in seconds. */
  readonly seconds: number;
}

/** What a request is sent with. */
export interface Sending {
  readonly method: "get" | "head";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends a request that only reads, and follows redirections: never from https to http, and without the authorization to another
 * server. The last answer may be a redirection that leads nowhere.
 */
export async function exchange({ reader, access, seconds }: Line, first: Sending): Promise<Outcome<Reply>> {
  let sending = first;
  for (let count = 0; ; count++) {
    const { method, url, headers } = sending;
    const request = { url, headers, timeout: seconds, validateCerts: true, proxy: proxyFor(url, access) };
    const reply = await reader[method](request);
    const next = reply.ok && count < MAX_REDIRECTS ? redirected(sending, reply.value) : undefined;
    if (!reply.ok) return reply;
    if (!next) return good(reply.value);
    sending = next;
  }
}

function redirected(sending: Sending, { status, headers }: Reply): Sending | undefined {
  const location = headers["location"]?.toString();
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined || !URL.canParse(location, sending.url))
    return undefined;
  const [from, to] = [new URL(sending.url), new URL(location, sending.url)];
  if (to.protocol !== "https:" && to.protocol !== from.protocol) return undefined;
  const isSame = to.origin === from.origin;
  const kept = Object.entries(sending.headers).filter(([name]) => isSame || name !== "authorization");
  return { ...sending, url: to.href, headers: Object.fromEntries(kept) };
}
