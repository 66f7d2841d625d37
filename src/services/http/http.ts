import type { Outcome } from "../../errors/fault.ts";
import type { Client, Service } from "../../module/contract.ts";
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

/** One client serves all servers that a host reaches, so all targets are equal. */
export type HttpTarget = Readonly<Record<string, never>>;

/** HTTP and HTTPS through the connection to a host. Redirections are not followed. */
export const httpService: Service<HttpTarget, HttpReader, HttpWriter> = {
  name: "http",
  open: (dial) => {
    const pool = openPool(dial);
    return {
      reader: {
        get: (request) => send(pool, { ...request, method: "GET" }, "idle"),
        head: (request) => send(pool, { ...request, method: "HEAD" }, "idle"),
      },
      writer: { request: (request) => send(pool, request, "new") },
      close: () => pool.close(),
    };
  },
};
