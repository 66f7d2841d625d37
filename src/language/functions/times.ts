import { Misuse } from "../helper-arguments.ts";
import { define, type LanguageFunction } from "./define.ts";
import { number, optional, text } from "./parameters.ts";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** Functions that format and read times. They get the time as an argument: no function reads a clock. */
export const TIMES: readonly LanguageFunction[] = [
  define({
    name: "strftime",
    summary:
      "Formats a time in seconds since 1970, in UTC: %Y %m %d %H %M %S, %y %e %j %I %p, %A %a %B %b, %F %T, %s, %z %Z, %u %w, %%.",
    parameters: [text("format"), number("seconds")],
    result: "string",
    examples: [{ args: ["%Y-%m-%d %H:%M:%S", 86_400], result: "1970-01-02 00:00:00" }],
    run: formatTime,
  }),
  define({
    name: "epoch",
    summary: "Reads a date, or a time with its zone, in ISO 8601 as seconds since 1970.",
    parameters: [text("time")],
    result: "number",
    examples: [
      { args: ["2024-02-29T12:00:00Z"], result: 1_709_208_000 },
      { args: ["2024-02-29"], result: 1_709_164_800 },
    ],
    run: readTime,
  }),
  define({
    name: "duration_text",
    summary: "Writes a number of seconds as days, hours, minutes and seconds.",
    parameters: [number("seconds")],
    result: "string",
    examples: [{ args: [93_784], result: "1d 2h 3m 4s" }],
    run: (seconds) => durationText(Number(seconds)),
  }),
  define({
    name: "duration_seconds",
    summary:
      "Reads a duration such as `1h 30m` as seconds. The units are w, d, h, m, s and ms; a number without a unit has the one of the second argument (s).",
    parameters: [text("duration"), optional(text("unit"))],
    result: "number",
    examples: [{ args: ["1h 30m"], result: 5400 }],
    run: durationSeconds,
  }),
];

/** From year 1 to year 9999. */
const [EARLIEST, LATEST] = [-62_135_596_800, 253_402_300_799];

function dateOf(seconds: number | bigint, position: number): Date {
  const number = Number(seconds);
  if (number >= EARLIEST && number <= LATEST) return new Date(number * 1000);
  throw new Misuse("needs a time between the years 1 and 9999 here", position);
}

function formatTime(format: string, seconds: number | bigint): string {
  const date = dateOf(seconds, 1);
  return format.replace(/%([^])?/g, (written, letter: string | undefined) => {
    const part = letter === undefined ? undefined : partOf(date, letter);
    if (part === undefined) throw new Misuse(`does not know \`${written}\``, 0);
    return part;
  });
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function partOf(date: Date, letter: string): string | undefined {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const parts: Readonly<Record<string, () => string>> = {
    Y: () => String(year).padStart(4, "0"),
    y: () => two(year % 100),
    m: () => two(month + 1),
    d: () => two(day),
    e: () => String(day).padStart(2),
    j: () => String(Math.floor((date.getTime() - startOfYear(year)) / 86_400_000) + 1).padStart(3, "0"),
    H: () => two(hours),
    I: () => two(hours % 12 || 12),
    p: () => (hours < 12 ? "AM" : "PM"),
    M: () => two(minutes),
    S: () => two(seconds),
    A: () => DAYS[date.getUTCDay()] ?? "",
    a: () => (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
    B: () => MONTHS[month] ?? "",
    b: () => (MONTHS[month] ?? "").slice(0, 3),
    F: () => date.toISOString().slice(0, 10),
    T: () => date.toISOString().slice(11, 19),
    s: () => String(Math.floor(date.getTime() / 1000)),
    z: () => "+0000",
    Z: () => "UTC",
    u: () => String(date.getUTCDay() || 7),
    w: () => String(date.getUTCDay()),
    n: () => "\n",
    "%": () => "%",
  };
  return Object.hasOwn(parts, letter) ? parts[letter]?.() : undefined;
}

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?$/;

function readTime(time: string): number {
  const match = ISO.exec(time.trim());
  const written = time
    .trim()
    .replace(" ", "T")
    .replace(/([+-]\d\d)(\d\d)$/, (all, hours: string, minutes: string) =>
      match?.[4] === undefined ? all : `${hours}:${minutes}`,
    );
  const milliseconds = match ? Date.parse(written) : Number.NaN;
  const isReal = match && Number(match[3]) <= daysIn(Number(match[1]), Number(match[2]));
  if (!isReal || Number.isNaN(milliseconds)) {
    throw new Misuse('needs a date or a time with its zone here, such as "2024-02-29T12:00:00Z"', 0);
  }
  return milliseconds / 1000;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function durationText(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  if (whole > Number.MAX_SAFE_INTEGER) throw new Misuse("needs a smaller number of seconds here", 0);
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "m"],
    [whole % 60, "s"],
  ] as const;
  const written = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return (seconds < 0 && whole > 0 ? "-" : "") + (written.join(" ") || "0s");
}

const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

function durationSeconds(duration: string, unit = "s"): number {
  if (!Object.hasOwn(UNITS, unit)) throw new Misuse(`needs one of ${Object.keys(UNITS).join(", ")} here`, 1);
  const text = duration.trim();
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|[wdhms])?\s*)+$/.test(text.slice(0, 200)) || text.length > 200) {
    throw new Misuse("needs a duration here, such as `1h 30m`", 0);
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|[wdhms])?/g)];
  const milliseconds = parts.map(([, count, own]) => Number(count) * Math.round((UNITS[own ?? unit] ?? 1) * 1000));
  return milliseconds.reduce((sum, part) => sum + part, 0) / 1000;
}
