import { summaryOf } from "./model.mjs";
import { clusterPage, topicPage } from "./pages.mjs";

const NOT_FOUND = { code: 404, body: { status: 404, error: "Not Found" } };
const give = (body) => ({ code: 200, body });

/** What a path shows, asked of a cluster's reader: JSON where it is wanted, else the page where there is one. */
const ROUTES = [
  { path: /^\/$/, reply: cluster },
  { path: /^\/broker$/, reply: async ({ cluster: { brokers } }) => give(await brokers()) },
  { path: /^\/broker\/(\d+)$/, reply: broker },
  { path: /^\/topic$/, reply: async ({ cluster: { topics } }) => give(await topics()) },
  { path: /^\/topic\/([^/]+)$/, reply: topic },
  { path: /^\/topic\/([^/]+)\/consumers$/, reply: topicConsumers },
  { path: /^\/consumer\/([^/]+)$/, reply: consumer },
];

/** Paths that say nothing of Kafka; management answers on a port of its own where the ports differ. */
export const isManagement = (path) => path === "/actuator/health" || path === "/actuator";
export const isLiveness = (path) => path === "/health_check";
export const HEALTH = give({ status: "UP" });

/** The path below the context path (empty, or without a slash at its end); nothing where it lies outside. */
export function pathWithin(contextPath, whole) {
  const path = whole.slice(contextPath.length);
  if (!whole.startsWith(contextPath)) return undefined;
  if (path === "") return "/";
  return path.startsWith("/") ? path : undefined;
}

export const routeOf = (path) => ROUTES.find((route) => route.path.test(path));

/** `asked`: path, whether JSON is wanted, the cluster's reader. */
export async function reply(asked) {
  const route = routeOf(asked.path);
  if (route === undefined) return NOT_FOUND;
  return route.reply({ ...asked, part: decodeURIComponent(route.path.exec(asked.path)[1] ?? "") });
}

async function cluster({ json, cluster: { brokers, topics } }) {
  const found = { brokers: await brokers(), topics: await topics() };
  const body = { summary: summaryOf(found.topics), ...found };
  return give(json ? body : clusterPage(body));
}

async function broker({ part, cluster: { brokers } }) {
  const found = (await brokers()).find(({ id }) => id === Number(part));
  return found === undefined ? NOT_FOUND : give(found);
}

async function topic({ part, json, cluster: { topics } }) {
  const found = (await topics()).find(({ name }) => name === part);
  if (found === undefined) return NOT_FOUND;
  return give(json ? found : topicPage(found));
}

async function topicConsumers({ part, cluster: { topics, consumers } }) {
  const found = (await topics()).filter(({ name }) => name === part);
  return found.length === 0 ? NOT_FOUND : give(await consumers(found));
}

async function consumer({ part, cluster: { topics, consumers } }) {
  const found = (await consumers(await topics())).find(({ groupId }) => groupId === part);
  return found === undefined ? NOT_FOUND : give(found);
}
