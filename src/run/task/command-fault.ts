import { runFault } from "../../errors/catalogue/run.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";

const LINES = 20;

/** The fault of a command that failed: its exit status and the end of both its outputs. */
export function commandFailed({ exit, stdout, stderr }: Answer): Fault {
  const details = [...tail("stderr", stderr), ...tail("stdout", stdout)];
  return runFault(
    "run/command-failed",
    { exit, hasOutput: details.length > 0 },
    { details, result: { rc: exit, stdout, stderr } },
  );
}

function tail(name: string, text: string): string[] {
  const lines = text.trimEnd().split("\n");
  return text.trim() === "" ? [] : [`${name}:\n${lines.slice(-LINES).join("\n")}`];
}
