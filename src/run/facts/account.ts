import type { ValueMap } from "../../model/value.ts";
import { linesOf, numberOrNull, textOrNull, valuesOf } from "./lines.ts";

/** The full name of the host, from the output of names.sh. Without an answer, the name is the only one that is known. */
export function parseNames(stdout: string, hostname: string): ValueMap {
  const value = valuesOf(stdout);
  const found = value("canonical") ?? value("entry")?.split(/\s+/)[1];
  const fqdn = found === undefined || /^localhost(?:\.|$)/.test(found) ? hostname : found;
  const dot = fqdn.indexOf(".");
  return { fqdn, domain: dot < 0 ? "" : fqdn.slice(dot + 1) };
}

/** The account of `facts.user`, from the output of account.sh. */
export function parseAccount(stdout: string): ValueMap {
  const value = valuesOf(stdout);
  const [, , , , gecos, , shell] = value("passwd")?.split(":") ?? [];
  return {
    user_uid: numberOrNull(value("uid")),
    user_gid: numberOrNull(value("gid")),
    user_gecos: gecos ?? null,
    user_shell: textOrNull(shell),
  };
}

/** The environment, from the output of env.sh. */
export function parseEnv(stdout: string): ValueMap {
  const entries = stdout.split("\n").flatMap((line): [string, string][] => {
    const sign = line.indexOf("=");
    return sign < 1 ? [] : [[line.slice(0, sign), line.slice(sign + 1).replaceAll("\u0001", "\n")]];
  });
  return { env: Object.fromEntries(entries) };
}

const WORDS = [
  "year",
  "month",
  "day",
  "hour",
  "minute",
  "second",
  "weekday",
  "weekday_number",
  "weeknumber",
  "yearday",
  "tz",
];

/** The host's time, from the output of date-time.sh; null if the host has no `date` that prints it. */
export function parseDateTime(stdout: string): ValueMap {
  const [first] = linesOf(stdout);
  const [seconds, rest] = first ?? ["", ""];
  if (!/^\d+$/.test(seconds)) return { date_time: null };
  const words = rest.split(" ");
  const parts = Object.fromEntries(WORDS.map((name, index) => [name, words[index] ?? ""]));
  const { year, month, day, hour, minute, second } = parts;
  const utc = new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    date_time: {
      ...parts,
      tz_offset: words[WORDS.length] ?? "",
      date: `${year}-${month}-${day}`,
      time: `${hour}:${minute}:${second}`,
      epoch: Number(seconds),
      iso8601: utc,
      iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
    },
  };
}
