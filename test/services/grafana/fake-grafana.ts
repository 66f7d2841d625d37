import http, { type IncomingMessage } from "node:http";
import { grafanaService } from "../../../src/services/grafana/grafana.ts";
import type { GrafanaReader } from "../../../src/services/grafana/model.ts";
import { direct, closeServer, listen } from "../loopback.ts";

export const PASSWORD = "s3cret";

/** Answers by path (without the query); a function gets the request's body. */
export type Answers = Readonly<
  Record<string, readonly [number, unknown] | ((body: never) => readonly [number, unknown])>
>;

export interface Fake {
  readonly reader: GrafanaReader;
  readonly url: string;
  /** Every body that was posted. */
  readonly posted: readonly Readonly<Record<string, unknown>>[];
}

/** Runs `use` against a server that requires the login of admin, except for its health. */
export async function withGrafana<T>(
  answers: Answers,
  use: (fake: Fake) => Promise<T>,
  password = PASSWORD,
): Promise<T> {
  const posted: Readonly<Record<string, unknown>>[] = [];
  const server = http.createServer((request, response) => {
    void answer(request, answers, posted).then(([status, body]) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const { reader } = grafanaService.open(direct, { url, user: "admin", password, timeout: 10 });
  try {
    return await use({ reader, url, posted });
  } finally {
    await closeServer(server);
  }
}

async function answer(
  request: IncomingMessage,
  answers: Answers,
  posted: Readonly<Record<string, unknown>>[],
): Promise<readonly [number, unknown]> {
  const path = request.url?.split("?")[0] ?? "";
  const login = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}`;
  const body = await bodyOf(request);
  if (path !== "/api/health" && request.headers.authorization !== login) return [401, { message: "Unauthorized" }];
  if (body !== undefined) posted.push(body);
  const found = answers[path] ?? [404, { message: "Not found" }];
  return typeof found === "function" ? found(body as never) : found;
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  // The client under test posts objects only.
  return text === "" ? undefined : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
