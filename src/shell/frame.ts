import { createHash } from "node:crypto";
import { onlyReads, read, type Script } from "../module/script.ts";

/** What must hold just before a step of a request runs. */
export interface Guard {
  /** A script that only reads. */
  readonly probe: Script<"read">;
  /** What it must print on standard output; nothing else on standard error. It must end with the status 0. */
  readonly prints: string;
}

/** A script that runs only if all steps before it in the request did, whether they succeeded or not, and its guard holds. */
export interface Step {
  readonly script: Script<"write">;
  readonly guard?: Guard | undefined;
}

/** The file in the run's folder that makes its shells leave out the steps that they have not begun. */
export const STOP_FILE = "stop";

/** Stands in an answer for the exit status of a step that did not run. */
export const LEFT_OUT = "left-out";

/** One script of a request. */
export interface Part {
  readonly script: Script;
  /** Set for a step; `guard` is undefined if it has none. */
  readonly step?: Pick<Step, "guard">;
  /** A random string that ends the script's answer on both streams. */
  readonly mark: string;
  /** Counts the scripts of a shell; part of the names of temporary files. */
  readonly number: number;
  /** The script runs in the shell itself, so that the following scripts can use what it defines. */
  readonly lasting?: true;
  /** These run in the shell itself before the script, and are no part of its answer. */
  readonly before: readonly Script[];
}

/** What makes a request one of ours. */
export interface Keys {
  /** What the request before this one has set; empty for the first one. */
  readonly key: string;
  /** What the next request needs: random letters and digits. */
  readonly next: string;
}

/**
 * The bytes of one request: a header with length and digest, then all its scripts. The digest includes the key that the request before
 * has set, so that nobody can write a request into a file: if the program that takes an upload dies, the shell reads the rest of it.
 */
export function frame(parts: readonly Part[], { key, next }: Keys): Buffer {
  const firstStep = parts.find(({ step }) => step);
  const pieces = parts.map((part) => piece(part, part === firstStep));
  // The loop would lose line breaks at the end.
  const body = Buffer.from(
    `request_key=${next}\nleft_out=\n[ -n "\${only_reading-}" ] || unanswered=\n${pieces.join("")}:`,
  );
  const digest = createHash("sha256").update(key).update(body).digest("hex");
  return Buffer.concat([Buffer.from(`${body.length} ${digest}\n`), body]);
}

/**
 * A script runs in its own subshell. Its standard input is its upload, or empty. What the script leaves unread of the upload is
 * drained, so that the shell finds the beginning of the next request. If a script that only reads ends with the status 124, it has waited for
 * a program in vain: the scripts after it find that in `unanswered` and need not wait, those of the same request in a run, all in check mode.
 */
function piece(part: Part, isFirstStep: boolean): string {
  const { script, mark, number, before, step } = part;
  const first = before.map(({ text }) => `${text}\n`).join("");
  const waited = onlyReads(script) ? "[ $status != 124 ] || unanswered=yes\n" : "";
  const run = `${command(part)}\nstatus=$?\n`;
  const guarded = step
    ? `${guardOf(step, isFirstStep)}if [ -z "$left_out" ]; then\n${run}else\n${skip(script)}fi\n`
    : run;
  return `${first}script_number=${number}\n${guarded}${waited}printf '\\n%s %s\\n' ${mark} $status\nprintf '\\n%s\\n' ${mark} >&2\n`;
}

function command({ script, lasting }: Part): string {
  const group = lasting ? `{\n${script.text}\n}` : `(\n${script.text}\n)`;
  return script.upload
    ? `take ${script.upload.size} | {\n${group}\nstatus=$?\ncat >/dev/null\n(exit $status)\n}`
    : `${group} </dev/null`;
}

/** What a step does instead of running: its upload is read, so that the shell finds the beginning of the next request. */
function skip({ upload }: Script): string {
  return `status=${LEFT_OUT}\n${upload ? `take ${upload.size} >/dev/null\n` : ""}`;
}

/**
 * Leaves out this step, and those after it, if an interrupt wants that or the guard does not hold. The first step of a request counts as begun
 * once the request is sent: an interrupt that comes while it is on its way lets it finish. The dot keeps the line breaks at the end of
 * what the probe prints; a trap prints it because the probe may end by `exit`.
 */
function guardOf({ guard }: Pick<Step, "guard">, isFirstStep: boolean): string {
  const stopped = isFirstStep ? "" : `[ ! -e "$run/${STOP_FILE}" ] || left_out=yes\n`;
  if (!guard) return stopped;
  const { probe, prints } = guard;
  return `${stopped}if [ -z "$left_out" ]; then
guard_step() {
${probe.text}
}
step_found=$(exec </dev/null 2>&1; trap 'printf .' EXIT; guard_step)
[ "$?$step_found" = ${read`${`0${prints}.`}`.text} ] || left_out=yes
fi
`;
}
