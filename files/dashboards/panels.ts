import {
  BarAlignment,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import { DashboardLinkBuilder, DashboardLinkType, MappingType } from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DRUID } from "./query.ts";
import { A_DAY } from "./sql.ts";

/** All dashboards have this tag, by which they link to each other. */
export const TAG = "sensor-pipeline";

/** What every panel has; width and height are in cells of the grid, which has 24 columns. */
export interface Frame {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly width: number;
  readonly height: number;
}

/** Shows a field's own name: without it, a panel with several queries puts a query's letter before it. */
const FIELD_NAME = "${__field.name}";
/** Shows a series by the value of a label. */
export const labelName = (label: string): string => `\${__field.labels.${label}}`;

/** What the builders of all kinds of panels have in common: each method returns the builder. */
interface Framed {
  title(text: string): this;
  description(text: string): this;
  unit(name: string): this;
  span(columns: number): this;
  height(rows: number): this;
  datasource(source: typeof DRUID): this;
}

/** The builder, with a panel's frame and the data source. */
export function framed<Builder extends Framed>(
  builder: Builder,
  { title, description, unit, width, height }: Frame,
): Builder {
  return builder.title(title).description(description).unit(unit).span(width).height(height).datasource(DRUID);
}

/** The current value of each field. */
export function stat(frame: Frame): StatBuilder {
  return framed(new StatBuilder(), frame)
    .displayName(FIELD_NAME)
    .noValue("no data")
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).fields("").values(false))
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.Auto);
}

/** Lines that end where there has been no value for `gap` milliseconds, as in an outage. */
export function lines(frame: Frame, gap: number): TimeSeriesBuilder {
  return framed(new TimeSeriesBuilder(), frame)
    .displayName(FIELD_NAME)
    .drawStyle(GraphDrawStyle.Line)
    .lineWidth(1)
    .showPoints(VisibilityMode.Auto)
    .spanNulls(false)
    .insertNulls(gap)
    .legend(legend(LegendPlacement.Bottom))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
}

/** Bars that begin at their time, one on top of another. */
export function stackedBars(frame: Frame, gap: number): TimeSeriesBuilder {
  return lines(frame, gap)
    .drawStyle(GraphDrawStyle.Bars)
    .barAlignment(BarAlignment.After)
    .fillOpacity(80)
    .lineWidth(0)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));
}

/** A row per row of the answer. */
export function table(frame: Frame): TableBuilder {
  return framed(new TableBuilder(), frame).showHeader(true);
}

export function legend(placement: LegendPlacement): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder().displayMode(LegendDisplayMode.List).placement(placement).showLegend(true);
}

/** An override: a field's fixed colour. */
export const color = (fixedColor: string) => ({ id: "color", value: { mode: "fixed", fixedColor } });

/** How a query for the newest row reports that there is none. */
export const NONE_FOR_A_DAY = {
  type: MappingType.ValueToText as const,
  options: { [`${A_DAY}`]: { text: "over a day", color: "red", index: 0 } },
};

/** Links to all other dashboards of the pipeline, which keep the time range. */
export function links(): DashboardLinkBuilder {
  return new DashboardLinkBuilder("Sensor pipeline")
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(false)
    .keepTime(true);
}
