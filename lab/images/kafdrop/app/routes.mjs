import { summaryOf } from "./model.mjs";
import { clusterPage, topicPage } from "./pages.mjs";

const NOT_FOUND = { code: 404, body: { status: 404, error: "Not Found" } };
const ok = (body) => ({ code: 200, body });

/** Paths and their replies: JSON if requested, otherwise a page if there is one. */
const ROUTES = [
  { path: /^\/$/, reply: cluster },
  { path: /^\/broker$/, reply: async ({ cluster: { brokers } }) => ok(await brokers()) },
  { path: /^\/broker\/(\d+)$/, reply: broker },
  { path: /^\/topic$/, reply: async ({ cluster: { topics } }) => ok(await topics()) },
  { path: /^\/topic\/([^/]+)$/, reply: topic },
  { path: /^\/topic\/([^/]+)\/consumers$/, reply: topicConsumers },
  { path: /^\/consumer\/([^/]+)$/, reply: consumer },
];

/** Paths that do not concern Kafka. Management has its own port if the ports differ. */
export const isManagement = (path) => path === "/actuator/health" || path === "/actuator";
export const isLiveness = (path) => path === "/health_check";
export const HEALTH = ok({ status: "UP" });

/** The path below the context path (empty, or without a trailing slash); undefined if it is outside. */
export function pathWithin(contextPath, whole) {
  const path = whole.slice(contextPath.length);
  if (!whole.startsWith(contextPath)) return undefined;
  if (path === "") return "/";
  return path.startsWith("/") ? path : undefined;
}

export const routeOf = (path) => ROUTES.find((route) => route.path.test(path));

/** `request`: path, whether JSON is requested, and the cluster's reader. */
export async function reply(request) {
  const route = routeOf(request.path);
  if (route === undefined) return NOT_FOUND;
  return route.reply({ ...request, part: decodeURIComponent(route.path.exec(request.path)[1] ?? "") });
}

async function cluster({ json, cluster: { brokers, topics } }) {
  const found = { brokers: await brokers(), topics: await topics() };
  const body = { summary: summaryOf(found.topics), ...found };
  return ok(json ? body : clusterPage(body));
}

async function broker({ part, cluster: { brokers } }) {
  const found = (await brokers()).find(({ id }) => id === Number(part));
  return found === undefined ? NOT_FOUND : ok(found);
}

async function topic({ part, json, cluster: { topics } }) {
  const found = (await topics()).find(({ name }) => name === part);
  if (found === undefined) return NOT_FOUND;
  return ok(json ? found : topicPage(found));
}

async function topicConsumers({ part, cluster: { topics, consumers } }) {
  const found = (await topics()).filter(({ name }) => name === part);
  return found.length === 0 ? NOT_FOUND : ok(await consumers(found));
}

async function consumer({ part, cluster: { topics, consumers } }) {
  const found = (await consumers(await topics())).find(({ groupId }) => groupId === part);
  return found === undefined ? NOT_FOUND : ok(found);
}
