import type { Count, Event, Recap, TaskResult } from "../../events/event.ts";
import type { Fault } from "../../errors/fault.ts";
import { groupBy } from "../../model/group-by.ts";
import { showOrigin } from "../../model/origin.ts";
import { codeBlock, plainText, table } from "./markdown-text.ts";
import { paint } from "../paint.ts";
import type { Output, Reporter } from "../reporter.ts";
import { showChange } from "../show-change.ts";
import { firstLines } from "../show-value.ts";

/** How many lines of one difference are written. */
const MAX_LINES = 200;
const COLUMNS: readonly Count[] = ["ok", "changed", "unknown", "skipped", "failed", "unreachable"];
const PLAIN = paint(false);

interface Options {
  /** What an exit code means, after a run or after a check. */
  readonly exitMeaning: (exit: number, check: boolean) => string;
}

/** What the report keeps of a run: everything but what was as it should be. */
interface Kept {
  check: boolean;
  playbooks: readonly string[];
  readonly results: TaskResult[];
  readonly problems: string[][];
  readonly warnings: string[];
}

/** A document about what a run changed, or a check would: each difference, what is unknown, and what failed. */
export function markdownReporter(output: Output, { exitMeaning }: Options): Reporter {
  const kept: Kept = { check: false, playbooks: [], results: [], problems: [], warnings: [] };
  return {
    on(event) {
      if (event.event === "recap") output.write(`${documentOf(kept, event, exitMeaning).join("\n")}\n`);
      else keep(event, kept);
    },
    end: () => output.flush(),
  };
}

function keep(event: Event, kept: Kept): void {
  if (event.event === "run_start") {
    kept.check = event.check;
    kept.playbooks = event.playbooks;
  }
  if (event.event === "task_result" && isWorthKeeping(event)) kept.results.push(event);
  if (event.event === "error") kept.problems.push(problem("", event.fault, event.frame));
  if (event.event === "host_unreachable") kept.problems.push(problem(`**${plainText(event.host)}**: `, event.fault));
  if (event.event === "warning") {
    const place = event.host === undefined || event.message.startsWith(`${event.host}: `) ? "" : `${event.host}: `;
    kept.warnings.push(`- ${plainText(place + event.message)}${position(event)}`);
  }
}

function isWorthKeeping({ status, stage }: TaskResult): boolean {
  return status !== "skipped" && (status !== "ok" || stage === "handler");
}

function documentOf(kept: Kept, recap: Recap, exitMeaning: Options["exitMeaning"]): string[] {
  const { check, playbooks, results, problems, warnings } = kept;
  const of = (stage: TaskResult["stage"], ...statuses: TaskResult["status"][]) =>
    results.filter((one) => one.stage === stage && statuses.includes(one.status));
  const failed = results.filter(({ status }) => ["failed", "unreachable", "interrupted"].includes(status));
  const title = `${check ? "Check" : "Run"} of ${playbooks.map(plainText).join(", ")}`;
  return [
    `# ${playbooks.length === 0 ? "Nothing was run" : title}`,
    "",
    plainText(`Exit ${String(recap.exit)}: ${exitMeaning(recap.exit, check)}`),
    ...counts(recap, check),
    ...section("Failed", [...problems.flat(), ...failed.flatMap(entry)]),
    ...byHost(check ? "Would change" : "Changed", [...of("task", "changed"), ...of("verify", "changed")]),
    ...byHost(check ? "Handlers that would run" : "Handlers that ran", of("handler", "changed", "ok")),
    ...byHost("Unknown", [...of("task", "unknown"), ...of("handler", "unknown")]),
    ...byHost("Not checked: what it looks at would be deployed or changed by the run", of("verify", "unknown")),
    ...section("Warnings", warnings),
  ];
}

function counts({ hosts }: Recap, check: boolean): string[] {
  const rows = Object.entries(hosts).map(([host, count]) => [
    plainText(host),
    ...COLUMNS.map((column) => String(count[column])),
  ]);
  const head = COLUMNS.map((column) => (column === "changed" && check ? "would change" : column));
  return rows.length === 0 ? [] : ["", ...table([["host", ...head], ...rows])];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];
}

function byHost(title: string, results: readonly TaskResult[]): string[] {
  const hosts = groupBy(results, ({ host }) => host);
  const lines = [...hosts].flatMap(([host, own]) => [`### ${plainText(host)}`, "", ...own.flatMap(entry), ""]);
  return section(title, lines.slice(0, -1));
}

/** One result: where it is from, why it is so, and each difference. */
function entry(event: TaskResult): string[] {
  const { host, status, role, task, item, delegate, reason, fault, changes } = event;
  const name = `**${plainText(role === null ? task : `${role} : ${task}`)}**`;
  const loop = item === undefined ? "" : ` (${plainText(item)})`;
  const place = `${fault ? ` on ${plainText(host)}` : ""}${delegate === undefined ? "" : `, on ${plainText(delegate)}`}`;
  const word = event.ignored ? ", ignored" : event.rescued ? ", rescued" : "";
  const why = fault ? `: ${plainText(fault.message)} ${plainText(fault.hint)}` : "";
  const because = !fault && reason !== undefined && status !== "ok" ? `: ${plainText(reason)}` : "";
  return [
    `- ${name}${loop}${place}${word}${position(event)}${why}${because}`,
    ...changes.flatMap((change) => [
      `  - ${plainText(`${change.resource.kind} ${change.resource.name}: ${change.summary}`)}`,
      "",
      ...codeBlock("diff", firstLines(showChange(change, PLAIN, MAX_LINES), MAX_LINES)).map((line) => `  ${line}`),
    ]),
  ];
}

function problem(place: string, fault: Fault, frame?: string): string[] {
  const line = `- ${place}${plainText(fault.message)}${position(fault)} ${plainText(fault.hint)}`;
  return frame === undefined ? [line] : [line, "", ...codeBlock("text", frame.split("\n"))];
}

function position({ origin }: Pick<TaskResult, "origin"> | Pick<Fault, "origin">): string {
  return origin ? ` (${plainText(showOrigin(origin))})` : "";
}
