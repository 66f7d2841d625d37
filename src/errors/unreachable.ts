import type { Fault } from "./fault.ts";

/** Whether the fault means that no shell could be opened. A refusal by sudo does not: the host was reached. */
export function isUnreachable({ code }: Fault): boolean {
  return code.startsWith("connection/") || code === "shell/none" || code === "shell/lock-lost";
}
