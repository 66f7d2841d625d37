import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { effectiveLogin, roleOf } from "./access.mjs";
import { reply } from "./api.mjs";
import { provisionedAlerting } from "./alerting.mjs";
import { acceptedDashboards, panelsWithoutSource, provisionedProviders } from "./dashboards.mjs";
import { provisionedDatasources } from "./datasources.mjs";
import { EXPRESSION } from "./expressions.mjs";
import { page } from "./page.mjs";
import { installedPlugins } from "./plugins.mjs";
import { dashboardsOf, pluginsIn, yamlIn } from "./provisioning.mjs";
import { settingsFrom } from "./settings.mjs";

const log = (line) => process.stdout.write(`${line}\n`);

function start() {
  log("STAND-IN, not Grafana: checks its provisioning, forwards queries to Druid, draws simple charts");
  const settings = settingsFrom(process.env, (file) => readFileSync(file, "utf8"));
  const state = provision(settings);
  const login = loginOf(settings);
  const server = createServer((request, response) => {
    serve(state, login, settings.anonymous, request, response).catch((error) =>
      send(response, 500, { message: error.message }),
    );
  });
  server.listen(settings.port, settings.address === "" ? undefined : settings.address, () => {
    log(
      `HTTP Server Listen on port ${settings.port}: ${state.sources.length} data sources, ${state.dashboards.size} dashboards`,
    );
  });
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => process.exit(0));
}

function provision(settings) {
  const complain = (text) => log(`level=error ${text}`);
  const plugins = installedPlugins(pluginsIn(settings.plugins), settings.preinstall, complain);
  const sources = provisionedDatasources(yamlIn(join(settings.provisioning, "datasources")), process.env);
  for (const { name, type } of sources)
    if (!plugins.has(type)) complain(`data source ${name}: plugin ${type} is not installed`);
  const providers = provisionedProviders(yamlIn(join(settings.provisioning, "dashboards")));
  const dashboards = acceptedDashboards(
    providers.flatMap((provider) => dashboardsOf(provider, complain)),
    complain,
  );
  const uids = new Set(sources.map(({ uid }) => uid));
  for (const { file, dashboard } of dashboards.values()) {
    for (const { title } of panelsWithoutSource(dashboard, uids))
      complain(`${file}: panel ${title}: its data source does not exist`);
  }
  const alerting = provisionedAlerting(yamlIn(join(settings.provisioning, "alerting")));
  for (const { title, data } of alerting.rules) {
    const missing = data.find(({ datasourceUid }) => datasourceUid !== EXPRESSION && !uids.has(datasourceUid));
    if (missing !== undefined) complain(`rule ${title}: its data source ${missing.datasourceUid} does not exist`);
  }
  return { plugins, sources, dashboards, alerting, home: homeOf(settings.home, complain) };
}

/** The dashboard file that is shown after the login. If it cannot be read, Grafana logs it and shows its own. */
function homeOf(file, complain) {
  try {
    return file === "" ? undefined : JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    complain(`failed to load home dashboard ${file}: ${error.message}`);
    return undefined;
  }
}

function loginOf(settings) {
  const file = join(settings.data, "grafana.db");
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const login = effectiveLogin(kept, settings);
  writeFileSync(file, JSON.stringify(login), { mode: 0o640 });
  return login;
}

async function serve(state, login, anonymous, request, response) {
  const url = new URL(request.url, "http://localhost");
  const role = roleOf(request.headers.authorization, login, anonymous);
  const isPage = request.method === "GET" && !url.pathname.startsWith("/api/");
  if (isPage) return sendPage(response, page(state.dashboards, url.pathname, role));
  const body = await bodyOf(request);
  if (body === "bad") return send(response, 400, { message: "bad request data" });
  const call = { method: request.method, path: url.pathname, query: url.searchParams, role, body, now: Date.now() };
  const { code, body: answer } = await reply(state, call);
  return send(response, code, answer);
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return "bad";
  }
}

function send(response, code, body) {
  response.writeHead(code, { "content-type": "application/json", "x-stand-in": "grafana", ...challenge(code) });
  response.end(JSON.stringify(body));
}

function sendPage(response, { code, type, body }) {
  response.writeHead(code, { "content-type": `${type}; charset=utf-8`, "x-stand-in": "grafana", ...challenge(code) });
  response.end(body);
}

/** Lets a browser ask for the login, and send it with the requests of a page. */
const challenge = (code) => (code === 401 ? { "www-authenticate": 'Basic realm="grafana"' } : {});

try {
  start();
} catch (error) {
  log(`level=error ${error.message}`);
  process.exitCode = 1;
}
