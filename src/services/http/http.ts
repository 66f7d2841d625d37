import type { Outcome } from "../../errors/fault.ts";
import type { Client, Dial, Service } from "../../module/contract.ts";
import { openPool } from "./pool.ts";
import type { Reply } from "./reply.ts";
import type { HttpRequest, HttpSending } from "./request.ts";
import { send } from "./send.ts";

/** Requests that only read. */
export interface HttpReader {
  get(request: HttpRequest): Promise<Outcome<Reply>>;
  head(request: HttpRequest): Promise<Outcome<Reply>>;
}

/** Requests that may change something. */
export interface HttpWriter {
  request(request: HttpSending): Promise<Outcome<Reply>>;
}

export type HttpClient = Client<HttpReader, HttpWriter>;

/** A server. Its client can also reach others, over the same connection to the host. */
export interface HttpTarget {
  /** The beginning of the server's URLs, without a user and a password. */
  readonly origin: string;
}

/** HTTP and HTTPS through the connection to a host. It follows no redirections. */
export const httpService: Service<HttpTarget, HttpReader, HttpWriter> = {
  name: "http",
  peer: ({ origin }) => ({ address: origin }),
  open: openHttp,
};

/** A client for all servers that a host reaches. */
export function openHttp(dial: Dial): HttpClient {
  const pool = openPool(dial);
  return {
    reader: {
      get: (request) => send(pool, { ...request, method: "GET" }, "idle"),
      head: (request) => send(pool, { ...request, method: "HEAD" }, "idle"),
    },
    writer: { request: (request) => send(pool, request, "new") },
    close: () => pool.close(),
  };
}
