import http from "node:http";
import type { Server } from "node:net";
import { listen } from "./loopback.ts";

export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A status and a body: an object is sent as JSON. */
export type FakeReply = readonly [number, unknown];

/** A server that answers each request by a function, and records it. */
export async function fakeServer(
  answer: (request: RecordedRequest) => FakeReply,
): Promise<{ server: Server; url: string; requests: RecordedRequest[] }> {
  const requests: RecordedRequest[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString("latin1") };
      requests.push(one);
      const [status, body] = answer(one);
      const json = typeof body !== "string";
      response.writeHead(status, { "content-type": json ? "application/json" : "text/plain" });
      response.end(json ? JSON.stringify(body) : body);
    });
  });
  return { server, url: `http://127.0.0.1:${await listen(server)}`, requests };
}
