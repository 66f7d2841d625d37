import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply, Decision, Predicted, Probe } from "../../../module/contract.ts";
import { read, withUpload, write, type Script } from "../../../module/script.ts";
import { fields, stepFailed } from "../answers.ts";
import { textContent } from "../content.ts";
import { normalPath } from "../path/args.ts";
import { withPredicted } from "../path/state.ts";

/** Bytes kept of the beginning and of the end of each output. */
const KEPT = 524_288;

export interface Conditions {
  readonly chdir?: string;
  readonly creates?: string;
  readonly removes?: string;
  readonly stdin?: string;
}

export interface CommandState {
  readonly chdir: boolean;
  readonly creates: boolean;
  readonly removes: boolean;
}

/** What both `command` and `shell` run: the program's words, and how a person would write it. */
export interface Command extends Conditions {
  readonly argv: readonly string[];
  readonly shown: string;
}

export function probeCommand({ chdir, creates, removes }: Conditions): Probe<CommandState> {
  const folder = chdir === undefined ? read`:` : read`cd -- ${chdir} 2>/dev/null || echo 'no-chdir 1'`;
  const test = (name: string, path: string | undefined) =>
    path === undefined ? read`:` : read`f=${path}; if [ -e "$f" ] || [ -h "$f" ]; then echo ${`${name} 1`}; fi`;
  return {
    script: read`${folder}\n${test("creates", creates)}\n${test("removes", removes)}`,
    parse: ({ stdout }) => {
      const said = fields(stdout);
      const chdirThere = said.get("no-chdir") === undefined;
      return good({ chdir: chdirThere, creates: said.get("creates") === "1", removes: said.get("removes") === "1" });
    },
  };
}

export function decideCommand(command: Command, state: CommandState, predicted: Predicted): Decision {
  const reason = skipReason(command, state, predicted);
  if (reason instanceof Unknown) return { changes: [], result: unknownResult(command), unpredictable: reason.reason };
  if (reason) return { changes: [], result: { ...NOT_RUN, cmd: command.shown, reason } };
  const fault = noFolder(command, state, predicted);
  if (fault) return { changes: [], result: {}, fault };
  const resource = { kind: "command", name: command.shown } as const;
  const change = { resource, summary: `run ${command.shown}`, before: null, after: LATER };
  return { changes: [change], result: unknownResult(command), unpredictable: LATER.reason };
}

const LATER = new Unknown("what a command does is known when it has run");
const NOT_RUN = { rc: 0, stdout: "", stderr: "", stdout_lines: [], stderr_lines: [] } as const;

function unknownResult({ shown }: Command): ValueMap {
  return { cmd: shown, rc: LATER, stdout: LATER, stderr: LATER, stdout_lines: LATER, stderr_lines: LATER };
}

function skipReason(command: Command, state: CommandState, predicted: Predicted): string | Unknown | undefined {
  const { creates, removes } = command;
  const made = creates === undefined ? false : isThere(command, creates, state.creates, predicted);
  if (made) return made instanceof Unknown ? made : `${creates ?? ""} is there`;
  const left = removes === undefined ? true : isThere(command, removes, state.removes, predicted);
  if (left instanceof Unknown) return left;
  return left ? undefined : `${removes ?? ""} is not there`;
}

function isThere({ chdir = "/" }: Conditions, path: string, now: boolean, predicted: Predicted): boolean | Unknown {
  const full = normalPath(path.startsWith("/") ? path : `${chdir}/${path}`);
  const state = withPredicted(now ? { kind: "other" } : "absent", predicted, full);
  return state instanceof Unknown ? state : typeof state === "object";
}

function noFolder({ chdir }: Conditions, state: CommandState, predicted: Predicted): Fault | undefined {
  if (chdir === undefined) return undefined;
  const folder = withPredicted(state.chdir ? { kind: "directory" } : "absent", predicted, normalPath(chdir));
  if (folder instanceof Unknown || (typeof folder === "object" && folder.kind === "directory")) return undefined;
  return moduleFault("modules/no-chdir", { path: chdir }, { missing: true });
}

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
