import type { Outcome } from "../errors/fault.ts";
import type { Answer } from "../module/answer.ts";
import { readProgram, write, writeProgram, type Script } from "../module/script.ts";
import { endCommands as program } from "./end-commands.sh.ts";
import { listCommands as listProgram } from "./list-commands.sh.ts";
import { processTree } from "./process-tree.sh.ts";
import { runFunctions } from "./run-functions.sh.ts";

/** What became of the processes below a shell. */
export interface Ended {
  /** How many there were. */
  readonly count: number;
  /** The process, `PID NAME`, because of which nothing was ended. */
  readonly spared: string | undefined;
  /** Processes that could not be ended: `PID NAME`. */
  readonly left: readonly string[];
}

/** Ends everything that runs below the shell with this process id. Runs in another shell of the same user. */
export function endCommands(root: number): Script<"write"> {
  return write`${writeProgram(runFunctions)}\n${readProgram(processTree, { variables: { root } })}\n${writeProgram(program)}`;
}

/** A process that a task has started. */
export interface RunningProcess {
  readonly pid: string;
  readonly name: string;
  readonly command: string;
}

/** Lists what runs below the shell with this process id. Runs in another shell of the same user. */
export function listCommands(root: number): Script<"write"> {
  return write`${writeProgram(runFunctions)}\n${readProgram(processTree, { variables: { root } })}\n${readProgram(listProgram)}`;
}

/** What that script printed; nothing if it could not run. */
export function parseRunning(answers: Outcome<readonly Answer[]>): readonly RunningProcess[] {
  const text = answers.ok ? (answers.value[0]?.stdout ?? "") : "";
  const found = text.matchAll(/^runs (\d+) (.*)\nas (.*)$/gm);
  return Array.from(found, ([, pid = "", name = "", command = ""]) => ({ pid, name, command: command.trim() }));
}

/** What the script printed; undefined if it could not run. */
export function parseEnded(answers: Outcome<readonly Answer[]>): Ended | undefined {
  const lines = answers.ok ? (answers.value[0]?.stdout.split("\n") ?? []) : [];
  const all = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []));
  const [count] = all("ended");
  return count === undefined ? undefined : { count: Number(count), spared: all("spared")[0], left: all("left") };
}
