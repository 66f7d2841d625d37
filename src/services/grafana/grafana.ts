import { isDeepStrictEqual } from "node:util";
import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Service } from "../../module/contract.ts";
import { systemClock } from "../clock.ts";
import { queryAlerts } from "./alerts.ts";
import { type GrafanaHttp, grafanaHttp, reasonOf, valueOf } from "./http.ts";
import type {
  QueryResult,
  Dashboard,
  DataSourceHealth,
  GrafanaHealth,
  GrafanaReader,
  GrafanaTarget,
  GrafanaWriter,
  PanelOptions,
} from "./model.ts";
import { allDataSources, dashboardAt } from "./lookup.ts";
import { queryDashboard, queryDashboardAt } from "./panels.ts";
import { dashboardOf } from "./responses.ts";
import { openHttp } from "../http/http.ts";
import type { Login } from "../http/login.ts";
import { originOf } from "../http/url.ts";
import { stringAt } from "../json-fields.ts";

/** A cheap request that requires a login, unless anonymous access is enabled. */
const BEHIND_LOGIN = "api/search?type=dash-db&limit=1";

/** For how long the values of a dashboard's variables are tried: each query may take as long as an answer may. */
const TRYING_MS = 120_000;

/** Grafana's API, through the connection to a host. Its queries only read, so the writer is empty. */
export const grafanaService: Service<GrafanaTarget, GrafanaReader, GrafanaWriter> = {
  name: "grafana",
  peer: ({ url }) => ({ name: "Grafana", address: originOf(url) }),
  open: (dial, target) => {
    const client = openHttp(dial);
    return { reader: readerOf(grafanaHttp(client, target), target), writer: {}, close: () => client.close() };
  },
};

function readerOf(http: GrafanaHttp, target: GrafanaTarget): GrafanaReader {
  return {
    health: () => healthOf(http, target),
    statusWithoutLogin: () => statusFor(http, undefined),
    accepts: async (user, password) => {
      const status = await statusFor(http, { user, password });
      return status.ok ? good(status.value < 400) : status;
    },
    plugin: async (id) => {
      const found = await http.find(`show the plugin ${id}`, `api/plugins/${encodeURIComponent(id)}/settings`);
      if (!found.ok || found.value === undefined) return found.ok ? good(undefined) : found;
      return good(stringAt(found.value, "info", "version") ?? "");
    },
    datasources: () => allDataSources(http),
    datasourceHealth: (uid) => sourceHealthOf(http, target, uid),
    panels: (uid, options) => {
      const now = systemClock.now();
      const isTimeUp = () => systemClock.now() > now + TRYING_MS;
      return queryDashboardAt(http, uid, { options, now, isTimeUp });
    },
    alerts: () => queryAlerts(http, systemClock.now()),
    preview: (value, options) => previewOf(http, dashboardOf(value), options),
  };
}

async function previewOf(
  http: GrafanaHttp,
  desired: Dashboard,
  options: PanelOptions,
): Promise<Outcome<readonly QueryResult[]>> {
  const found = await dashboardAt(http, desired.uid);
  if (!found.ok && found.faults[0].code !== "services/grafana-dashboard") return found;
  if (found.ok && isDeepStrictEqual(found.value, desired)) return good([]);
  return queryDashboard(http, desired, { options, now: systemClock.now(), alternatives: 0 });
}

/** The status of a request that requires a login. A server error says nothing about the login, so it is a fault. */
async function statusFor(http: GrafanaHttp, login: Login | undefined): Promise<Outcome<number>> {
  const reply = await http.ask(BEHIND_LOGIN, login);
  if (!reply.ok || reply.value.status < 500) return reply.ok ? good(reply.value.status) : reply;
  const reason = reasonOf(reply.value);
  return bad(grafanaFault("services/grafana-refused", { what: "check a login", reason }, { missing: true }));
}

async function healthOf(http: GrafanaHttp, target: GrafanaTarget): Promise<Outcome<GrafanaHealth>> {
  const reply = await http.ask("api/health", undefined);
  // Grafana reports an unreachable database with status 503.
  const unhealthy = reply.ok && reply.value.status === 503 ? stringAt(reply.value.json, "database") : undefined;
  const value =
    unhealthy === undefined ? valueOf("report its health", reply, target) : good({ database: unhealthy, version: "" });
  if (!value.ok) return value;
  const database = stringAt(value.value, "database");
  if (database === undefined) {
    const reason = "its answer does not mention a database; check that the address is Grafana's";
    return bad(grafanaFault("services/grafana-refused", { what: "report its health", reason }));
  }
  return good({ database, version: stringAt(value.value, "version") ?? "" });
}

async function sourceHealthOf(
  http: GrafanaHttp,
  target: GrafanaTarget,
  uid: string,
): Promise<Outcome<DataSourceHealth>> {
  const reply = await http.ask(`api/datasources/uid/${encodeURIComponent(uid)}/health`, target);
  if (!reply.ok) return reply;
  if (reply.value.status === 401 || reply.value.status === 403) {
    return bad(grafanaFault("services/grafana-login", { url: target.url, user: target.user }));
  }
  const message = stringAt(reply.value.json, "message") ?? reasonOf(reply.value);
  return good({ healthy: stringAt(reply.value.json, "status") === "OK", message });
}
