import { describeDatasource } from "./datasources.mjs";
import { answer, health } from "./druid.mjs";
import { timeOf } from "./macros.mjs";
import { describePlugin, DRUID } from "./plugins.mjs";

const VERSION = "13.2.2";

const refuse = (code, message) => ({ code, body: { message } });
const give = (body) => ({ code: 200, body });

/** Path, who may ask, and the answer from the state of this server; `part` is what the path's group holds. */
const ROUTES = [
  {
    method: "GET",
    path: /^\/api\/health$/,
    role: "anyone",
    reply: () => give({ database: "ok", version: VERSION, commit: "STAND-IN" }),
  },
  {
    method: "GET",
    path: /^\/api\/datasources$/,
    role: "admin",
    reply: ({ sources }) => give(sources.map(describeDatasource)),
  },
  { method: "GET", path: /^\/api\/datasources\/uid\/([^/]+)$/, role: "admin", reply: datasource },
  { method: "GET", path: /^\/api\/datasources\/uid\/([^/]+)\/health$/, role: "viewer", reply: datasourceHealth },
  { method: "POST", path: /^\/api\/ds\/query$/, role: "viewer", reply: queries },
  { method: "GET", path: /^\/api\/search$/, role: "viewer", reply: search },
  { method: "GET", path: /^\/api\/dashboards\/uid\/([^/]+)$/, role: "viewer", reply: dashboard },
  {
    method: "GET",
    path: /^\/api\/plugins$/,
    role: "viewer",
    reply: ({ plugins }) => give([...plugins.values()].map(describePlugin)),
  },
  { method: "GET", path: /^\/api\/plugins\/([^/]+)\/settings$/, role: "viewer", reply: plugin },
];

/** `request`: method, path, query (URLSearchParams), role ("admin", "viewer" or nobody), body. */
export async function reply(state, request) {
  for (const route of ROUTES) {
    const match = route.path.exec(request.path);
    if (match === null || route.method !== request.method) continue;
    if (route.role !== "anyone" && request.role === undefined) return refuse(401, "Invalid username or password");
    if (route.role === "admin" && request.role !== "admin") return refuse(403, "Permission denied");
    return route.reply(state, { ...request, part: decodeURIComponent(match[1] ?? "") });
  }
  return refuse(404, "Not found (the stand-in has only what the site's checks ask)");
}

const sourceOf = ({ sources }, uid) => sources.find((source) => source.uid === uid);

function datasource(state, { part }) {
  const source = sourceOf(state, part);
  return source === undefined ? refuse(404, "Data source not found") : give(describeDatasource(source));
}

async function datasourceHealth(state, { part }) {
  const source = sourceOf(state, part);
  if (source === undefined) return refuse(404, "Data source not found");
  if (!isServed(state, source)) return refuse(500, "Unable to find datasource plugin");
  return health(source);
}

const isServed = ({ plugins }, { type }) => type === DRUID && plugins.has(type);

async function queries(state, { body, now }) {
  if (!Array.isArray(body?.queries) || body.queries.length === 0) return refuse(400, "No queries found");
  const range = rangeOf(body, now);
  if (range === undefined) return refuse(400, "from and to are no time range");
  for (const { datasource: asked } of body.queries) {
    const source = sourceOf(state, asked?.uid);
    if (source === undefined) return refuse(404, "Data source not found");
    if (!isServed(state, source)) return refuse(404, "Plugin not found");
  }
  const results = {};
  for (const query of body.queries) {
    results[query.refId ?? "A"] = await answer(sourceOf(state, query.datasource.uid), query, range);
  }
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
  if ((query.get("type") ?? "dash-db") !== "dash-db") return give([]);
  const wanted = (query.get("query") ?? "").toLowerCase();
  const found = [...dashboards.values()].filter(({ dashboard: { title } }) => title.toLowerCase().includes(wanted));
  return give(
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

function dashboard({ dashboards }, { part }) {
  const found = dashboards.get(part);
  if (found === undefined) return refuse(404, "Dashboard not found");
  const meta = {
    type: "db",
    provisioned: true,
    provisionedExternalId: found.file,
    folderTitle: found.folder,
    canSave: false,
  };
  return give({ meta, dashboard: found.dashboard });
}

function plugin({ plugins }, { part }) {
  const found = plugins.get(part);
  return found === undefined ? refuse(404, "Plugin not found") : give(describePlugin(found));
}
