import { createHash } from "node:crypto";

/** The job's arguments that decide about a reading. */
export interface FilterSettings {
  readonly filterWindow: number;
  readonly threshold: number;
  readonly warmUp: number;
  readonly madFloor: number;
  readonly latenessSeconds: number;
  readonly stateTtlHours: number;
}

export const DEFAULT_SETTINGS: FilterSettings = {
  filterWindow: 31,
  threshold: 6,
  warmUp: 10,
  madFloor: 0.01,
  latenessSeconds: 10,
  stateTtlHours: 168,
};

/** The value of `filter` in the job's records. */
export function filterHash(settings: FilterSettings): string {
  const named = [
    `filter-window=${plain(settings.filterWindow)}`,
    `threshold=${plain(settings.threshold)}`,
    `warm-up=${plain(settings.warmUp)}`,
    `mad-floor=${plain(settings.madFloor)}`,
    `lateness-seconds=${plain(settings.latenessSeconds)}`,
    `state-ttl-hours=${plain(settings.stateTtlHours)}`,
  ];
  return createHash("sha256")
    .update(["hampel-1", ...named].join(";"))
    .digest("hex")
    .slice(0, 8);
}

/** A positive number as decimal digits without an exponent. */
function plain(number: number): string {
  const [mantissa = "", exponent] = String(number).split("e");
  if (exponent === undefined) return mantissa;
  const [whole = "", fraction = ""] = mantissa.split(".");
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  return point <= 0 ? `0.${"0".repeat(-point)}${digits}` : digits.padEnd(point, "0");
}
