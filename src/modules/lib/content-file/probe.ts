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

/** One stat; a digest only if the size is the desired one; the old text only if it differs and is small. */
export function probeFile(wanted: WantedFile, { size, sha256 }: Content): Probe<FileState> {
  const dest = normalPath(wanted.dest);
  const mounts = `^([^ ]+ ){4}${mountPattern(dest)} `;
  const script = read`file=${dest}
${resolve(wanted.follow)}
${statFile(false)}
${lookUpAccounts(wanted)}
${readProgram(probe, { variables: { size, sha256, mounts, diff_limit: DIFF_LIMIT } })}`;
  return { script, parse: (answer) => parseFile(wanted, answer) };
}

/** If symbolic links are followed, `$file` becomes the file that the link leads to. */
export function resolve(follow: boolean): Script<"read"> {
  return follow ? read`[ ! -h "$file" ] || file=$(readlink -f -- "$file") || exit` : read`:`;
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
