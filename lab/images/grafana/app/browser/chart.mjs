import uPlot from "uplot";
import { seriesColor } from "./colors.mjs";
import { element } from "./element.mjs";
import { isolated, stacked, withGaps } from "./fields.mjs";
import { formatted } from "./format.mjs";

const GRID = { stroke: "#2c3235", width: 1 };
const RETAIN_NULLS = 1;

/** What axes have in common. */
export const axis = (more = {}) => ({ stroke: "#9fa7b3", grid: GRID, ticks: GRID, font: "11px sans-serif", ...more });

export const timeAxis = () => axis({ values: "{HH}:{mm}", space: 70, size: 26 });

/** Draws a panel of type `timeseries`. */
export function drawTimeSeries(body, panel, frames, range) {
  const tables = frames.filter((fields) => fields.length > 0).map(tableOf);
  const fields = tables.flatMap(({ columns }) => columns);
  if (fields.length === 0) return false;
  const isStacked = fields[0].config.custom.stacking?.mode === "normal";
  const named = fields.map((field, index) => ({ ...field, color: seriesColor(field.config, index) }));
  const plot = box(body, panel, named);
  const [times, ...values] = uPlot.join(
    tables.map(({ data }) => data),
    tables.map(({ data }) => data.map(() => RETAIN_NULLS)),
  );
  const shown = isStacked ? stacked(values) : values;
  const order = [...named.keys()];
  // A stack's total is drawn first, and what is below it covers it.
  if (isStacked) order.reverse();
  const series = order.map((index) => seriesOf(named[index]));
  new uPlot(
    optionsOf(plot, { series, config: fields[0].config, range }),
    [times.map((time) => time / 1000), ...order.map((index) => shown[index])],
    plot,
  );
  return true;
}

function tableOf(fields) {
  const time = fields.find(({ type }) => type === "time");
  const columns = fields.filter(({ type }) => type === "number");
  const gap = Math.max(0, ...columns.map(({ config }) => Number(config.custom.insertNulls) || 0));
  const data = withGaps(
    time.values,
    columns.map(({ values }) => values),
    gap,
  );
  return { columns, data };
}

function seriesOf({ name, color, config: { custom } }) {
  const isPoints = custom.drawStyle === "points";
  const isBars = custom.drawStyle === "bars";
  return {
    label: name,
    stroke: isPoints ? undefined : color,
    width: isPoints || isBars ? 0 : (custom.lineWidth ?? 1),
    ...(isBars && { fill: color, paths: uPlot.paths.bars({ align: 1, size: [0.92] }) }),
    ...(isPoints && { paths: () => null }),
    ...(custom.fillOpacity > 0 && !isBars && { fill: `${color}1a` }),
    points: pointsOf(isPoints, custom, color),
  };
}

/** All points, or only those that no line reaches because there is a gap on both sides. */
function pointsOf(isPoints, { pointSize = 6, drawStyle }, color) {
  if (isPoints) return { show: true, size: pointSize, fill: color, stroke: color };
  if (drawStyle === "bars") return { show: false };
  return { show: true, size: 4, fill: color, stroke: color, filter: (chart, series) => isolated(chart.data[series]) };
}

function optionsOf(plot, { series, config, range }) {
  const { min, max } = config;
  const y = (_, low, high) => [min ?? low - (high - low) * 0.1, max ?? high + (high - low || 1) * 0.1];
  return {
    width: plot.clientWidth,
    height: plot.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: [range.from / 1000, range.to / 1000] }, y: { range: y } },
    series: [{}, ...series],
    axes: [timeAxis(), axis({ size: 62, values: (_, splits) => splits.map((value) => formatted(value, config)) })],
  };
}

/** The plot's element, with a legend below it or on its right. */
function box(body, { options }, fields) {
  const plot = element("div", { class: "plot" });
  const items = fields.map(({ name, color }) =>
    element("span", {}, element("i", { style: `background:${color}` }), document.createTextNode(name)),
  );
  body.classList.add(options?.legend?.placement === "right" ? "beside" : "above");
  body.append(plot, element("div", { class: "legend" }, ...items));
  return plot;
}
