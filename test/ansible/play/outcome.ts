import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** What running a case did. */
export interface CaseOutcome {
  /** `refused`: no task ran, because the project is wrong. */
  readonly end: "success" | "failure" | "refused";
  /** By host, what happened to its tasks in order (see `resultLine`). */
  readonly results: Readonly<Record<string, readonly string[]>>;
  /** By host, the contents of its files by path. */
  readonly files: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The result of a task, or of an item of its loop. */
export interface TaskResult {
  readonly task: string;
  readonly item?: string | undefined;
  readonly status: "ok" | "changed" | "skipped" | "failed" | "ignored" | "unreachable";
  /** What `debug` printed. */
  readonly message?: unknown;
}

/** `Task (item): status` and, for `debug`, its message. */
export function resultLine({ task, item, status, message }: TaskResult): string {
  const shown = message === undefined ? "" : ` ${typeof message === "string" ? message : JSON.stringify(message)}`;
  return `${task}${item === undefined ? "" : ` (${item})`}: ${status}${shown}`;
}

/** The files in a host's folder by path; those of the engine and of temporary folders, which begin with a dot, are left out. */
export function filesIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const own = paths.filter((path) => !/(^|\/)\.|^users(\/|$)/.test(path) && statSync(join(folder, path)).isFile());
  return Object.fromEntries(own.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** A line for each difference between two outcomes; `names` are the names of the two programs. */
export function differencesBetween(
  one: CaseOutcome,
  other: CaseOutcome,
  names: readonly [string, string] = ["provision", "ansible"],
): string[] {
  if (isDeepStrictEqual(one, other)) return [];
  const hosts = new Set([...Object.keys(one.results), ...Object.keys(other.results)]);
  const shown = (outcome: CaseOutcome) => [
    `end: ${outcome.end}`,
    ...[...hosts].flatMap((host) => (outcome.results[host] ?? []).map((line) => `${host}: ${line}`)),
    ...Object.entries(outcome.files).flatMap(([host, files]) =>
      Object.entries(files).map(([path, text]) => `${host}: file ${path}: ${JSON.stringify(text)}`),
    ),
  ];
  const [ofOne, ofOther] = [shown(one), shown(other)];
  const only = (lines: readonly string[], without: readonly string[], name: string) =>
    lines.filter((line) => !without.includes(line)).map((line) => `only ${name}: ${line}`);
  const found = [...only(ofOne, ofOther, names[0]), ...only(ofOther, ofOne, names[1])];
  return found.length > 0 ? found : [`another order: ${ofOne.join(" | ")}`, `instead of: ${ofOther.join(" | ")}`];
}

/** The outcome with HOMES in place of the temporary folder of the hosts' folders. */
export function withoutFolder(outcome: CaseOutcome, homes: string): CaseOutcome {
  return JSON.parse(JSON.stringify(outcome).replaceAll(homes, "HOMES")) as CaseOutcome;
}
