import { type Outcome, good } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply, Probe } from "../../../module/contract.ts";
import { type Script, read, withUpload, write } from "../../../module/script.ts";
import { fields, stepFailed } from "../script-output.ts";
import { textContent } from "../text-content.ts";
import type { Command } from "./decide.ts";

/** Bytes kept of the beginning and of the end of each output. */
const KEPT = 524_288;

/**
 * The command has a process group of its own, recorded while it runs, so that the next run can end it when this one dies. Its output
 * goes to files: what it leaves behind in the background cannot write into our answer.
 */
export function applyCommand(command: Command): Apply {
  const { argv, chdir, stdin } = command;
  const script = write`${chdir === undefined ? write`:` : write`cd -- ${chdir} || exit`}
o=$run/$$.out e=$run/$$.err
set -- "$(command -v sh)" -c ${RECORD} sh "$run/pids" ${argv}
if command -v setsid >/dev/null 2>&1; then set -- "$(command -v setsid)" "$@"; fi
with_environment exec "$@" >"$o" 2>"$e" ${stdin === undefined ? write`</dev/null` : write`<&0`}
echo "rc $?"
: >"$run/pids"
echo
${show(write`"$o"`)}
${show(write`"$e"`)} >&2
rm -f -- "$o" "$e"`;
  const text = stdin === undefined ? script : withUpload(script, textContent(stdin, "stdin"));
  return { script: text, parse: (answer) => parseCommand(command.shown, answer) };
}

/**
 * Writes the process and when it started, by which a later run tells it from another one with its number; then becomes the command.
 * It sets no variable: one that the user has exported would reach the command with another value.
 */
const RECORD = 'echo "$$ $(read -r s <"/proc/$$/stat"; set -- ${s##*) }; echo "${20}")" >>"$1" && shift && exec "$@"';

/** The same for a command that only reads, by its author's word: nothing is written on the target, so its output is the answer itself. */
export function readCommand(command: Command): Probe<ValueMap> {
  const { argv, chdir, creates, removes, stdin, shown } = command;
  const folder = chdir === undefined ? read`:` : read`cd -- ${chdir} || exit`;
  const made = creates === undefined ? read`:` : read`[ ! -e ${creates} ] || exit 0`;
  const gone = removes === undefined ? read`:` : read`[ -e ${removes} ] || exit 0`;
  const input = stdin === undefined ? read`</dev/null` : read``;
  const script = read`${folder}\n${made}\n${gone}\n${stdin === undefined ? read`` : read`printf %s ${stdin} | `}with_environment exec ${argv} ${input}`;
  return { script, parse: ({ stdout, stderr, exit }) => good(outputs(shown, exit, stdout, stderr)) };
}

/** Prints a file, of a long one only both ends. NUL bytes are dropped. */
function show(file: Script<"write">): Script<"write"> {
  return write`{ n=$(wc -c <${file}); m=${2 * KEPT}
if [ "$n" -le "$m" ]; then tr -d '\\000' <${file}
else head -c ${KEPT} <${file} | tr -d '\\000'; printf '\\n[%s bytes left out]\\n' "$((n-m))"; tail -c ${KEPT} <${file} | tr -d '\\000'; fi; }`;
}

function parseCommand(shown: string, answer: Answer): Outcome<ValueMap> {
  const said = fields(answer.stdout);
  const rc = said.get("rc");
  if (answer.exit !== 0 || rc === undefined) return stepFailed(`run ${shown}`, answer);
  return good(outputs(shown, Number(rc), said.rest, answer.stderr));
}

function outputs(cmd: string, rc: number, out: string, err: string): ValueMap {
  const [stdout, stderr] = [out.replace(/[\r\n]+$/, ""), err.replace(/[\r\n]+$/, "")];
  return { cmd, rc, stdout, stderr, stdout_lines: lines(stdout), stderr_lines: lines(stderr) };
}

function lines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/\r?\n/);
}
