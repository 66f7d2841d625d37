import type { Content } from "../../../module/content.ts";
import type { Apply } from "../../../module/contract.ts";
import { withUpload, write } from "../../../module/script.ts";
import { worked } from "../script-output.ts";
import { inPlace, wantedFile } from "./decide.ts";
import { setOwnership } from "../path/ownership.ts";
import { normalPath } from "../path/args.ts";
import type { Present } from "../path/state.ts";
import { resolve, type FileState, type WantedFile } from "./probe.ts";

/** The bytes go to a temporary file in the same folder, are checked there, and take the old name in one step. */
export function applyFile(wanted: WantedFile, content: Content, state: FileState): Apply {
  const dest = normalPath(wanted.dest);
  const old = typeof state.path === "object" && state.path.kind === "file" ? state.path : undefined;
  const start = write`f=${dest}\n${resolve(wanted.follow)}`;
  const after = wantedFile(wanted, content, old);
  if (old?.sha256 === content.sha256) {
    const script = write`${start}\n${setOwnership(changedOnly(old, after))}`;
    return { script, parse: worked(`set the attributes of ${dest}`) };
  }
  const owner = wanted.owner ?? (old && String(old.uid));
  const group = wanted.group ?? (old && String(old.gid));
  const attributes = setOwnership({ mode: after.mode, owner, group });
  const script = write`${start}
fail() { rm -f -- "$t"; printf '%s\\n' "$1" >&2; exit 1; }
o=$f
tmp "$f" || exit
f=$t
(umask 077; set -C; cat >"$t") || fail 'the bytes cannot be stored'
[ "$(wc -c <"$t")" -eq ${content.size} ] || fail 'not as many bytes arrived as were sent'
h=$(sha256sum <"$t")
[ "$\{h%% *}" = ${content.sha256} ] || fail 'other bytes arrived than were sent'
( ${attributes} ) || fail 'owner or mode cannot be set'
sync -- "$t" 2>/dev/null || sync
${inPlace(wanted, state) ? write`${IN_PLACE_STEP}\nf=$o\n${attributes}` : RENAME_STEP}`;
  return { script: withUpload(script, content), parse: worked(`write ${dest}`) };
}

/** Some `mv` refuse to replace a link to a folder, so such a link is taken away first. */
const RENAME_STEP = write`mv -fT -- "$t" "$o" || { [ -h "$o" ] && rm -f -- "$o" && mv -fT -- "$t" "$o"; } || fail 'the new file cannot take its name'`;
const IN_PLACE_STEP = write`cat -- "$t" >"$o" || fail 'the file cannot be written in place'
rm -f -- "$t"`;

/** What of mode and owner is to be set: the rest is right already. */
function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}
