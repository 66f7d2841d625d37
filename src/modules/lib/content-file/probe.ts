import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Content } from "../../../module/content.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, type Script } from "../../../module/script.ts";
import { fields, unexpected } from "../script-output.ts";
import { accountFault, lookUpAccounts, type Ownership } from "../path/ownership.ts";
import { mountPattern, normalPath } from "../path/args.ts";
import { parseStat, statFile, unreadable, type PathState } from "../path/state.ts";

/** Old texts up to this size are shown by --diff. */
const DIFF_LIMIT = 65_536;

export interface WantedFile extends Ownership {
  readonly dest: string;
  readonly follow: boolean;
  readonly unsafe_writes: boolean;
  readonly force: boolean;
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
export function resolve(follow: boolean): Script<"read"> {
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

/** The text that base64 carried, unless it is no text. */
function decodeText(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? undefined : text;
}
