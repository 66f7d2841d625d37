import type { Fault } from "../errors/fault.ts";

/** No shell could be had: nothing is known of the host. Sudo that refuses is a failure of a host that was reached. */
export function isUnreachable({ code }: Fault): boolean {
  return code.startsWith("connection/") || code === "shell/none";
}
