import type { Dashboard, DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { health } from "./health/health.ts";
import { pipeline } from "./pipeline/pipeline.ts";

const BUILDERS: Readonly<Record<string, () => DashboardBuilder>> = { health, pipeline };

/** The dashboards by the name of their file. */
export function dashboards(): ReadonlyMap<string, Dashboard> {
  return new Map(Object.entries(BUILDERS).map(([name, build]) => [name, numbered(build().build())]));
}

/** Gives every panel an id, in order: links to a panel need it. */
function numbered(dashboard: Dashboard): Dashboard {
  return { ...dashboard, panels: (dashboard.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}
