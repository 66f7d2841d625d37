import http from "node:http";
import type { Server } from "node:net";
import { listen } from "./loopback.ts";

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A status and a body: an object is sent as JSON. */
export type FakeReply = readonly [number, unknown];

/** Answers by a function of what was asked, and notes that. */
export async function fakeServer(
  answer: (asked: Asked) => FakeReply,
): Promise<{ server: Server; url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString("latin1") };
      asked.push(one);
      const [status, body] = answer(one);
      const json = typeof body !== "string";
      response.writeHead(status, { "content-type": json ? "application/json" : "text/plain" });
      response.end(json ? JSON.stringify(body) : body);
    });
  });
  return { server, url: `http://127.0.0.1:${await listen(server)}`, asked };
}
