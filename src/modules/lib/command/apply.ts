import { type Fault, type Outcome, bad, good } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Content } from "../../../module/content.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply, Probe } from "../../../module/contract.ts";
import { type Script, read, withUpload, write } from "../../../module/script.ts";
import { parseObstacle } from "../path/walk.ts";
import { fields, stepFailed } from "../script-output.ts";
import { textContent } from "../text-content.ts";
import type { Command } from "./decide.ts";
import { folderFault, goToFolder } from "./folder.ts";
import { matches } from "./probe.ts";

/** The exit status of the script if the command has run, and failed. */
const FAILED = 79;

/** Bytes kept of the beginning and of the end of each output. */
const KEPT = 524_288;

/**
 * The command runs in its own process group, which is recorded so that the next run can end it if this one dies. Its output goes to
 * files, so that its background processes cannot write into the answer.
 */
export function applyCommand(command: Command): Apply {
  const { argv, stdin, program } = command;
  const words = program ? write`${program.interpreter} "$file" ${argv}` : write`${argv}`;
  const script = write`${goToFolder(command)}
${program ? storeProgram(program.content) : write`:`}
o=$run/$$.out e=$run/$$.err
# A shell that cannot open the files does not run the command, but ends with a status as the command does.
{ echo >"$o" && echo >"$e" && : >>"$run/pids"; } || exit 1
set -- "$(command -v sh)" -c ${RECORD} sh "$run/pids" ${words}
if command -v setsid >/dev/null 2>&1; then set -- "$(command -v setsid)" "$@"; fi
with_own_environment exec "$@" >"$o" 2>"$e" ${stdin === undefined ? write`</dev/null` : write`<&0`}
rc=$?
echo "rc $rc"
: >"$run/pids"
echo
${show(write`"$o"`)}
${show(write`"$e"`)} >&2
rm -f -- "$o" "$e"
${program ? write`rm -f -- "$file"` : write`:`}
[ "$rc" = 0 ] || exit ${FAILED}`;
  const upload = program?.content ?? (stdin === undefined ? undefined : textContent(stdin, "stdin"));
  return { script: upload ? withUpload(script, upload) : script, parse: (answer) => parseCommand(command, answer) };
}

/** Stores a program that only its user can read, and checks what arrived. */
function storeProgram({ sha256 }: Content): Script<"write"> {
  return write`file=$run/program.$$
(umask 077 && cat >"$file") && chmod 0700 "$file" || fail 'The script cannot be stored.'
digest=$(sha256sum <"$file")
[ "\${digest%% *}" = ${sha256} ] || fail 'The bytes that arrived are not those that were sent.'`;
}

/**
 * Records the process id and start time (a later process may have the same id), then becomes the command. It sets no variable: if the
 * user has exported that variable, the command would get a changed value.
 */
const RECORD = 'echo "$$ $(read -r s <"/proc/$$/stat"; set -- ${s##*") "}; echo "${20}")" >>"$1" && shift && exec "$@"';

/**
 * Runs a command whose author declares that it only reads. Nothing is written on the target, so its output goes through pipes that end
 * with the command: what its background processes write later goes nowhere, instead of into another task's answer.
 */
export function readCommand(command: Command): Probe<ValueMap> {
  const { argv, creates, removes, stdin } = command;
  const unlessCreated = creates === undefined ? read`:` : read`if ${matches(creates)}; then exit 0; fi`;
  const ifRemovable = removes === undefined ? read`:` : read`${matches(removes)} || exit 0`;
  const input = stdin === undefined ? read`</dev/null` : read``;
  const script = read`${goToFolder(command)}\n${unlessCreated}\n${ifRemovable}
end="end of the command $$"
until_end() { sed "/^$end/q"; exec 4<&0; cat <&4 >/dev/null 2>&1 & }
{ {
( ${stdin === undefined ? read`` : read`printf %s ${stdin} | `}with_own_environment exec ${argv} ${input} ) 3>&-
printf '\\n%s %d\\n' "$end" $?
printf '\\n%s\\n' "$end" >&2
} 2>&1 >&3 3>&- | until_end >&2; } 3>&1 | until_end`;
  return { script, parse: (answer) => readOutputs(command, answer) };
}

/** Without the lines that end the streams. If the command did not begin, there are none. */
function readOutputs(command: Command, answer: Answer): Outcome<ValueMap> {
  const { stdout, stderr, exit } = answer;
  const ended = /^([^]*)\nend of the command \d+ (\d+)\n$/.exec(stdout);
  const fault = ended ? undefined : notEntered(command, answer);
  if (fault) return bad(fault);
  const [, out = stdout, rc = exit] = ended ?? [];
  return good({ cmd: command.shown, ...outputs(Number(rc), out, stderr.replace(/\nend of the command \d+\n$/, "")) });
}

/** Why the command did not begin. */
function notEntered({ chdir = "/" }: Command, { stdout }: Answer): Fault | undefined {
  const obstacle = parseObstacle(fields(stdout));
  return obstacle && folderFault(chdir, obstacle);
}

/** Prints a file, or both ends of a long one. Most commands print nothing, which costs no program. */
function show(file: Script<"write">): Script<"write"> {
  return write`{ [ ! -s ${file} ] || { n=$(wc -c <${file}); m=${2 * KEPT}
if [ "$n" -le "$m" ]; then cat <${file}
else head -c ${KEPT} <${file}; printf '\\n[%s bytes left out]\\n' "$((n-m))"; tail -c ${KEPT} <${file}; fi; }; }`;
}

function parseCommand(command: Command, answer: Answer): Outcome<ValueMap> {
  const output = outputsOf(answer);
  if (output) return good({ cmd: command.shown, ...output });
  const fault = notEntered(command, answer);
  return fault ? bad(fault) : stepFailed(`run ${command.shown}`, answer);
}

/** The result of the command whose script has answered, without `cmd`; undefined if the command did not begin. */
export function outputsOf(answer: Answer): ValueMap | undefined {
  const output = fields(answer.stdout);
  const rc = output.get("rc");
  const hasRun = answer.exit === 0 || answer.exit === FAILED;
  return hasRun && rc !== undefined ? outputs(Number(rc), output.rest, answer.stderr) : undefined;
}

/** An exit status and both outputs, as results show them. */
export function outputs(rc: number, out: string, err: string): ValueMap {
  const [stdout, stderr] = [out.replace(/[\r\n]+$/, ""), err.replace(/[\r\n]+$/, "")];
  return { rc, stdout, stderr, stdout_lines: lines(stdout), stderr_lines: lines(stderr) };
}

function lines(text: string): readonly string[] {
  return text === "" ? [] : text.split(/\r?\n/);
}
