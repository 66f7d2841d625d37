import { readdirSync, readFileSync } from "node:fs";

/** The processes of this machine whose command line, its words joined by blanks, passes the test. */
export function processesWhere(matches: (command: string) => boolean): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && matches(commandOf(name)))
    .map(Number);
}

/** Empty if the process has ended. */
function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}
