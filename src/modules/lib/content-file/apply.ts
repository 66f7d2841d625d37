import type { Content } from "../../../module/content.ts";
import type { Apply } from "../../../module/contract.ts";
import { withUpload, write, writeProgram } from "../../../module/script.ts";
import { apply } from "./apply.sh.ts";
import { inPlace, desiredFile } from "./decide.ts";
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
  const in_place = inPlace(desired, state) ? "yes" : "";
  const script = write`${goTo(dest, desired)}
${setOwnership({ mode: after.mode, owner, group })}
${writeProgram(apply, { variables: { follow, sha256: content.sha256, in_place } })}`;
  return { script: withUpload(script, content), parse: arrived(dest, `write ${dest}`) };
}

/** Only the attributes that differ. */
function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}
