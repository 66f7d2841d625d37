import { HeatmapCellLayout, LegendPlacement } from "@grafana/grafana-foundation-sdk/common";
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as HeatmapBuilder,
  RowsHeatmapOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/heatmap";
import { type Frame, framed, labelName, legend, stackedBars } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { OUTLIERS_BY_SENSOR } from "../sql.ts";

/** Windows are ten minutes long; a window without outliers has no row. */
const WINDOW_GAP_MS = 900_000;

export function bySensor() {
  return stackedBars(
    {
      title: "Outliers per window, by sensor",
      description: "Readings that the filter removed, in ten-minute windows.",
      unit: "short",
      width: 12,
      height: 9,
    },
    WINDOW_GAP_MS,
  )
    .interval("10m")
    .decimals(0)
    .min(0)
    .displayName(labelName("sensor"))
    .legend(legend(LegendPlacement.Right))
    .withTarget(sqlQuery("A", "outlier_stats", { sql: OUTLIERS_BY_SENSOR, format: "wide" }));
}

export function heatMap() {
  const frame: Frame = {
    title: "Outliers by sensor and window",
    description: "The same outliers as a heat map. A cell is empty if its sensor had no outlier in the window.",
    unit: "short",
    width: 12,
    height: 9,
  };
  return framed(new HeatmapBuilder(), frame)
    .displayName(labelName("sensor"))
    .interval("10m")
    .calculate(false)
    .rowsFrame(new RowsHeatmapOptionsBuilder().layout(HeatmapCellLayout.Auto).value("outliers"))
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme("Oranges").steps(32))
    .cellGap(1)
    .withTarget(sqlQuery("A", "outlier_stats", { sql: OUTLIERS_BY_SENSOR, format: "wide" }));
}
