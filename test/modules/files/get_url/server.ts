import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** A server in a thread of its own, because tests block theirs while a script runs. */
const PROGRAM = `
const { createServer } = require("node:http");
const { parentPort } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const digest = (algorithm) => createHash(algorithm).update("content").digest("hex");
const answers = {
  "/file": () => "content",
  "/SHA256SUMS": () => digest("sha256").replace(/^./, "0") + "  other\\n" + digest("sha256") + " *file\\r\\n",
  "/file.md5": () => digest("md5").toUpperCase() + "\\n",
  "/none": () => "no digest here\\n",
  "/seen": ({ headers }) => [headers.authorization, headers["x-token"]].join(" "),
};
const server = createServer((request, response) => {
  if (request.url === "/moved") return response.writeHead(302, { location: "/file" }).end();
  if (request.url === "/short") {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
    return;
  }
  const answer = answers[request.url];
  response.writeHead(answer ? 200 : 404).end(answer ? answer(request) : "not here");
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

export async function startServer(): Promise<{ readonly origin: string; readonly stop: () => Promise<unknown> }> {
  const worker = new Worker(PROGRAM, { eval: true });
  const [port] = (await once(worker, "message")) as [number];
  return { origin: `http://127.0.0.1:${port}`, stop: () => worker.terminate() };
}
