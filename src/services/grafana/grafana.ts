import { isDeepStrictEqual } from "node:util";
import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Service } from "../../module/contract.ts";
import { systemClock } from "../clock.ts";
import { type GrafanaHttp, grafanaHttp, reasonOf, valueOf } from "./http.ts";
import type {
  Asked,
  Dashboard,
  DataSourceHealth,
  GrafanaHealth,
  GrafanaReader,
  GrafanaTarget,
  GrafanaWriter,
  PanelOptions,
} from "./model.ts";
import { askDashboard, askPanels, dashboardAt, datasourcesOf } from "./panels.ts";
import { dashboardOf } from "./responses.ts";
import { httpService } from "../http/http.ts";
import type { Login } from "../http/login.ts";
import { textAt } from "../json-fields.ts";

/** Something small that nobody sees without a login, where Grafana lets nobody in without one. */
const BEHIND_LOGIN = "api/search?type=dash-db&limit=1";

/** Grafana's API, through the connection to a host. Queries travel in requests that only read, so there is no writer. */
export const grafanaService: Service<GrafanaTarget, GrafanaReader, GrafanaWriter> = {
  name: "grafana",
  open: (dial, target) => {
    const client = httpService.open(dial, {});
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
      return good(textAt(found.value, "info", "version") ?? "");
    },
    datasources: () => datasourcesOf(http),
    datasourceHealth: (uid) => sourceHealthOf(http, target, uid),
    panels: (uid, options) => askPanels(http, uid, options, systemClock.now()),
    preview: (value, options) => previewOf(http, dashboardOf(value), options),
  };
}

async function previewOf(
  http: GrafanaHttp,
  wanted: Dashboard,
  options: PanelOptions,
): Promise<Outcome<readonly Asked[]>> {
  const found = await dashboardAt(http, wanted.uid);
  if (found.ok ? isDeepStrictEqual(found.value, wanted) : found.faults[0].code !== "services/grafana-dashboard") {
    return found.ok ? good([]) : found;
  }
  return askDashboard(http, wanted, options, systemClock.now());
}

/** The status of a request that needs a login; what Grafana cannot tell now says nothing of the login. */
async function statusFor(http: GrafanaHttp, login: Login | undefined): Promise<Outcome<number>> {
  const reply = await http.ask(BEHIND_LOGIN, login);
  if (!reply.ok || reply.value.status < 500) return reply.ok ? good(reply.value.status) : reply;
  const reason = reasonOf(reply.value);
  return bad(grafanaFault("services/grafana-refused", { what: "look at a login", reason }, { missing: true }));
}

async function healthOf(http: GrafanaHttp, target: GrafanaTarget): Promise<Outcome<GrafanaHealth>> {
  const reply = await http.ask("api/health", undefined);
  // A Grafana without its database says so with an error's status.
  const told = reply.ok && reply.value.status === 503 ? textAt(reply.value.json, "database") : undefined;
  const value = told === undefined ? valueOf("say how it is", reply, target) : good({ database: told, version: "" });
  if (!value.ok) return value;
  const database = textAt(value.value, "database");
  if (database === undefined) {
    const reason = "its answer says nothing of a database: is this Grafana's address?";
    return bad(grafanaFault("services/grafana-refused", { what: "say how it is", reason }));
  }
  return good({ database, version: textAt(value.value, "version") ?? "" });
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
  const message = textAt(reply.value.json, "message") ?? reasonOf(reply.value);
  return good({ healthy: textAt(reply.value.json, "status") === "OK", message });
}
