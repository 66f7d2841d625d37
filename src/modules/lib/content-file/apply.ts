import type { Content } from "../../../module/content.ts";
import type { Apply } from "../../../module/contract.ts";
import { read, withUpload, write, writeProgram } from "../../../module/script.ts";
import { worked } from "../script-output.ts";
import { apply } from "./apply.sh.ts";
import { inPlace, desiredFile } from "./decide.ts";
import { setOwnership } from "../path/ownership.ts";
import { normalPath } from "../path/args.ts";
import type { Present } from "../path/state.ts";
import { resolve, type FileState, type DesiredFile } from "./probe.ts";

/** The bytes go to a temporary file in the same folder, are checked there, and take the old name in one step. */
export function applyFile(desired: DesiredFile, content: Content, state: FileState): Apply {
  const dest = normalPath(desired.dest);
  const old = typeof state.path === "object" && state.path.kind === "file" ? state.path : undefined;
  const start = write`file=${dest}\n${resolve(desired.follow, read`exit 1`)}`;
  const after = desiredFile(desired, content, old);
  if (old?.sha256 === content.sha256) {
    const script = write`${start}\n${setOwnership(changedOnly(old, after))}`;
    return { script, parse: worked(`set the attributes of ${dest}`) };
  }
  const owner = desired.owner ?? (old && String(old.uid));
  const group = desired.group ?? (old && String(old.gid));
  const attributes = setOwnership({ mode: after.mode, owner, group });
  const script = write`${start}
set_attributes() {
${attributes}
:
}
${writeProgram(apply, { variables: { size: content.size, sha256: content.sha256, in_place: inPlace(desired, state) ? "yes" : "" } })}`;
  return { script: withUpload(script, content), parse: worked(`write ${dest}`) };
}

/** Only the attributes that differ. */
function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}
