import { rulesFile } from "../../files/dashboards/alerts.ts";
import { dashboards } from "../../files/dashboards/dashboards.ts";
import type { GeneratedFile } from "./files.ts";

/** The folder of the dashboards that the role installs. */
export const DASHBOARDS = "roles/grafana/files";

/** The template of the alert rules, which link to panels. */
const RULES = "roles/grafana/templates/rules.yaml";

/** One file per dashboard, as Grafana reads it, and one for all alert rules. */
export function dashboardFiles(): readonly GeneratedFile[] {
  const all = dashboards();
  const files = [...all].map(([name, dashboard]) => ({
    path: `${DASHBOARDS}/${name}.json`,
    text: `${JSON.stringify(dashboard, null, 2)}\n`,
  }));
  return [...files, { path: RULES, text: rulesFile(all) }];
}
