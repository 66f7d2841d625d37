/** What a browser does with a dashboard's variables before it sends a query. */

const REFERENCE = /\$\{(\w+)(?:\.[^:}]+)?(?::([^}]+))?\}|\$(\w+)/g;

const FORMATS = {
  sqlstring: (list) => list.map((value) => `'${value.replaceAll("'", "''")}'`).join(","),
  text: (list) => list.join(" + "),
};

/** Replaces variables by their values (a string, or a list of strings). Unknown names stay as they are. */
export function replaced(text, values) {
  return text.replaceAll(REFERENCE, (all, braced, format, bare) => {
    const value = values.get(braced ?? bare);
    if (value === undefined) return all;
    const list = Array.isArray(value) ? value : [value];
    return (FORMATS[format] ?? FORMATS.text)(list);
  });
}

/** The selected values that exist. If none of them exists, the first existing value. */
export function selectedOf({ current, multi }, options) {
  const list = [current?.value ?? []].flat().filter((value) => options.includes(value));
  const selected = list.length > 0 ? list : options.slice(0, 1);
  return multi ? selected : (selected[0] ?? "");
}

/** The round intervals between points, in milliseconds, as Grafana chooses them. */
const SECONDS = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The shortest round interval with at most `maxDataPoints` points in the range, and at least the panel's own. */
export function intervalOf({ from, to }, { maxDataPoints = 1000, interval = "1s" }) {
  const [, count, unit] = /^>?=?(\d+)(ms|[smhd])$/.exec(interval) ?? [undefined, 1, "s"];
  const shortest = Math.max(Number(count) * UNITS[unit], (to - from) / maxDataPoints);
  return (SECONDS.find((seconds) => seconds * 1000 >= shortest) ?? 86_400) * 1000;
}

/** The variables that every panel has. */
export function builtIns({ from, to }, intervalMs) {
  return [
    ["__from", `${from}`],
    ["__to", `${to}`],
    ["__interval_ms", `${intervalMs}`],
  ];
}
