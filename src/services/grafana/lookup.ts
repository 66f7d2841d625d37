import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { valueAt } from "../json-fields.ts";
import type { GrafanaHttp } from "./http.ts";
import type { Dashboard, DataSource } from "./model.ts";
import { dashboardOf, dataSourcesOf } from "./responses.ts";

export async function dashboardAt(http: GrafanaHttp, uid: string): Promise<Outcome<Dashboard>> {
  const found = await http.find(`show the dashboard ${uid}`, `api/dashboards/uid/${encodeURIComponent(uid)}`);
  if (!found.ok) return found;
  const dashboard = valueAt(found.value, "dashboard");
  if (dashboard === undefined) return bad(grafanaFault("services/grafana-dashboard", { uid }, { missing: true }));
  return good(dashboardOf(dashboard));
}

export async function allDataSources(http: GrafanaHttp): Promise<Outcome<readonly DataSource[]>> {
  const found = await http.find("list its data sources", "api/datasources");
  return found.ok ? good(dataSourcesOf(found.value ?? [])) : found;
}
