/** Values as Grafana shows them. */

const STEPS = {
  s: [
    [86_400, "days"],
    [3600, "hours"],
    [60, "mins"],
    [1, "s"],
    [0.001, "ms"],
  ],
  ms: [
    [60_000, "mins"],
    [1000, "s"],
    [1, "ms"],
  ],
  bytes: [
    [2 ** 40, "TiB"],
    [2 ** 30, "GiB"],
    [2 ** 20, "MiB"],
    [2 ** 10, "KiB"],
    [1, "B"],
  ],
  short: [
    [1e9, "Bil"],
    [1e6, "Mil"],
    [1e3, "K"],
    [1, ""],
  ],
};

/** A value as text, by its unit, its decimals and its mappings. */
export function formatted(value, { unit = "short", decimals, mappings = [] } = {}) {
  if (value === null || value === undefined) return "";
  const mapped = mappings.find(({ type }) => type === "value")?.options[`${value}`];
  if (mapped?.text !== undefined) return mapped.text;
  if (typeof value !== "number") return `${value}`;
  if (unit.startsWith("suffix:")) return rounded(value, decimals) + unit.slice("suffix:".length);
  if (unit === "percentunit") return `${rounded(value * 100, decimals)}%`;
  if (unit === "percent") return `${rounded(value, decimals)}%`;
  const steps = STEPS[unit];
  if (steps === undefined) return rounded(value, decimals);
  const [size, name] = steps.find(([least]) => Math.abs(value) >= least) ?? [
    1,
    steps.find(([least]) => least === 1)[1],
  ];
  return `${rounded(value / size, decimals)} ${name}`.trim();
}

const rounded = (value, decimals) =>
  decimals === undefined ? `${Number(value.toPrecision(3))}` : value.toFixed(decimals);
