import type { Line, TaskResultLine } from "../../../src/events/line.ts";
import { eventLine } from "./event-line.ts";
import type { Expectation, ResultSpec } from "./play-case.ts";
import type { Played } from "./run-once.ts";

/** Everything that a run has done or printed differently, a line each; none: as expected. */
export function differences(played: Played, expected: Expectation): string[] {
  const { events } = played;
  return [
    ...equal("exit code", played.exit, expected.exit),
    ...equal("warnings", codes(events, "warning"), expected.warnings),
    ...equal("errors", codes(events, "error"), expected.errors),
    ...equal("lost hosts", lost(events), expected.unreachable),
    ...differentResults(events, expected),
    ...missingEvents(events, expected.events),
    ...equal("listed", played.listed, expected.listed ?? []),
    ...(expected.listed ? [] : differentRecap(events, expected.recap)),
    ...expected.hidden
      .filter((text) => (played.stdout + played.stderr).includes(text))
      .map((text) => `the output shows ${text}`),
    ...expected.output
      .filter((text) => !played.stderr.includes(text))
      .map((text) => `the output does not show ${text}`),
  ];
}

function codes(events: readonly Line[], kind: "warning" | "error"): string[] {
  return events.flatMap((event) => (event.event === kind && "code" in event ? [event.code] : []));
}

function lost(events: readonly Line[]): Record<string, string> {
  return Object.fromEntries(
    events.flatMap((event) => (event.event === "host_unreachable" ? [[event.host, event.error.code]] : [])),
  );
}

function differentResults(events: readonly Line[], { results: expected }: Expectation): string[] {
  const results = events.filter((event) => event.event === "task_result");
  const hosts = new Set([...results.map(({ host }) => host), ...Object.keys(expected)]);
  return [...hosts].flatMap((host) => {
    const found = results.filter((result) => result.host === host);
    const wanted = expected[host] ?? [];
    const names = equal(
      `results of ${host}`,
      found.map(({ task, status }) => `${task}: ${status}`),
      wanted.map(({ task, status }) => `${task}: ${status}`),
    );
    if (names.length > 0) return [...names, ...found.flatMap((result) => faultOf(result))];
    return wanted.flatMap((spec, index) => differentResult(found[index], spec));
  });
}

function faultOf({ host, task, error }: TaskResultLine): string[] {
  return error ? [`  ${host}: ${task}: ${error.code}: ${error.message} ${(error.details ?? []).join(" | ")}`] : [];
}

function differentResult(found: TaskResultLine | undefined, spec: ResultSpec): string[] {
  if (!found) return [];
  const at = `${found.host}: ${found.task}`;
  const { error } = found;
  const part = (what: string, whole: string | undefined, text: string | undefined) =>
    text === undefined || whole?.includes(text) ? [] : [`${at}: ${what} is ${whole ?? "missing"}, without: ${text}`];
  const same = (what: string, value: unknown, wanted: unknown) =>
    wanted === undefined ? [] : equal(`${at}: ${what}`, value, wanted);
  return [
    ...same("item", found.item, spec.item),
    ...equal(`${at}: ignored`, found.ignored, spec.ignored),
    ...same("code", error?.code, spec.code),
    ...same("role", found.role, spec.role),
    ...same("stage", found.stage, spec.stage),
    ...same("line", error?.origin?.line, spec.line),
    ...part("message", error?.message, spec.message),
    ...part("reason", found.reason, spec.reason),
    ...(spec.details ?? []).flatMap((text) => part("details", (error?.details ?? []).join("\n"), text)),
    ...(holds(found.result, spec.result) ? [] : [`${at}: result is ${JSON.stringify(found.result)}`]),
    ...(holds(found.diff, spec.diff) ? [] : [`${at}: diff is ${JSON.stringify(found.diff)}`]),
  ];
}

/** The first expected event that does not come after those before it. */
function missingEvents(events: readonly Line[], wanted: readonly string[]): string[] {
  const all = events.map(eventLine);
  let from = 0;
  for (const line of wanted) {
    const at = all.indexOf(line, from);
    if (at < 0) return [`this event does not come, or not in its order: ${line}\n  ${all.join("\n  ")}`];
    from = at + 1;
  }
  return [];
}

function differentRecap(events: readonly Line[], wanted: Expectation["recap"]): string[] {
  const recap = events.find((event) => event.event === "recap");
  if (wanted === undefined) return recap ? [] : ["there is no recap"];
  const found = Object.entries(recap?.hosts ?? {}).map(([host, counts]) => [
    host,
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  ]);
  return equal("recap", Object.fromEntries(found), wanted);
}

/** Whether a value has everything that is wanted: maps may hold more, lists are as long. */
function holds(value: unknown, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(wanted)) return false;
  if (Array.isArray(wanted) && Array.isArray(value) && wanted.length !== value.length) return false;
  return Object.entries(wanted).every(([key, part]) => holds((value as Record<string, unknown>)[key], part));
}

/** A line that names both values if they differ. */
export function equal(what: string, value: unknown, wanted: unknown): string[] {
  const [found, expected] = [JSON.stringify(sorted(value)), JSON.stringify(sorted(wanted))];
  return found === expected ? [] : [`${what}: found ${found}, expected ${expected}`];
}

/** The order of a map's keys means nothing. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
