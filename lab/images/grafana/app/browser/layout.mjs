/** Arranges panels as Grafana does. */

/** Every panel, with a copy for each value of the variable that it repeats for. Panels below a repeated one move down. */
export function arranged(panels, values) {
  let shift = 0;
  return panels.flatMap((panel) => {
    const moved = { ...panel, gridPos: { ...panel.gridPos, y: panel.gridPos.y + shift } };
    if (!panel.repeat) return [{ panel: moved, own: new Map() }];
    const copies = [values.get(panel.repeat) ?? []].flat();
    const perRow = Math.min(panel.maxPerRow ?? 4, Math.max(copies.length, 1));
    shift += (Math.ceil(copies.length / perRow) - 1) * panel.gridPos.h;
    return copies.map((value, index) => ({
      panel: { ...moved, gridPos: cell(moved.gridPos, index, perRow) },
      own: new Map([[panel.repeat, value]]),
    }));
  });
}

function cell({ y, h }, index, perRow) {
  const w = Math.floor(24 / perRow);
  return { x: (index % perRow) * w, y: y + Math.floor(index / perRow) * h, w, h };
}
