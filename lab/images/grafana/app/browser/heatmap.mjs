import uPlot from "uplot";
import { axis, timeAxis } from "./chart.mjs";
import { heat } from "./colors.mjs";
import { element } from "./element.mjs";

/** Draws a panel of type `heatmap`: a row per series, a cell per value. */
export function drawHeatMap(body, _panel, [fields = []], range) {
  const time = fields.find(({ type }) => type === "time");
  const rows = fields.filter(({ type }) => type === "number").sort((a, b) => (a.name < b.name ? 1 : -1));
  if (time === undefined || rows.length === 0) return false;
  const plot = element("div", { class: "plot" });
  body.classList.add("above");
  body.append(plot);
  const most = Math.max(...rows.flatMap(({ values }) => values.map(Number)));
  const cells = rows.flatMap(({ values }, row) =>
    values.flatMap((value, index) => (value === null ? [] : [{ row, time: time.values[index], share: value / most }])),
  );
  const width = Math.min(...time.values.slice(1).map((value, index) => value - time.values[index]), 600_000);
  new uPlot(
    options(plot, rows, range, (chart) => drawCells(chart, cells, width)),
    [
      [range.from / 1000, range.to / 1000],
      [0, rows.length],
    ],
    plot,
  );
  return true;
}

function options(plot, rows, range, draw) {
  const centers = rows.map((_, row) => row + 0.5);
  return {
    width: plot.clientWidth,
    height: plot.clientHeight,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: [range.from / 1000, range.to / 1000] }, y: { range: [0, rows.length] } },
    series: [{}, { paths: () => null, points: { show: false } }],
    axes: [
      { ...timeAxis(), grid: { show: false } },
      axis({ size: 90, grid: { show: false }, splits: () => centers, values: () => rows.map(({ name }) => name) }),
    ],
    hooks: { draw: [draw] },
  };
}

function drawCells(chart, cells, width) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { row, time, share } of cells) {
    const [left, right] = [time, time + width].map((at) => chart.valToPos(at / 1000, "x", true));
    const [bottom, top] = [row, row + 1].map((at) => chart.valToPos(at, "y", true));
    ctx.fillStyle = heat(share);
    ctx.fillRect(left + 1, top + 1, right - left - 2, bottom - top - 2);
  }
  ctx.restore();
}
