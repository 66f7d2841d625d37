import { createHash } from "node:crypto";
import { lookTogether } from "./paths/looks.ts";
import type { Content } from "../module/content.ts";
import { onlyReads, read, type Script } from "../module/script.ts";

/** What must hold just before a step of a request runs. */
export interface Guard {
  /** A script that only reads. */
  readonly probe: Script<"read">;
  /** What it must print on standard output; nothing else on standard error. It must end with the status 0. */
  readonly prints: string;
  /** If its step is left out, it runs all the same, and answers in the step's place. */
  readonly answers?: true;
}

/** A script that runs only if all steps before it in the request did, whether they succeeded or not, and its guard holds. */
export interface Step {
  readonly script: Script<"write">;
  readonly guard?: Guard | undefined;
  /** The steps after it run only if it ends with the status 0, and every tool has done its work. */
  readonly mustSucceed?: true;
}

/** The file in the run's folder that makes its shells leave out the steps that they have not begun. */
export const STOP_FILE = "stop";

/** The file in the run's folder that says that a tool could not do its work. */
const BROKEN_FILE = "broken";

/** Stands in an answer for the exit status of a step that did not run; the status of its guard may follow. */
export const LEFT_OUT = "left-out";

/** So many guards answer if not even the second step runs. */
const FIRST_ANSWERS = 8;
/** From so many steps on, it pays to find out whether the shell can see by itself where it is. */
const MANY_STEPS = 8;
/** What precedes steps that must succeed: a tool that fails anywhere in one of them leaves a file. */
const NOTES_TOOLS = `tool_failed() { { echo >"$run/${BROKEN_FILE}"; } 2>/dev/null; }
[ ! -e "$run/${BROKEN_FILE}" ] || rm -f -- "$run/${BROKEN_FILE}"
`;

/** The most bytes of an upload that are a word of the request: no program is needed to cut them from what follows. */
const MOST_INLINE_BYTES = 16 * 1024;

/** One script of a request. */
export interface Part {
  readonly script: Script;
  /** Set for a step; `guard` is undefined if it has none. */
  readonly step?: Pick<Step, "guard" | "mustSucceed">;
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
  const looks = lookTogether(parts.map(({ script, step }) => (step ? undefined : script)));
  const pieces = parts.map((part, index) => piece(part, { isFirstStep: part === firstStep, looks: looks[index] }));
  const tools = parts.some(({ step }) => step?.mustSucceed) ? NOTES_TOOLS : "";
  const learns = parts.filter(({ step }) => step).length >= MANY_STEPS ? "learn_folder </dev/null 2>/dev/null\n" : "";
  // The loop would lose line breaks at the end.
  const body = Buffer.from(
    `request_key=${next}\nleft_out=\nlook_number=\n[ -n "\${only_reading-}" ] || unanswered=\n${tools}${learns}${pieces.join("")}:`,
  );
  const digest = createHash("sha256").update(key).update(body).digest("hex");
  return Buffer.concat([Buffer.from(`${body.length} ${digest}\n`), body]);
}

/** What a script is to its request. */
interface Place {
  readonly isFirstStep: boolean;
  /** Runs in the shell itself just before it. */
  readonly looks: Script<"read"> | undefined;
}

/** The script's upload if it follows the request. A short text is in the request itself. */
export function sentAfter({ upload }: Script): Content | undefined {
  return upload && inlineText(upload) === undefined ? upload : undefined;
}

function inlineText({ text, size }: Content): string | undefined {
  return size <= MOST_INLINE_BYTES && text?.includes("\0") === false ? text : undefined;
}

/**
 * A script runs in its own subshell. Its standard input is its upload, or empty. What the script leaves unread of an upload that follows the request
 * is drained, so that the shell finds the beginning of the next one. If a script that only reads ends with the status 124, it has waited for
 * a program in vain: the scripts after it find that in `unanswered` and need not wait, those of the same request in a run, all in check mode.
 */
function piece(part: Part, { isFirstStep, looks }: Place): string {
  const { script, mark, number, before, step } = part;
  const first = [...before, ...(looks ? [looks] : [])].map(({ text }) => `${text}\n`).join("");
  const waited = onlyReads(script) ? "[ $status != 124 ] || unanswered=yes\n" : "";
  const run = `${command(part)}\nstatus=$?\n`;
  const guarded = step
    ? `${guardOf(step, isFirstStep)}if [ -z "$left_out" ]; then\n${run}${after(step)}else\n${skip(part)}fi\n`
    : run;
  return `${first}script_number=${number}\n${guarded}${waited}printf '\\n%s %s\\n' ${mark} $status\nprintf '\\n%s\\n' ${mark} >&2\n`;
}

function command({ script, lasting }: Part): string {
  const group = lasting ? `{\n${script.text}\n}` : `(\n${script.text}\n)`;
  const { upload } = script;
  if (!upload) return `${group} </dev/null`;
  const text = inlineText(upload);
  if (text !== undefined) return `put ${read`${text}`.text} 2>/dev/null | ${group}`;
  return `take ${upload.size} | {\n${group}\nstatus=$?\ncat >/dev/null\n(exit $status)\n}`;
}

/** What follows a step that has run: whether the others still may. */
function after({ mustSucceed }: Pick<Step, "mustSucceed">): string {
  const counted = "asked=$((asked + 2))\n";
  if (!mustSucceed) return counted;
  return `${counted}[ "$status" = 0 ] || left_out=failed
if [ -e "$run/${BROKEN_FILE}" ]; then left_out=failed; rm -f -- "$run/${BROKEN_FILE}"; fi
`;
}

/**
 * What a step does instead of running: its upload is read, so that the shell finds the beginning of the next request. So many guards answer
 * that the next request can take along twice as many steps as have run; if a step has failed, none is of use.
 */
function skip({ script, step }: Part): string {
  const upload = sentAfter(script);
  const drained = upload ? `take ${upload.size} >/dev/null\n` : "";
  if (!step?.guard?.answers) return `status=${LEFT_OUT}\n${drained}`;
  return `${drained}status=${LEFT_OUT}
if [ "$left_out" = yes ] && [ "$asked" -gt 0 ]; then
asked=$((asked - 1))
(
guard_step
) </dev/null
status=${LEFT_OUT}-$?
fi
`;
}

/**
 * Leaves out this step, and those after it, if an interrupt wants that or the guard does not hold. The first step of a request counts as begun
 * once the request is sent: an interrupt that comes while it is on its way lets it finish. The dot keeps the line breaks at the end of
 * what the probe prints; a trap prints it because the probe may end by `exit`.
 */
function guardOf({ guard }: Pick<Step, "guard">, isFirstStep: boolean): string {
  const stopped = isFirstStep ? `asked=${FIRST_ANSWERS}\n` : `[ ! -e "$run/${STOP_FILE}" ] || left_out=stopped\n`;
  if (!guard) return stopped;
  const { probe, prints } = guard;
  return `${stopped}guard_step() {
${probe.text}
}
if [ -z "$left_out" ]; then
step_found=$(exec </dev/null 2>&1; trap 'printf .' EXIT; guard_step)
[ "$?$step_found" = ${read`${`0${prints}.`}`.text} ] || left_out=yes
fi
`;
}
