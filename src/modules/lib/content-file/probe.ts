import { posix } from "node:path";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Content } from "../../../module/content.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, readProgram, type Script } from "../../../module/script.ts";
import { fields, unexpected, type Fields } from "../script-output.ts";
import { accountFault, lookUpAccounts, type Ownership } from "../path/ownership.ts";
import { mountPattern, normalPath } from "../path/args.ts";
import { probe } from "./probe.sh.ts";
import { parseStat, statFile, unreadable, type PathState } from "../path/state.ts";

/** --diff shows old files up to this size, in bytes. */
const DIFF_LIMIT = 65_536;

export interface DesiredFile extends Ownership {
  readonly dest: string;
  readonly follow: boolean;
  readonly unsafe_writes: boolean;
  readonly force: boolean;
}

export interface FileState {
  readonly path: PathState;
  /** Where the symbolic link at `dest` leads to, if links are followed and it is one. */
  readonly target: string | undefined;
  /** `locked`: a folder in which the user can create no file. */
  readonly parent: "directory" | "locked" | "none" | "other";
  /** Whether the path is a symbolic link to a folder. */
  readonly folderLink: boolean;
  readonly mount: boolean;
  readonly accounts: Fault | undefined;
}

/** One stat; a digest only if the size is the desired one; the old text only if it differs and is small. */
export function probeFile(desired: DesiredFile, { size, sha256 }: Content): Probe<FileState> {
  const dest = normalPath(desired.dest);
  const mounts = `^([^ ]+ ){4}${mountPattern(dest)} `;
  const script = read`file=${dest}
${resolve(desired.follow, UNRESOLVED)}
${desired.follow ? PRINT_TARGET : read`:`}
${statFile(false)}
${lookUpAccounts(desired)}
${readProgram(probe, { variables: { dest, size, sha256, mounts, diff_limit: DIFF_LIMIT } })}`;
  return { script, parse: (answer) => parseFile(desired, answer) };
}

/**
 * If symbolic links are followed, `$file` becomes the file that the link leads to, which need not exist; its folder must. Link by link,
 * because not every `readlink -f` accepts a file that does not exist. The dot keeps line breaks at the end of a name.
 */
export function resolve(follow: boolean, otherwise: Script<"read">): Script<"read"> {
  if (!follow) return read`:`;
  return read`named=$file hops=0
while [ -h "$file" ] && [ "$hops" -lt ${MOST_LINKS} ]; do
next=$(readlink -n -- "$file" && echo .) next=$\{next%.} hops=$((hops + 1))
case $next in /*) file=$next ;; *) file=$\{file%/*}/$next ;; esac
done
folder=$\{file%/*}
if [ -h "$file" ] || [ ! -d "$\{folder:-/}" ]; then ${otherwise}; fi`;
}

/** After `resolve`: prints in base64 where the link leads to, if the path is one. */
export const PRINT_TARGET = read`[ "$file" = "$named" ] || printf 'target %s\\n' "$(printf %s "$file" | base64 | tr -d '\\n')"`;

/** Linux follows as many. */
const MOST_LINKS = 40;

/** Prints why the link cannot be followed, if it is one. */
const UNRESOLVED = read`if [ -h "$file" ]; then echo 'loop 1'
elif [ "$file" != "$named" ]; then echo "leads-to $(readlink -- "$named" | head -n 1)"; fi`;

function parseFile(desired: DesiredFile, answer: Answer): Outcome<FileState> {
  const output = fields(answer.stdout);
  const path = output.get("unreadable") ? "unreadable" : parseStat(output.get("stat"));
  const parent = output.get("parent");
  const unresolved = unresolvedLink(desired.dest, output);
  if (unresolved) return bad(unresolved);
  if (path === "unreadable") return bad(unreadable(desired.dest, answer));
  if (!path || !isParent(parent)) return unexpected(desired.dest, answer);
  const sha256 = output.get("sha256");
  const text = decodeText(output.rest);
  const full =
    typeof path === "string" ? path : { ...path, ...(sha256 && { sha256 }), ...(text !== undefined && { text }) };
  return good({
    path: full,
    target: targetOf(output),
    parent,
    folderLink: output.get("folder-link") === "1",
    mount: output.get("mount") === "1",
    accounts: accountFault(desired, output),
  });
}

/** What `PRINT_TARGET` printed. */
export function targetOf(output: Fields): string | undefined {
  const target = output.get("target");
  return target === undefined ? undefined : posix.normalize(Buffer.from(target, "base64").toString("utf8"));
}

function isParent(parent: string | undefined): parent is FileState["parent"] {
  return parent === "directory" || parent === "locked" || parent === "none" || parent === "other";
}

function unresolvedLink(path: string, output: Fields): Fault | undefined {
  if (output.get("loop")) return moduleFault("modules/link-loop", { path });
  const target = output.get("leads-to");
  return target === undefined ? undefined : moduleFault("modules/dangling-link", { path, target }, { missing: true });
}

/** Decodes base64; undefined if the bytes are not text. */
function decodeText(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? undefined : text;
}
