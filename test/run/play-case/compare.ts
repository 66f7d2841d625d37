import type { Line, TaskResultLine } from "../../../src/events/line.ts";
import { eventLine } from "./event-line.ts";
import type { Expectation, ResultSpec } from "./play-case.ts";
import type { Played } from "./run-once.ts";

/** Returns a line for each difference between a run and its expectation. */
export function differences(played: Played, expected: Expectation): string[] {
  const { events } = played;
  return [
    ...equal("exit code", played.exit, expected.exit),
    ...equal("warnings", codes(events, "warning"), expected.warnings),
    ...equal("errors", codes(events, "error"), expected.errors),
    ...equal("unreachable hosts", unreachableHosts(events), expected.unreachable),
    ...equal("questions", questions(played), expected.asked),
    ...differentResults(events, expected),
    ...missingEvents(events, expected.events),
    ...equal("listed", played.listed, expected.listed ?? []),
    ...(expected.listed ? [] : [...differentRecap(events, expected.recap), ...differentSums(events)]),
    ...expected.hidden
      .filter((text) => (played.stdout + played.stderr).includes(text))
      .map((text) => `the output shows ${text}`),
    ...expected.output
      .filter((text) => !played.stderr.includes(text))
      .map((text) => `the output does not show ${text}`),
  ];
}

function questions({ stderr }: Played): string[] {
  return [...stderr.matchAll(/Run the task `(.*?)`\?/g)].map(([, task = ""]) => task);
}

function codes(events: readonly Line[], kind: "warning" | "error"): string[] {
  return events.flatMap((event) => (event.event === kind && "code" in event ? [event.code] : []));
}

function unreachableHosts(events: readonly Line[]): Record<string, string> {
  return Object.fromEntries(
    events.flatMap((event) => (event.event === "host_unreachable" ? [[event.host, event.error.code]] : [])),
  );
}

function differentResults(events: readonly Line[], { results: expected }: Expectation): string[] {
  const results = events.filter((event) => event.event === "task_result");
  const hosts = new Set([...results.map(({ host }) => host), ...Object.keys(expected)]);
  return [...hosts].flatMap((host) => {
    const found = results.filter((result) => result.host === host);
    const specs = expected[host] ?? [];
    const names = equal(
      `results of ${host}`,
      found.map(({ task, status }) => `${task}: ${status}`),
      specs.map(({ task, status }) => `${task}: ${status}`),
    );
    if (names.length > 0) return [...names, ...found.flatMap((result) => faultOf(result))];
    return specs.flatMap((spec, index) => differentResult(found[index], spec));
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
    text === undefined || whole?.includes(text)
      ? []
      : [`${at}: ${what} is ${whole ?? "missing"}, which does not contain: ${text}`];
  const same = (what: string, value: unknown, expected: unknown) =>
    expected === undefined ? [] : equal(`${at}: ${what}`, value, expected);
  return [
    ...same("item", found.item, spec.item),
    ...equal(`${at}: ignored`, found.ignored, spec.ignored),
    ...equal(`${at}: rescued`, found.rescued, spec.rescued),
    ...same("delegate", found.delegate, spec.delegate),
    ...same("code", error?.code, spec.code),
    ...same("role", found.role, spec.role),
    ...same("stage", found.stage, spec.stage),
    ...same("line", error?.origin?.line, spec.line),
    ...part("message", error?.message, spec.message),
    ...part("hint", error?.hint, spec.hint),
    ...part("reason", found.reason, spec.reason),
    ...(spec.details ?? []).flatMap((text) => part("details", (error?.details ?? []).join("\n"), text)),
    ...(contains(found.result, spec.result) ? [] : [`${at}: result is ${JSON.stringify(found.result)}`]),
    ...(contains(found.diff, spec.diff) ? [] : [`${at}: diff is ${JSON.stringify(found.diff)}`]),
  ];
}

/** The first expected event that does not occur after the previous ones. */
function missingEvents(events: readonly Line[], expected: readonly string[]): string[] {
  const all = events.map(eventLine);
  let from = 0;
  for (const line of expected) {
    const at = all.indexOf(line, from);
    if (at < 0) return [`this event is missing or out of order: ${line}\n  ${all.join("\n  ")}`];
    from = at + 1;
  }
  return [];
}

function differentRecap(events: readonly Line[], expected: Expectation["recap"]): string[] {
  const recap = events.find((event) => event.event === "recap");
  if (expected === undefined) return recap ? [] : ["the recap is missing"];
  const found = Object.entries(recap?.hosts ?? {}).map(([host, counts]) => [
    host,
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  ]);
  return equal("recap", Object.fromEntries(found), expected);
}

/** The recap of every run counts each of its results exactly once. */
function differentSums(events: readonly Line[]): string[] {
  const recap = events.find((event) => event.event === "recap");
  const sums = new Map(Object.keys(recap?.hosts ?? {}).map((host) => [host, new Map<string, number>()]));
  for (const event of events) {
    if (event.event !== "task_result" && event.event !== "host_unreachable") continue;
    const sum = sums.get(event.host) ?? new Map<string, number>();
    const caught = event.event === "task_result" && (event.ignored ? "ignored" : event.rescued && "rescued");
    const column = event.event === "host_unreachable" ? columnOf(event) : caught || event.status;
    sums.set(event.host, sum.set(column, (sum.get(column) ?? 0) + 1));
  }
  const expected = Object.fromEntries([...sums].map(([host, sum]) => [host, Object.fromEntries(sum)]));
  return differentRecap(events, expected);
}

function columnOf({ error }: Extract<Line, { event: "host_unreachable" }>): "unreachable" | "failed" {
  return error.code.startsWith("connection/") || error.code === "shell/none" ? "unreachable" : "failed";
}

/** Whether a value contains what is expected: maps may have more keys, lists must have the same length. */
function contains(value: unknown, expected: unknown): boolean {
  if (expected === undefined) return true;
  if (typeof expected !== "object" || expected === null) return value === expected;
  if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(expected)) return false;
  if (Array.isArray(expected) && Array.isArray(value) && expected.length !== value.length) return false;
  return Object.entries(expected).every(([key, part]) => contains((value as Record<string, unknown>)[key], part));
}

/** A line that names both values if they differ. */
export function equal(what: string, value: unknown, expected: unknown): string[] {
  const [found, spec] = [JSON.stringify(sorted(value)), JSON.stringify(sorted(expected))];
  return found === spec ? [] : [`${what}: found ${found}, expected ${spec}`];
}

/** Sorts the keys of maps, because their order is irrelevant. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
