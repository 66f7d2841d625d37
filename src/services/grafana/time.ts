import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { TimeRange } from "./model.ts";

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Round interval lengths, in milliseconds. */
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * UNITS.ms),
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * UNITS.s),
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * UNITS.m),
  ...[1, 2, 3, 6, 12].map((count) => count * UNITS.h),
  ...[1, 7, 30, 365].map((count) => count * UNITS.d),
];

/** The range between two times in a dashboard's notation: `now`, `now-6h` or epoch milliseconds. */
export function rangeOf(from: string, to: string, now: number): Outcome<TimeRange> {
  const range = { from: timeOf(from, now), to: timeOf(to, now) };
  if (range.from === undefined || range.to === undefined || range.from >= range.to) {
    return bad(grafanaFault("services/grafana-range", { from, to }));
  }
  return good({ from: range.from, to: range.to });
}

function timeOf(text: string, now: number): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (text === "now") return now;
  const before = /^now-(.+)$/.exec(text)?.[1];
  const span = before === undefined ? undefined : durationOf(before);
  return span === undefined ? undefined : now - span;
}

/** The milliseconds of `30s`, `10m` or `>10s`; undefined for any other string. */
export function durationOf(text: string): number | undefined {
  const [, count, unit] = /^>?=?(\d+)(ms|[smhdw])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit as keyof typeof UNITS];
}

/** The interval between two points, in milliseconds: the shortest round one that results in at most `points` points. */
export function intervalOf({ from, to }: TimeRange, points: number, shortest = 1): number {
  const exact = Math.max((to - from) / Math.max(points, 1), shortest);
  return STEPS.find((step) => step >= exact) ?? Math.ceil(exact);
}

/** Formats a duration in the largest unit that needs no fraction: 90000 is `90s`. */
export function durationText(milliseconds: number): string {
  const unit = (["d", "h", "m", "s"] as const).find((name) => milliseconds % UNITS[name] === 0) ?? "ms";
  return `${milliseconds / UNITS[unit]}${unit}`;
}
