import { type Catalogue, entry, faultsOf } from "../../define.ts";

interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly query: string;
}

const panelQuery = ({ dashboard, panel, query }: PanelQuery) =>
  `Dashboard "${dashboard}", panel "${panel}": query ${query}`;

export const grafanaErrors = {
  "services/grafana-login": entry<{ url: string; user: string }>(
    ({ url, user }) => `Grafana at ${url} refuses the login of ${user}`,
    () =>
      "The password that it was set up with counts for a new database only. Give that one, or set it anew in the container: grafana cli admin reset-admin-password. Five wrong tries lock an account for five minutes.",
  ),
  "services/grafana-refused": entry<{ what: string; reason: string }>(
    ({ what, reason }) => `Grafana did not ${what}: ${reason}`,
    () => "Its log has the whole reason: docker compose logs grafana.",
  ),
  "services/grafana-unhealthy": entry<{ database: string }>(
    ({ database }) => `Grafana's own database is not well: ${database}`,
    () => "See its log (docker compose logs grafana), and the room and the owner (uid 472) of its data folder.",
  ),
  "services/grafana-open": entry<{ status: number }>(
    ({ status }) => `Grafana answers ${status} to a request without a login, expected 401`,
    () => "Set GF_AUTH_ANONYMOUS_ENABLED=false and see that no proxy in front of it logs everybody in.",
  ),
  "services/grafana-default-password": entry<{ user: string }>(
    ({ user }) => `Grafana's account ${user} has the password that everybody knows`,
    () => "Set another one in the container: grafana cli admin reset-admin-password.",
  ),
  "services/grafana-plugin": entry<{ id: string; wanted: string | undefined; seen: string | undefined }>(
    ({ id, wanted, seen }) =>
      seen === undefined
        ? `Grafana has no plugin ${id}`
        : `Grafana has the plugin ${id} in version ${seen}, wanted ${wanted ?? "any"}`,
    () => "Look for the installation in its log (docker compose logs grafana): it needs the catalogue, or an archive.",
  ),
  "services/grafana-datasource": entry<{ uid: string; reason: string }>(
    ({ uid, reason }) => `Grafana's data source ${uid} is not healthy: ${reason}`,
    () =>
      "Try the address that it was given from the host where Grafana runs, and look at its log: docker compose logs grafana.",
  ),
  "services/grafana-range": entry<{ from: string; to: string }>(
    ({ from, to }) => `From ${from} to ${to} is no span of time`,
    () => "Write now, now-6h (s, m, h, d, w) or epoch milliseconds, the earlier one first.",
  ),
  "services/grafana-dashboard": entry<{ uid: string }>(
    ({ uid }) => `Grafana has no dashboard with the uid ${uid}`,
    () =>
      "Look for its file in Grafana's log (docker compose logs grafana): a wrong one is left out with a line there.",
  ),
  "services/grafana-nothing-asked": entry<{ uid: string }>(
    ({ uid }) => `No panel of the dashboard ${uid} asks anything`,
    () => "A dashboard without a query proves nothing: leave it out, or give its panels targets.",
  ),
  "services/grafana-variable": entry<{ dashboard: string; variable: string; reason: string }>(
    ({ dashboard, variable, reason }) => `Dashboard "${dashboard}": its variable ${variable} has no value: ${reason}`,
    () => "Run the variable's query at the data source itself, or give a value in `variables`.",
  ),
  "services/grafana-panel-empty": entry<PanelQuery>(
    (where) => `${panelQuery(where)} gives no rows, expected at least one`,
    () =>
      "The query as it was sent is below. Run it at the data source itself: where it gives rows there, see the time range and the variables, else whether data arrives.",
  ),
  "services/grafana-panel-failed": entry<PanelQuery & { reason: string }>(
    ({ reason, ...where }) => `${panelQuery(where)} fails, expected rows: ${reason}`,
    () =>
      "The query as it was sent is below. Run it at the data source itself, and look at its log and at Grafana's (docker compose logs grafana).",
  ),
  "services/grafana-panel-wrong": entry<PanelQuery & { reason: string }>(
    ({ reason, ...where }) => `${panelQuery(where)} is wrong, expected one that the data source can answer: ${reason}`,
    () =>
      "Nothing was changed. The query is below: correct it in the dashboard's file. A column that is yet to be ingested has to come first.",
  ),
  "services/grafana-file": entry<{ file: string; problem: string }>(
    ({ file, problem }) => `${file} is no dashboard: ${problem}`,
    () => "Expected the JSON that Grafana exports, with a uid and a title of its own. Nothing was changed.",
  ),
  "services/grafana-panel-datasource": entry<PanelQuery & { uid: string; known: readonly string[] }>(
    ({ uid, known, ...where }) =>
      `${panelQuery(where)} asks the data source ${uid}, and Grafana has only: ${known.join(", ") || "(none)"}`,
    () => "Write the uid of one of these into the dashboard, or set the data source up with that uid.",
  ),
} as const satisfies Catalogue;

export const grafanaFault = faultsOf(grafanaErrors);
