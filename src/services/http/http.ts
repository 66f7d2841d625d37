import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import tls from "node:tls";
import { httpFault } from "../../errors/catalogue/services/http.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Dial, Service } from "../../module/contract.ts";
import { failureOf } from "../failure.ts";
import { parseReply, type Reply } from "./reply.ts";

/** The most of a body that is kept, in bytes: enough for any status page, and no server can fill the memory. */
export const KEPT = 1024 * 1024;

/** What every request needs. */
export interface HttpRequest {
  /** As the host sees it. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds until the whole answer has to be there. */
  readonly timeout: number;
  readonly validateCerts: boolean;
}

/** A request with any method. */
export interface HttpSending extends HttpRequest {
  readonly method: string;
  readonly body?: string;
}

/** Requests that only read. */
export interface HttpReader {
  get(request: HttpRequest): Promise<Outcome<Reply>>;
  head(request: HttpRequest): Promise<Outcome<Reply>>;
}

/** Requests that may change something. */
export interface HttpWriter {
  request(request: HttpSending): Promise<Outcome<Reply>>;
}

/** Every request has a connection of its own, so there is nothing to tell one target from another, and nothing to keep. */
export type HttpTarget = Readonly<Record<string, never>>;

/** HTTP and HTTPS through the connection to a host. Redirections are not followed. */
export const httpService: Service<HttpTarget, HttpReader, HttpWriter> = {
  name: "http",
  open: (dial) => ({
    reader: {
      get: (request) => send(dial, { ...request, method: "GET" }),
      head: (request) => send(dial, { ...request, method: "HEAD" }),
    },
    writer: { request: (request) => send(dial, request) },
    close: () => Promise.resolve(),
  }),
};

/** The address, or why it is none. */
export function parseUrl(text: string): Outcome<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== "") return good(url);
  return bad(httpFault("services/http-url", { url: text }));
}

/** An address without the user and password that may stand in it: what may be shown. */
export function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.username = "";
  shown.password = "";
  return shown.href;
}

async function send(dial: Dial, sending: HttpSending): Promise<Outcome<Reply>> {
  const url = parseUrl(sending.url);
  if (!url.ok) return url;
  const start = performance.now();
  const request = open(dial, url.value, sending);
  const late = { is: false };
  const timer = setTimeout(() => {
    late.is = true;
    request.destroy(new Error("timed out"));
  }, sending.timeout * 1000);
  try {
    const response = await answerOf(request, sending.body);
    const body = await bodyOf(response);
    const head = { status: response.statusCode ?? 0, headers: response.headers };
    return good(parseReply(head, body, Math.round(performance.now() - start)));
  } catch (error) {
    return bad(faultOf(error, url.value, late.is ? sending.timeout : undefined));
  } finally {
    clearTimeout(timer);
    request.destroy();
  }
}

function open(dial: Dial, url: URL, { method, headers, body, validateCerts }: HttpSending): ClientRequest {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = url.port === "" ? (secure ? 443 : 80) : Number(url.port);
  const stream = () => dial(host, port);
  const servername = /^[\d.]+$|:/.test(host) ? undefined : host;
  const options: RequestOptions = {
    method,
    headers: { ...(body !== undefined && { "content-length": Buffer.byteLength(body) }), ...headers },
    createConnection: () =>
      secure
        ? tls.connect({ socket: stream(), host, rejectUnauthorized: validateCerts, ...(servername && { servername }) })
        : stream(),
  };
  return (secure ? https : http).request(url, options);
}

function answerOf(request: ClientRequest, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Stays: a stream that breaks after the answer must not end the process.
    request.on("error", reject);
    request.on("response", resolve);
    request.end(body);
  });
}

async function bodyOf(response: IncomingMessage): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > KEPT) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, KEPT), truncated: size > KEPT };
}

function faultOf(error: unknown, url: URL, late: number | undefined): Fault {
  const shown = shownUrl(url);
  if (late !== undefined) return httpFault("services/http-timeout", { url: shown, seconds: late });
  const { kind, reason } = failureOf(error);
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
