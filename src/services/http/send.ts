import { performance } from "node:perf_hooks";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { readBody } from "./body.ts";
import { arrivedDetails, requestFault, timeoutFault } from "./faults.ts";
import { loginHeader } from "./login.ts";
import type { Pool, Taken } from "./pool.ts";
import { proxyLogin } from "./proxy.ts";
import { parseReply, type Reply } from "./reply.ts";
import type { HttpSending } from "./request.ts";
import { parseUrl } from "./url.ts";

interface Attempt {
  readonly url: URL;
  readonly proxy: URL | undefined;
  readonly sending: HttpSending;
  /** When the request began, on the clock of `performance`. */
  readonly start: number;
}

/**
 * Sends a request and reads the answer. Only a read may use an idle connection: the server may close that at the same moment, and
 * then nobody knows whether the request was carried out. A read is then repeated over a new connection.
 */
export async function send(pool: Pool, sending: HttpSending, want: "idle" | "new"): Promise<Outcome<Reply>> {
  const url = parseUrl(sending.url);
  if (!url.ok) return url;
  const proxy = sending.proxy === undefined ? undefined : parseUrl(sending.proxy);
  if (proxy && !proxy.ok) return proxy;
  const attempt = { url: url.value, proxy: proxy?.value, sending, start: performance.now() };
  const destination = { url: url.value, validateCerts: sending.validateCerts, proxy: proxy?.value };
  const taken = pool.take(destination, want);
  const outcome = await attemptOver(taken, attempt);
  const stale = taken.reused && !outcome.ok && outcome.faults[0].code === "services/http-lost";
  return stale ? attemptOver(pool.take(destination, "new"), attempt) : outcome;
}

async function attemptOver(taken: Taken, attempt: Attempt): Promise<Outcome<Reply>> {
  const { url, sending, start } = attempt;
  const limit: { reached: boolean; waitsFor?: string | undefined } = { reached: false };
  const expire = () => {
    limit.reached = true;
    limit.waitsFor = taken.connection.waitsFor();
    void taken.destroy();
  };
  const timer = setTimeout(expire, start + sending.timeout * 1000 - performance.now());
  const arrived: Buffer[] = [];
  try {
    const reply = await exchange(taken, attempt, arrived);
    // An answer without a length ends with its connection, for whatever reason that was closed.
    if (limit.reached) throw new Error("the time is up");
    if (reply.truncated) await taken.destroy();
    else await taken.release();
    return good(reply);
  } catch (error) {
    await taken.destroy();
    const fault = limit.reached ? timeoutFault(url, sending.timeout, limit.waitsFor) : requestFault(error, url);
    return bad({ ...fault, ...arrivedDetails(arrived) });
  } finally {
    clearTimeout(timer);
  }
}

async function exchange({ connection }: Taken, attempt: Attempt, arrived: Buffer[]): Promise<Reply> {
  const { url, proxy, sending, start } = attempt;
  const { method, headers, body } = sending;
  const asked = url.protocol === "http:" ? proxy : undefined;
  const response = await connection.client.request({
    // A proxy gets the whole URL; through a tunnel, the server itself is asked.
    path: asked ? url.origin + url.pathname + url.search : url.pathname + url.search,
    method,
    headers: { ...(asked && proxyLogin(asked)), ...urlLogin(url), ...headers },
    ...(body !== undefined && { body }),
  });
  const head = { status: response.statusCode, headers: response.headers };
  const encoding = method === "HEAD" ? undefined : response.headers["content-encoding"];
  const read = await readBody(response.body, encoding?.toString(), arrived);
  if (method !== "HEAD" && endsWithConnection(head) && !read.truncated && connection.isBroken()) {
    throw new Error("it broke in the middle of the body");
  }
  return parseReply(head, read, Math.round(performance.now() - start));
}

/** Whether nothing but the end of the connection ends the answer's body. */
function endsWithConnection({ status, headers }: Parameters<typeof parseReply>[0]): boolean {
  const isBodiless = status === 204 || status === 304;
  return !isBodiless && headers["content-length"] === undefined && headers["transfer-encoding"] === undefined;
}

/** The user and password in a URL, as a header. */
function urlLogin({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "" && password === "") return {};
  return loginHeader({ user: decodeURIComponent(username), password: decodeURIComponent(password) });
}
