/** Draws a dashboard of the stand-in from its own API. It shows what the queries return, not how Grafana looks. */
import { drawTimeSeries } from "./chart.mjs";
import { element } from "./element.mjs";
import { framesOf } from "./fields.mjs";
import { drawHeatMap } from "./heatmap.mjs";
import { arranged } from "./layout.mjs";
import { drawStat, drawTable } from "./text-panels.mjs";
import { builtIns, intervalOf, replaced, selectedOf } from "./variables.mjs";

const DRAW = { timeseries: drawTimeSeries, heatmap: drawHeatMap, stat: drawStat, table: drawTable };
const HOUR_MS = 3_600_000;

async function ask(path, body) {
  const request = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  // The page's own address may contain a login, which fetch rejects.
  const reply = await fetch(new URL(path, location.origin), request);
  return reply.json();
}

/** The answers to queries, in their order, and the first error. */
async function frames(queries, range, values) {
  const prepared = queries.map((query) => JSON.parse(JSON.stringify(query), (_, item) => inString(item, values)));
  const body = { queries: prepared, from: `${range.from}`, to: `${range.to}` };
  const { results = {}, message } = await ask("/api/ds/query", body);
  const answers = prepared.map(({ refId }) => results[refId] ?? { error: message });
  return { frames: answers.flatMap((answer) => answer.frames ?? []), error: answers.find(({ error }) => error)?.error };
}

const inString = (item, values) => (typeof item === "string" ? replaced(item, values) : item);

/** The dashboard's variables with the values that a browser shows first. */
async function variablesOf({ templating }, range) {
  const values = new Map(builtIns(range, 1000));
  for (const variable of templating?.list ?? []) {
    const answer = await frames([{ datasource: variable.datasource, ...variable.query }], range, values);
    values.set(variable.name, selectedOf(variable, answer.frames[0]?.data.values[0] ?? []));
  }
  return values;
}

/** Links to the other dashboards that have a link's tags. */
async function linksOf({ uid: own, links = [] }) {
  const tags = links.filter(({ type }) => type === "dashboards").flatMap((link) => link.tags ?? []);
  const all = await ask("/api/search?type=dash-db");
  return all
    .filter((other) => other.uid !== own && other.tags.some((tag) => tags.includes(tag)))
    .map(({ title, url }) => element("a", { href: url }, title));
}

async function drawPanel(grid, { panel, own }, values, range) {
  const { x, y, w, h } = panel.gridPos;
  const all = new Map([...values, ...own]);
  const body = element("div", { class: "body" });
  const place = `grid-column:${x + 1}/span ${w};grid-row:${y + 1}/span ${h}`;
  grid.append(element("section", { style: place }, element("h2", {}, replaced(panel.title ?? "", all)), body));
  const intervalMs = intervalOf(range, panel);
  const queries = (panel.targets ?? []).map((target) => ({ ...target, intervalMs }));
  const answer = await frames(queries, range, new Map([...all, ...builtIns(range, intervalMs)]));
  const isDrawn = answer.error === undefined && DRAW[panel.type]?.(body, panel, framesOf(panel, answer.frames), range);
  if (!isDrawn) body.append(element("p", { class: "none" }, answer.error ?? "No data"));
}

async function main() {
  const uid = location.pathname.split("/").at(-1);
  const now = Date.now();
  const range = { from: now - HOUR_MS, to: now };
  const { dashboard } = await ask(`/api/dashboards/uid/${uid}`);
  document.querySelector("h1").textContent = dashboard.title;
  document.querySelector("header").append(...(await linksOf(dashboard)));
  const grid = document.querySelector("main");
  const values = await variablesOf(dashboard, range);
  await Promise.all(arranged(dashboard.panels, values).map((one) => drawPanel(grid, one, values, range)));
}

main()
  .catch((error) => document.querySelector("main").append(element("p", { class: "none" }, `${error}`)))
  .finally(() => document.body.setAttribute("data-drawn", "true"));
