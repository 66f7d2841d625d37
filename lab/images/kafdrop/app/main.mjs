import { createServer } from "node:http";
import { withCluster } from "./kafka.mjs";
import { HEALTH, isLiveness, isManagement, pathWithin, reply, routeOf } from "./routes.mjs";
import { settingsFrom } from "./settings.mjs";

const log = (line) => process.stdout.write(`${line}\n`);

function start() {
  log("STAND-IN, not Kafdrop: lists brokers, topics and consumers, shows no messages");
  const settings = settingsFrom(process.env);
  const apart = settings.managementPort !== settings.port;
  listen(settings.port, (request) => answer(settings, request, { management: !apart }));
  if (apart) listen(settings.managementPort, ({ path }) => (isManagement(path) ? HEALTH : { code: 404, body: {} }));
  log(`uses ${settings.brokers.join(",")}; listens on ${settings.port}, health on ${settings.managementPort}`);
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(0));
}

function listen(port, handle) {
  createServer((request, response) => {
    const { pathname: path } = new URL(request.url, "http://localhost");
    const json = (request.headers.accept ?? "").includes("application/json");
    Promise.resolve(handle({ method: request.method, path, json }))
      .catch((error) => ({ code: 500, body: { status: 500, error: error.message } }))
      .then(({ code, body }) => send(response, code, body));
  }).listen(port);
}

async function answer({ brokers, contextPath }, { method, path: whole, json }, { management }) {
  if (method !== "GET") return { code: 405, body: { status: 405, error: "the stand-in is read-only" } };
  const path = pathWithin(contextPath, whole);
  if (path === undefined) return { code: 404, body: { status: 404 } };
  if (isLiveness(path)) return { code: 200, body: "" };
  if (management && isManagement(path)) return HEALTH;
  if (routeOf(path) === undefined) return { code: 404, body: { status: 404 } };
  return withCluster(brokers, (cluster) => reply({ path, json, cluster }));
}

function send(response, code, body) {
  const isText = typeof body === "string";
  response.writeHead(code, { "content-type": isText ? "text/html" : "application/json", "x-stand-in": "kafdrop" });
  response.end(isText ? body : JSON.stringify(body));
}

try {
  start();
} catch (error) {
  log(`ERROR ${error.message}`);
  process.exitCode = 1;
}
