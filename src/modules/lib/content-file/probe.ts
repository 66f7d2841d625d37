import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Content } from "../../../module/content.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, readProgram, type Script } from "../../../module/script.ts";
import { fields, unexpected } from "../script-output.ts";
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
  readonly parent: "directory" | "none" | "other";
  readonly mount: boolean;
  readonly accounts: Fault | undefined;
}

/** One stat; a digest only if the size is the desired one; the old text only if it differs and is small. */
export function probeFile(desired: DesiredFile, { size, sha256 }: Content): Probe<FileState> {
  const dest = normalPath(desired.dest);
  const mounts = `^([^ ]+ ){4}${mountPattern(dest)} `;
  const script = read`file=${dest}
${resolve(desired.follow)}
${statFile(false)}
${lookUpAccounts(desired)}
${readProgram(probe, { variables: { size, sha256, mounts, diff_limit: DIFF_LIMIT } })}`;
  return { script, parse: (answer) => parseFile(desired, answer) };
}

/** If symbolic links are followed, `$file` becomes the file that the link leads to. */
export function resolve(follow: boolean): Script<"read"> {
  return follow ? read`[ ! -h "$file" ] || file=$(readlink -f -- "$file") || exit` : read`:`;
}

function parseFile(desired: DesiredFile, answer: Answer): Outcome<FileState> {
  const output = fields(answer.stdout);
  const path = output.get("unreadable") ? "unreadable" : parseStat(output.get("stat"));
  const parent = output.get("parent");
  if (path === "unreadable") return bad(unreadable(desired.dest, answer));
  if (!path || (parent !== "directory" && parent !== "none" && parent !== "other"))
    return unexpected(desired.dest, answer);
  const sha256 = output.get("sha256");
  const text = decodeText(output.rest);
  const full =
    typeof path === "string" ? path : { ...path, ...(sha256 && { sha256 }), ...(text !== undefined && { text }) };
  return good({ path: full, parent, mount: output.get("mount") === "1", accounts: accountFault(desired, output) });
}

/** Decodes base64; undefined if the bytes are not text. */
function decodeText(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? undefined : text;
}
