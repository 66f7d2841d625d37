import {
  DashboardBuilder,
  DashboardCursorSync,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { links, TAG } from "../panels.ts";
import { DRUID, sqlModel } from "../query.ts";
import { bySensor, heatMap } from "./outliers.ts";
import { rawAgainstClean, rates, sensors } from "./readings.ts";
import { delay, late, openWindow, rate, share } from "./stats.ts";

/** The producer's names for its first sensors. Grafana ignores those that do not exist. */
const FIRST_SENSORS = [1, 2, 3, 4].map((number) => `sensor-000${number}`);

/** The sensors' readings, and the filter's results. */
export function pipeline(): DashboardBuilder {
  return new DashboardBuilder("Sensor pipeline")
    .uid("sensor-pipeline")
    .description("The sensors' readings, and the filter's results.")
    .tags([TAG])
    .readonly()
    .version(1)
    .tooltip(DashboardCursorSync.Crosshair)
    .timezone("browser")
    .refresh("10s")
    .time({ from: "now-1h", to: "now" })
    .link(links())
    .withVariable(sensorVariable())
    .withPanel(rate())
    .withPanel(share())
    .withPanel(delay())
    .withPanel(openWindow())
    .withPanel(late())
    .withPanel(rawAgainstClean())
    .withPanel(bySensor())
    .withPanel(heatMap())
    .withPanel(rates())
    .withPanel(sensors());
}

function sensorVariable(): QueryVariableBuilder {
  const sql =
    "SELECT sensor FROM raw_sensors WHERE __time >= CURRENT_TIMESTAMP - INTERVAL '1' DAY GROUP BY 1 ORDER BY 1 LIMIT 1000";
  return new QueryVariableBuilder("sensor")
    .label("Sensor")
    .datasource(DRUID)
    .definition("sensors of the last day")
    .query({ refId: "sensor", ...sqlModel("raw_sensors", sql) })
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(false)
    .current({ text: FIRST_SENSORS, value: FIRST_SENSORS });
}
