import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** Where Flink's REST API listens. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Longer than Flink takes for anything that a page asks. */
const TIMEOUT_MS = 60_000;

/** Old paths that cancel or stop a job by GET, also with an escaped character. */
const ENDS_JOBS = /yarn-|%/i;

/**
 * A server that forwards what only reads to Flink's REST API, and refuses everything else: who can upload a jar, or submit a job, can
 * run any program on all servers.
 */
export function createPage({ host, port }: Target): Server {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const server = createServer((incoming, outgoing) => {
    const [path = ""] = (incoming.url ?? "").split("?");
    if (!isReading(incoming.method) || ENDS_JOBS.test(path)) {
      refuse(outgoing);
      return;
    }
    const headers = { ...incoming.headers, host: `${host}:${port}`, connection: "keep-alive" };
    const forwarded = request({ agent, host, port, method: incoming.method, path: incoming.url, headers });
    forwarded.setTimeout(TIMEOUT_MS, () => forwarded.destroy(new Error("Flink does not answer")));
    forwarded.on("response", (answer) => pass(answer, outgoing));
    forwarded.on("error", (error) => fail(outgoing, error));
    outgoing.on("close", () => forwarded.destroy());
    forwarded.end();
  });
  server.on("close", () => agent.destroy());
  return server;
}

const isReading = (method = ""): boolean => method === "GET" || method === "HEAD";

function pass(answer: IncomingMessage, outgoing: ServerResponse): void {
  const headers = Object.entries(answer.headers).filter(([name]) => name !== "connection" && name !== "keep-alive");
  outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(headers));
  answer.pipe(outgoing);
  answer.on("error", () => outgoing.destroy());
}

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(403, { "content-type": "application/json", connection: "close" });
  outgoing.end(
    JSON.stringify({
      errors: [
        "This page only shows. Change jobs through playbooks/site.yaml, or through `npx provision tunnel flink`.",
      ],
    }),
  );
}

function fail(outgoing: ServerResponse, error: Error): void {
  if (outgoing.headersSent) outgoing.destroy();
  else {
    outgoing.writeHead(502, { "content-type": "application/json" });
    outgoing.end(JSON.stringify({ errors: [`Flink cannot be reached: ${error.message}`] }));
  }
}
