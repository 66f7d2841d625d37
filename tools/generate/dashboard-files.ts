import { dashboards } from "../../files/dashboards/dashboards.ts";
import type { GeneratedFile } from "./files.ts";

/** The folder of the dashboards that the role installs. */
export const DASHBOARDS = "roles/grafana/files";

/** One file per dashboard, as Grafana reads it. */
export function dashboardFiles(): readonly GeneratedFile[] {
  return [...dashboards()].map(([name, dashboard]) => ({
    path: `${DASHBOARDS}/${name}.json`,
    text: `${JSON.stringify(dashboard, null, 2)}\n`,
  }));
}
