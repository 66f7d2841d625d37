import type { ErrorLine, TaskResultLine } from "../../../src/events/line.ts";

/** The result of one task or handler on one host, for one item of its loop. */
export type Result = Pick<
  TaskResultLine,
  "host" | "role" | "task" | "stage" | "item" | "status" | "reason" | "diff"
> & {
  readonly error?: ErrorLine;
};

/** A run of the site, in check mode or not. */
export interface SiteRun {
  readonly exit: number;
  readonly results: readonly Result[];
  /** The errors of tasks, hosts and the run, as `CODE: MESSAGE`. */
  readonly errors: readonly string[];
}

interface AnyLine {
  readonly event: string;
  readonly code?: string;
  readonly message?: string;
  readonly error?: ErrorLine;
  readonly ignored?: true;
}

/** Reads the output of `--json`. */
export function parseRun(exit: number, stdout: string): SiteRun {
  const lines = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AnyLine);
  const results = lines.filter((line): line is AnyLine & Result => line.event === "task_result");
  const errors = lines.flatMap(({ event, code, message, error, ignored }) => {
    if (event === "error") return [`${code ?? ""}: ${message ?? ""}`];
    return error && !ignored ? [`${error.code}: ${error.message}`] : [];
  });
  return { exit, results, errors };
}

/** What a result is about: `server1 kafka: Start the broker`, with the item of a loop in brackets. */
export function nameOf({ host, role, task, stage, item }: Result): string {
  return `${taskOf({ host, role, task, stage })}${item === undefined ? "" : ` [${item}]`}`;
}

/** The same without the item. */
export function taskOf({ host, role, task, stage }: Pick<Result, "host" | "role" | "task" | "stage">): string {
  return `${host} ${role ?? "(play)"}${stage === "task" ? "" : ` ${stage}`}: ${task}`;
}
