const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A bound of a dashboard's time range in epoch ms: a number, `now` or `now-6h`. Throws on anything else. */
export function timeOf(text, now) {
  if (/^\d+$/.test(`${text}`)) return Number(text);
  const match = /^now(?:-(\d+)([smhdw]))?$/.exec(`${text}`);
  if (match === null) throw new Error(`not a time: ${text}`);
  return match[1] === undefined ? now : now - Number(match[1]) * UNITS[match[2]];
}

/** Replaces intervals and ranges, as the plugin's backend does. The browser replaces the bounds. */
export function withMacros(sql, { from, to, intervalMs }) {
  const seconds = Math.round((to - from) / 1000);
  const values = {
    __interval_ms: `${intervalMs}`,
    __interval: durationOf(intervalMs),
    __rate_interval: durationOf(intervalMs * 4),
    __range_ms: `${to - from}`,
    __range_s: `${seconds}`,
    __range: `${seconds}s`,
  };
  return sql.replaceAll(/\$\{(__\w+)\}|\$(__\w+)/g, (all, braced, bare) => values[braced ?? bare] ?? all);
}

function durationOf(milliseconds) {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
