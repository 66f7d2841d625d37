import type { Fault } from "./fault.ts";

/** Faults of a shell after which nothing more can be done on the host. */
const SHELL_CODES: readonly string[] = [
  "shell/none",
  "shell/not-started",
  "shell/sudo-not-started",
  "shell/missing-tools",
  "shell/ended",
  "shell/stopped",
  "shell/frozen",
  "shell/garbled",
  "shell/lock-lost",
];

/** Whether the fault means that the host cannot be used any more. A refusal by sudo does not: the host was reached. */
export function isUnreachable({ code }: Fault): boolean {
  return code.startsWith("connection/") || SHELL_CODES.includes(code);
}

/** Whether a task failed before it began: the host was not reached, or the user could not be become. The text has no value of the task. */
export function isBeforeTask({ code }: Fault): boolean {
  return code.startsWith("connection/") || code.startsWith("shell/sudo-");
}
