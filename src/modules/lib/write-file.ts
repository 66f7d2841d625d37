import { moduleFault } from "../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Answer } from "../../module/answer.ts";
import type { Content } from "../../module/content.ts";
import type { Apply, Decision, Predicted, Probe } from "../../module/contract.ts";
import { read, withUpload, write, type Script } from "../../module/script.ts";
import { fields, unexpected, worked } from "./answers.ts";
import { accountFault, lookUpAccounts, owned, ownershipChanges, setOwnership, type Ownership } from "./ownership.ts";
import { mountPattern, normalPath, parentOf, showMode } from "./path-args.ts";
import { parseStat, statFile, toValue, withPredicted, type PathState, type Present } from "./path-state.ts";

/** Old texts up to this size are shown by --diff. */
const DIFF_LIMIT = 65_536;
const DEFAULT_MODE = 0o644;

export interface WantedFile extends Ownership {
  readonly dest: string;
  readonly follow: boolean;
  readonly unsafe_writes: boolean;
}

export interface FileState {
  readonly path: PathState;
  readonly parent: "directory" | "none" | "other";
  readonly mount: boolean;
  readonly accounts: Fault | undefined;
}

/** One stat; a digest only where the size is the wanted one; the old text only where it differs and is small. */
export function probeFile(wanted: WantedFile, content: Content): Probe<FileState> {
  const dest = normalPath(wanted.dest);
  const { size, sha256 } = content;
  const script = read`f=${dest}
${resolve(wanted.follow)}
${statFile(false)}
${lookUpAccounts(wanted)}
d=$\{f%/*}
if [ -d "$\{d:-/}" ]; then echo 'parent directory'
elif [ -e "$d" ] || [ -h "$d" ]; then echo 'parent other'
else echo 'parent none'; fi
IFS=:; set -f; set -- $s; unset IFS
h=
case $1 in 8???)
[ "$4" != ${size} ] || { h=$(sha256sum <"$f") && h=$\{h%% *}; } || { echo 'unreadable 1'; exit 0; }
[ -z "$h" ] || echo "sha256 $h"
if [ "$h" != ${sha256} ]; then
grep -qE ${`^([^ ]+ ){4}${mountPattern(dest)} `} /proc/self/mountinfo 2>/dev/null && echo 'mount 1'
[ "$4" -ge ${DIFF_LIMIT} ] || { echo; base64 <"$f"; }
fi
esac
:`;
  return { script, parse: (answer) => parseFile(wanted, answer) };
}

/** Where a symbolic link is followed, `$f` becomes the file that it leads to. */
function resolve(follow: boolean): Script<"read"> {
  return follow ? read`[ ! -h "$f" ] || f=$(readlink -f -- "$f") || exit` : read`:`;
}

function parseFile(wanted: WantedFile, answer: Answer): Outcome<FileState> {
  const said = fields(answer.stdout);
  const path = said.get("unreadable") ? "unreadable" : parseStat(said.get("stat"));
  const parent = said.get("parent");
  if (path === "unreadable") return bad(unreadable(wanted.dest, answer));
  if (!path || (parent !== "directory" && parent !== "none" && parent !== "other"))
    return unexpected(wanted.dest, answer);
  const sha256 = said.get("sha256");
  const text = decodeText(said.rest);
  const full =
    typeof path === "string" ? path : { ...path, ...(sha256 && { sha256 }), ...(text !== undefined && { text }) };
  return good({ path: full, parent, mount: said.get("mount") === "1", accounts: accountFault(wanted, said) });
}

function unreadable(path: string, { stderr }: Answer): Fault {
  return moduleFault("modules/unreadable", { path }, { details: stderr.trimEnd().split("\n") });
}

/** The text that base64 carried, unless it is no text. */
function decodeText(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? undefined : text;
}

