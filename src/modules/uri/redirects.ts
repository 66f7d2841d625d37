import { httpFault } from "../../errors/catalogue/services/http.ts";
import { bad, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Reply } from "../../services/http/reply.ts";
import type { HttpSending } from "../../services/http/request.ts";
import { originOf, parseUrl, shownUrl } from "../../services/http/url.ts";
import type { UriArgs } from "./args.ts";

/** So many redirections are followed, one after the other. */
const MOST = 10;
const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Headers that are for the first server only. */
const PRIVATE: ReadonlySet<string> = new Set(["authorization", "cookie"]);
const OF_BODY: ReadonlySet<string> = new Set(["content-type", "content-length", "content-encoding"]);

/** Sends a request, and those that the answers redirect to, as far as the arguments allow. */
export async function sendFollowing(
  args: UriArgs,
  first: HttpSending,
  send: (request: HttpSending) => Promise<Outcome<Reply>>,
): Promise<Outcome<Reply>> {
  let request = first;
  for (let count = 0; ; count++) {
    const reply = await send(request);
    const location = reply.ok ? locationOf(args, request, reply.value) : undefined;
    if (!reply.ok || location === undefined) return reply;
    const next = redirected(request, reply.value.status, location);
    if (typeof next === "string") return bad(redirectFault(request, location, next));
    if (count === MOST) return bad(redirectFault(request, location, `it is the ${MOST + 1}th in a row`));
    request = next;
  }
}

/** Where to go on; undefined if this is the answer. A status that the task accepts is one. */
function locationOf({ follow_redirects, status = [200] }: UriArgs, { method }: HttpSending, reply: Reply) {
  if (!REDIRECTIONS.has(reply.status) || status.includes(reply.status)) return undefined;
  const reads = method === "GET" || method === "HEAD";
  if (follow_redirects === "none" || (follow_redirects === "safe" && !reads)) return undefined;
  return reply.headers["location"]?.toString();
}

/** The request that a redirection asks for (RFC 9110, 15.4), or why it is not sent. */
function redirected(request: HttpSending, status: number, location: string): HttpSending | string {
  if (!URL.canParse(location, request.url)) return "it is no URL";
  const url = parseUrl(new URL(location, request.url).href);
  if (!url.ok) return "it is no HTTP URL";
  if (request.url.startsWith("https:") && url.value.protocol === "http:") return "it would not be encrypted any more";
  const { body, method, headers = {}, ...others } = request;
  const becomesGet = method !== "GET" && method !== "HEAD" && (status === 303 || (status < 303 && method === "POST"));
  const isElsewhere = url.value.origin !== originOf(request.url);
  const kept = Object.entries(headers).filter(
    ([name]) => !(isElsewhere && PRIVATE.has(name)) && !(becomesGet && OF_BODY.has(name)),
  );
  return {
    ...others,
    url: url.value.href,
    headers: Object.fromEntries(kept),
    ...(becomesGet ? { method: "GET" } : { method, ...(body !== undefined && { body }) }),
  };
}

function redirectFault({ method, url }: HttpSending, location: string, reason: string): Fault {
  const from = parseUrl(url);
  const shown = from.ok ? shownUrl(from.value) : url;
  return httpFault("services/http-redirect", { method, url: shown, location: location.slice(0, 500), reason });
}
