import { describeRule } from "./alerting.mjs";
import { describeDatasource } from "./datasources.mjs";
import { answer, health } from "./druid.mjs";
import { EXPRESSION, evaluate } from "./expressions.mjs";
import { timeOf } from "./macros.mjs";
import { describePlugin, DRUID } from "./plugins.mjs";

const VERSION = "13.2.2";

const failure = (code, message) => ({ code, body: { message } });
const ok = (body) => ({ code: 200, body });

/** Path, required role, and reply from the state of this server; `part` is the path's captured group. */
const ROUTES = [
  {
    method: "GET",
    path: /^\/api\/health$/,
    role: "anyone",
    reply: () => ok({ database: "ok", version: VERSION, commit: "STAND-IN" }),
  },
  {
    method: "GET",
    path: /^\/api\/datasources$/,
    role: "admin",
    reply: ({ sources }) => ok(sources.map(describeDatasource)),
  },
  { method: "GET", path: /^\/api\/datasources\/uid\/([^/]+)$/, role: "admin", reply: datasource },
  { method: "GET", path: /^\/api\/datasources\/uid\/([^/]+)\/health$/, role: "viewer", reply: datasourceHealth },
  { method: "POST", path: /^\/api\/ds\/query$/, role: "viewer", reply: queries },
  { method: "GET", path: /^\/api\/search$/, role: "viewer", reply: search },
  { method: "GET", path: /^\/api\/dashboards\/home$/, role: "viewer", reply: home },
  { method: "GET", path: /^\/api\/dashboards\/uid\/([^/]+)$/, role: "viewer", reply: dashboard },
  {
    method: "GET",
    path: /^\/api\/v1\/provisioning\/alert-rules$/,
    role: "admin",
    reply: ({ alerting }) => ok(alerting.rules.map(describeRule)),
  },
  {
    method: "GET",
    path: /^\/api\/v1\/provisioning\/contact-points$/,
    role: "admin",
    reply: ({ alerting }) => ok(alerting.contacts),
  },
  {
    method: "GET",
    path: /^\/api\/plugins$/,
    role: "viewer",
    reply: ({ plugins }) => ok([...plugins.values()].map(describePlugin)),
  },
  { method: "GET", path: /^\/api\/plugins\/([^/]+)\/settings$/, role: "viewer", reply: plugin },
];

/** `request`: method, path, query (URLSearchParams), role ("admin", "viewer" or undefined), body. */
export async function reply(state, request) {
  for (const route of ROUTES) {
    const match = route.path.exec(request.path);
    if (match === null || route.method !== request.method) continue;
    if (route.role !== "anyone" && request.role === undefined) return failure(401, "Invalid username or password");
    if (route.role === "admin" && request.role !== "admin") return failure(403, "Permission denied");
    return route.reply(state, { ...request, part: decodeURIComponent(match[1] ?? "") });
  }
  return failure(404, "Not found (the stand-in implements only what the site's checks use)");
}

const sourceOf = ({ sources }, uid) => sources.find((source) => source.uid === uid);

function datasource(state, { part }) {
  const source = sourceOf(state, part);
  return source === undefined ? failure(404, "Data source not found") : ok(describeDatasource(source));
}

async function datasourceHealth(state, { part }) {
  const source = sourceOf(state, part);
  if (source === undefined) return failure(404, "Data source not found");
  if (!isServed(state, source)) return failure(500, "Unable to find datasource plugin");
  return health(source);
}

const isServed = ({ plugins }, { type }) => type === DRUID && plugins.has(type);

async function queries(state, { body, now }) {
  if (!Array.isArray(body?.queries) || body.queries.length === 0) return failure(400, "No queries found");
  const range = rangeOf(body, now);
  if (range === undefined) return failure(400, "from and to are not a time range");
  const isExpression = ({ datasource }) => datasource?.uid === EXPRESSION;
  const asked = body.queries.filter((query) => !isExpression(query));
  for (const { datasource: requested } of asked) {
    const source = sourceOf(state, requested?.uid);
    if (source === undefined) return failure(404, "Data source not found");
    if (!isServed(state, source)) return failure(404, "Plugin not found");
  }
  const results = {};
  for (const query of asked) {
    results[query.refId ?? "A"] = await answer(sourceOf(state, query.datasource.uid), query, range);
  }
  for (const query of body.queries.filter(isExpression)) results[query.refId] = evaluate(query, results);
  const failed = Object.values(results).some(({ error }) => error !== undefined);
  return { code: failed ? 400 : 200, body: { results } };
}

function rangeOf({ from, to }, now) {
  try {
    return { from: timeOf(from, now), to: timeOf(to, now) };
  } catch {
    return undefined;
  }
}

function search({ dashboards }, { query }) {
  if ((query.get("type") ?? "dash-db") !== "dash-db") return ok([]);
  const text = (query.get("query") ?? "").toLowerCase();
  const found = [...dashboards.values()].filter(({ dashboard: { title } }) => title.toLowerCase().includes(text));
  return ok(
    found.map(({ folder, dashboard: { uid, title, tags = [] } }) => ({
      uid,
      title,
      tags,
      type: "dash-db",
      url: `/d/${uid}`,
      folderTitle: folder,
    })),
  );
}

/** The dashboard after the login: that of the configured file, or Grafana's own list. */
function home({ home: file }) {
  if (file === undefined) return ok({ meta: { isHome: true }, dashboard: { title: "Home", panels: [] } });
  return ok({ meta: { isHome: true }, dashboard: file });
}

function dashboard({ dashboards }, { part }) {
  const found = dashboards.get(part);
  if (found === undefined) return failure(404, "Dashboard not found");
  const meta = {
    type: "db",
    provisioned: true,
    provisionedExternalId: found.file,
    folderTitle: found.folder,
    canSave: false,
  };
  return ok({ meta, dashboard: found.dashboard });
}

function plugin({ plugins }, { part }) {
  const found = plugins.get(part);
  return found === undefined ? failure(404, "Plugin not found") : ok(describePlugin(found));
}