export function decideFile(wanted: WantedFile, content: Content, state: FileState, predicted: Predicted): Decision {
  const dest = normalPath(wanted.dest);
  const current = withPredicted(state.path, predicted, dest);
  if (current instanceof Unknown) return { changes: [], result: { dest }, unpredictable: current.reason };
  const fault = state.accounts ?? obstacle(wanted, dest, state, current, predicted);
  if (fault) return { changes: [], result: { dest }, fault };
  const old = typeof current === "object" && current.kind === "file" ? current : undefined;
  const after = wantedFile(wanted, content, old);
  const result = resultOf(dest, after);
  const attributes = old ? ownershipChanges(old, after) : [];
  const same = old?.sha256 === content.sha256;
  if (same && attributes.length === 0) return { changes: [], result };
  const summary = same ? `set ${attributes.join(", ")} of ${dest}` : `${old ? "replace" : "write"} ${dest}`;
  const change = {
    resource: { kind: "path", name: dest },
    summary,
    before: toValue(current),
    after: toValue(after),
  } as const;
  return { changes: [change], result, ...(!same && inPlace(wanted, state) && { warnings: [IN_PLACE(dest)] }) };
}

const IN_PLACE = (dest: string) => `${dest} is a mount point and is written in place: a reader may see half of it`;
const inPlace = (wanted: WantedFile, state: FileState) => state.mount && wanted.unsafe_writes;

function obstacle(
  wanted: WantedFile,
  path: string,
  state: FileState,
  current: PathState,
  predicted: Predicted,
): Fault | undefined {
  if (typeof current === "object") {
    if (current.kind === "directory") return moduleFault("modules/is-directory", { path });
    if (current.kind === "other")
      return moduleFault("modules/other-type", { path, is: "device, socket or pipe", wanted: "file" });
    return state.mount && !wanted.unsafe_writes ? moduleFault("modules/mount-point", { path }) : undefined;
  }
  const parent = parentOf(path);
  const above = withPredicted(state.parent === "directory" ? { kind: "directory" } : "absent", predicted, parent);
  if (above instanceof Unknown) return undefined;
  if (typeof above === "object" && above.kind === "directory") return undefined;
  if (typeof above === "object" || state.parent === "other")
    return moduleFault("modules/parent-not-directory", { path, parent });
  return moduleFault("modules/no-parent", { path, parent }, { missing: true });
}

function wantedFile(wanted: WantedFile, { size, sha256, text }: Content, old: Present | undefined): Present {
  const { text: _old, ...kept } = old ?? { mode: DEFAULT_MODE };
  return owned({ ...kept, kind: "file", size, sha256, ...(text !== undefined && { text }) }, wanted);
}

function resultOf(dest: string, { mode, size = 0, sha256 = "", owner, group }: Present) {
  const named = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
  return { dest, mode: showMode(mode ?? DEFAULT_MODE), size, sha256, ...named };
}

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
  const script = write`${start}
fail() { rm -f -- "$t"; printf '%s\\n' "$1" >&2; exit 1; }
o=$f
tmp "$f" || exit
f=$t
(umask 077; set -C; cat >"$t") || fail 'the bytes cannot be stored'
[ "$(wc -c <"$t")" -eq ${content.size} ] || fail 'not as many bytes arrived as were sent'
h=$(sha256sum <"$t")
[ "$\{h%% *}" = ${content.sha256} ] || fail 'other bytes arrived than were sent'
( ${setOwnership({ mode: after.mode, owner, group })} ) || fail 'owner or mode cannot be set'
sync -- "$t" 2>/dev/null || sync
${inPlace(wanted, state) ? IN_PLACE_STEP : RENAME_STEP}`;
  return { script: withUpload(script, content), parse: worked(`write ${dest}`) };
}

const RENAME_STEP = write`mv -fT -- "$t" "$o" || fail 'the new file cannot take its name'`;
const IN_PLACE_STEP = write`cat -- "$t" >"$o" || fail 'the file cannot be written in place'
f=$o
rm -f -- "$t"`;

/** What of mode and owner is to be set: the rest is right already. */
function changedOnly(before: Present, after: Present) {
  return {
    mode: before.mode === after.mode ? undefined : after.mode,
    owner: before.owner === after.owner ? undefined : after.owner,
    group: before.group === after.group ? undefined : after.group,
  };
}
