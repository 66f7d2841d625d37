import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Content } from "../../../module/content.ts";
import type { Apply } from "../../../module/contract.ts";
import { type Script, withUpload, write, writeProgram } from "../../../module/script.ts";
import { splitWords } from "../../../module/split-words.ts";
import { fields, tail, type Fields } from "../script-output.ts";
import { apply } from "./apply.sh.ts";
import { inPlace, desiredFile } from "./decide.ts";
import { keepOld } from "./keep-old.sh.ts";
import { setOwnership } from "../path/ownership.ts";
import { normalPath } from "../path/args.ts";
import type { Present } from "../path/state.ts";
import { arrived, goTo } from "../path/walk.ts";
import type { FileState, DesiredFile } from "./probe.ts";

/** The bytes go to a temporary folder in the same folder, are checked there, and take the old name in one step. */
export function applyFile(desired: DesiredFile, content: Content, state: FileState): Apply {
  const dest = normalPath(desired.dest);
  const old = typeof state.path === "object" && state.path.kind === "file" ? state.path : undefined;
  const after = desiredFile(desired, content, old);
  const follow = desired.follow ? "yes" : "";
  if (old?.sha256 === content.sha256) {
    const script = write`${goTo(dest, desired)}
${setOwnership(changedOnly(old, after))}
shown= follow=${follow}
enter "$folder" && { [ -z "$follow" ] || follow_name; } || refuse
change_entry "$name"`;
    return { script, parse: arrived(dest, `set the attributes of ${dest}`) };
  }
  const owner = desired.owner ?? (old && String(old.uid));
  const group = desired.group ?? (old && String(old.gid));
  const backup = desired.backup && old !== undefined ? "yes" : "";
  const in_place = inPlace(desired, state) ? "yes" : "";
  const script = write`${goTo(dest, desired)}
${setOwnership({ mode: after.mode, owner, group })}
${validation(desired.validate)}
${writeProgram(keepOld, { variables: { backup } })}
${writeProgram(apply, { variables: { follow, sha256: content.sha256, in_place, replaces: desired.replaces ?? "", source: desired.source?.path ?? "" } })}`;
  return {
    script: desired.source ? script : withUpload(script, content),
    parse: (answer) => written(desired, dest, answer),
  };
}

/** The parser of a copy. */
export function written({ validate = "" }: DesiredFile, dest: string, answer: Answer): Outcome<ValueMap> {
  const output = fields(answer.stdout);
  const exit = output.get("invalid");
  if (exit !== undefined) return bad(invalid({ path: dest, command: validate, exit: Number(exit) }, answer));
  const arrival = arrived(dest, `write ${dest}`)(answer);
  return arrival.ok ? good(backupOf(output)) : arrival;
}

/** What `keep_old` has printed, as a field of the result. */
export function backupOf(output: Fields): ValueMap {
  const copy = output.get("backup");
  return copy === undefined ? {} : { backup_file: Buffer.from(copy, "base64").toString("utf8") };
}

/** Seconds that the command of \`validate\` may take. */
const VALIDATE_SECONDS = 300;
/** The exit status of `timeout` if it has ended the command, by SIGKILL, which no command ignores. */
const ENDED = 137;

function invalid(parameters: { path: string; command: string; exit: number }, { stderr }: Answer): Fault {
  const details = tail(stderr);
  if (parameters.exit !== ENDED) return moduleFault("modules/not-valid", parameters, { details });
  return moduleFault("modules/validate-ended", { ...parameters, seconds: VALIDATE_SECONDS }, { details });
}

/** Defines `validate`, which runs the command with the path in `$tested`. */
export function validation(command: string | undefined): Script<"write"> {
  if (command === undefined) return write`tests=`;
  // The pattern of the argument allows no quote that is not closed. A command without words fails, and so does the task.
  const words = splitWords(command) ?? ["false"];
  const line = words.map((word) => {
    const [first = "", ...rest] = word.split("%s");
    return rest.reduce((script, piece) => write`${script}"$tested"${piece}`, write`${first}`);
  });
  return write`tests=yes
validate() {
with_environment timeout -s KILL ${VALIDATE_SECONDS} ${line.reduce((script, word) => write`${script} ${word}`)}
}`;
}

/** Only the attributes that differ. */
export function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}
