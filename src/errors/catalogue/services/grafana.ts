import { type Catalogue, entry, faultsOf } from "../../define.ts";

interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly query: string;
}

const panelQuery = ({ dashboard, panel, query }: PanelQuery) =>
  `Dashboard "${dashboard}", panel "${panel}": query ${query}`;

/** What can go wrong with Grafana and its dashboards. */
export const grafanaErrors = {
  "services/grafana-login": entry<{ url: string; user: string }>(
    ({ url, user }) => `Grafana at ${url} rejects the login of ${user}.`,
    () =>
      "The password from its setup applies to a new database only. Use the current one, or set another in the container with `grafana cli admin reset-admin-password`. Five failed logins lock an account for five minutes.",
  ),
  "services/grafana-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Grafana did not ${what}: ${reason}.`,
    () => "Its log has the full reason: `docker compose logs grafana`.",
  ),
  "services/grafana-unhealthy": entry<{ database: string }>(
    ({ database }) => `Grafana reports that its own database is unhealthy: ${database}.`,
    () =>
      "Check its log (`docker compose logs grafana`), and the free space and the owner (uid 472) of its data folder.",
  ),
  "services/grafana-open": entry<{ status: number }>(
    ({ status }) => `Grafana answers ${status} to a request without a login, expected 401.`,
    () => "Set GF_AUTH_ANONYMOUS_ENABLED=false, and check that no proxy in front of Grafana logs everybody in.",
  ),
  "services/grafana-default-password": entry<{ user: string }>(
    ({ user }) => `Grafana's account ${user} still has the default password.`,
    () => "Set another one in the container with `grafana cli admin reset-admin-password`.",
  ),
  "services/grafana-plugin": entry<{ id: string; expected: string | undefined; actual: string | undefined }>(
    ({ id, expected, actual }) =>
      actual === undefined
        ? `Grafana has no plugin ${id}.`
        : `Grafana has version ${actual} of the plugin ${id}, expected ${expected ?? "any"}.`,
    () =>
      "Check its installation in Grafana's log (`docker compose logs grafana`): it needs access to the plugin catalogue, or an archive.",
  ),
  "services/grafana-datasource": entry<{ uid: string; reason: string }>(
    ({ uid, reason }) => `Grafana's data source ${uid} is unhealthy: ${reason}.`,
    () =>
      "Try the data source's address on the host where Grafana runs, and check Grafana's log: `docker compose logs grafana`.",
  ),
  "services/grafana-range": entry<{ from: string; to: string }>(
    ({ from, to }) => `From ${from} to ${to} is not a valid time range.`,
    () => "Write now, now-6h (s, m, h, d, w) or epoch milliseconds, the earlier one first.",
  ),
  "services/grafana-dashboard": entry<{ uid: string }>(
    ({ uid }) => `Grafana has no dashboard with the uid ${uid}.`,
    () => "Look for its file in Grafana's log (`docker compose logs grafana`), which reports each invalid file.",
  ),
  "services/grafana-nothing-asked": entry<{ uid: string }>(
    ({ uid }) => `The dashboard ${uid} has no panel with a query.`,
    () => "A dashboard without queries proves nothing: leave it out, or give its panels targets.",
  ),
  "services/grafana-variable": entry<{ dashboard: string; variable: string; reason: string }>(
    ({ dashboard, variable, reason }) => `Dashboard "${dashboard}": the variable ${variable} has no value: ${reason}.`,
    () => "Run the variable's query in the data source itself, or set a value in `variables`.",
  ),
  "services/grafana-panel-empty": entry<PanelQuery>(
    (where) => `${panelQuery(where)} returns no rows, expected at least one.`,
    () =>
      "The query as it was sent is above. Run it in the data source itself: if it returns rows there, check the time range and the variables, otherwise check whether data arrives.",
  ),
  "services/grafana-panel-failed": entry<PanelQuery & { reason: string }>(
    (query) => `${panelQuery(query)} failed: ${query.reason}.`,
    () =>
      "The query as it was sent is above. Run it in the data source itself, and check the logs of the data source and of Grafana (`docker compose logs grafana`).",
  ),
  "services/grafana-panel-wrong": entry<PanelQuery & { reason: string }>(
    (query) => `${panelQuery(query)} is invalid: ${query.reason}.`,
    () =>
      "Nothing was changed. The query is above: correct it in the dashboard's file. If it names a new column, ingest that first.",
  ),
  "services/grafana-file": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `${file} is not a dashboard: ${problem}.`,
    () => "Use the JSON that Grafana exports, with a uid and a title. Nothing was changed.",
  ),
  "services/grafana-panel-datasource": entry<PanelQuery & { uid: string; known: readonly string[] }>(
    (query) =>
      `${panelQuery(query)} uses the data source ${query.uid}, but Grafana has only: ${query.known.join(", ") || "(none)"}.`,
    () => "Write the uid of one of these into the dashboard, or set up the data source with that uid.",
  ),
} as const satisfies Catalogue;

export const grafanaFault = faultsOf(grafanaErrors);
