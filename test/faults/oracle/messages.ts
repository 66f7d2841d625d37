import type { ErrorLine } from "../../../src/events/line.ts";
import type { Allowed } from "../fault.ts";
import type { ClientRun } from "../run/client.ts";
import type { Assertion } from "./evidence.ts";

/** The first run ends as the fault demands, and says on which host, in which task and why. */
export const saysWhatHappened: Assertion = ({ first, others, allowed }) => {
  const codes = errorsOf(first).map(({ code }) => code);
  return [
    ...(allowed.exits.includes(first.exit)
      ? []
      : [`The first run ends with ${first.exit}: ${first.stderr.slice(-1500)}`]),
    ...codes
      .filter((code) => !isAllowed(code, allowed))
      .map((code) => `The first run reports ${code}: ${first.stderr.slice(-1500)}`),
    ...(typeof first.exit === "number" && first.exit > 0 ? unsaid(first) : []),
    ...others.flatMap(waitedOrLocked),
  ];
};

/** A run beside the first waits for it, or says that the host is locked. */
function waitedOrLocked(run: ClientRun): string[] {
  const codes = errorsOf(run).map(({ code }) => code);
  const isLocked = run.exit === 1 && codes.length > 0 && codes.every((code) => code === "shell/locked");
  return run.exit === 0 || isLocked
    ? []
    : [`The run "${run.id}" beside the first ends with ${run.exit}: ${run.stderr.slice(-1500)}`];
}

/** All errors of a run, in order. */
export function errorsOf({ lines }: ClientRun): ErrorLine[] {
  return lines.flatMap((line) => {
    if (line.event === "error") return [line];
    return "error" in line ? [line.error] : [];
  });
}

function isAllowed(code: string, { codes = [] }: Allowed): boolean {
  return codes.some((pattern) => new RegExp(`^(?:${pattern})$`).test(code));
}

/** A run that failed because of a host names it; a task that did not end is named, too. */
function unsaid({ exit, lines, results, stderr }: ClientRun): string[] {
  const broken = results.filter(({ status }) => ["failed", "unreachable", "interrupted"].includes(status));
  const problems = broken.filter(({ task, host }) => !stderr.includes(task) || !stderr.includes(host));
  const hostFault = lines.some(({ event }) => event === "host_unreachable");
  const isSaid =
    broken.length > 0 || hostFault || lines.some(({ event }) => event === "error" || event === "interrupt");
  return [
    ...problems.map(
      ({ task }) => `Standard error does not name the host and the task "${task}": ${stderr.slice(-1500)}`,
    ),
    ...broken.flatMap(({ task, status, error }) =>
      status !== "interrupted" && !error?.message ? [`The task "${task}" is ${status} without a cause.`] : [],
    ),
    ...(isSaid || stderr.trim() !== "" ? [] : [`The run ends with ${exit} without a word.`]),
  ];
}
