import { posix } from "node:path";
import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Content } from "../../../module/content.ts";
import type { Probe } from "../../../module/contract.ts";
import { lookingAt, read, readProgram, type Script } from "../../../module/script.ts";
import { fields, tail, unexpected, type Fields } from "../script-output.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts, type Ownership } from "../path/ownership.ts";
import { mountPattern, normalPath } from "../path/args.ts";
import { probe } from "./probe.sh.ts";
import { parseStat, unreadable, type PathState } from "../path/state.ts";
import { goTo, lengthFault, parseObstacle, placeOf, type Obstacle, type Walk } from "../path/walk.ts";

/** --diff shows old files up to this size, in bytes. */
export const DIFF_LIMIT = 65_536;

export interface DesiredFile extends Ownership, Walk {
  readonly dest: string;
  readonly follow: boolean;
  readonly unsafe_writes: boolean;
  readonly force: boolean;
  /** Whether to keep a copy of the old file. */
  readonly backup: boolean;
  /** A command that checks the new file, with %s for its path. */
  readonly validate?: string;
  /** The SHA-256 of the file that the content was made from, or `absent`: if another one is there, nothing is replaced. */
  readonly replaces?: string;
  /** A file of the target that has the content, and the mode that a new file gets from it. */
  readonly source?: { readonly path: string; readonly mode: number | undefined };
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
  readonly accounts: MissingAccounts;
  /** What keeps the script from going to the path; then nothing else is known. */
  readonly obstacle: Obstacle | undefined;
}

/** A file of the target that is only read: links are followed, whoever owns them. */
export function reading(path: string): DesiredFile {
  return {
    ...{ dest: path, follow: true, follow_unsafe_links: true },
    ...{ force: true, backup: false, unsafe_writes: true },
  };
}

/** One stat; a digest only if the size is the desired one; the old text only if it differs and is small. */
export function probeFile(desired: DesiredFile, { size, sha256 }: Content): Probe<FileState> {
  const script = probeScript(desired, { size, sha256, limit: DIFF_LIMIT });
  return { script, parse: (answer) => parseFile(desired, answer) };
}

/** The script of a probe for content of that size and digest. Other content comes with the answer if it is smaller than the limit. */
export function probeScript(
  desired: DesiredFile,
  { size, sha256, limit }: { readonly size: number; readonly sha256: string; readonly limit: number },
): Script<"read"> {
  const dest = normalPath(desired.dest);
  const mounts = `^([^ ]+ ){4}${mountPattern(dest)} `;
  const follow = desired.follow ? "yes" : "";
  const script = read`${lookUpAccounts(desired)}
${goTo(dest, desired)}
${readProgram(probe, { variables: { dest, follow, size, sha256, mounts, diff_limit: limit } })}`;
  return lookingAt(script, { ...placeOf(dest), digestIfSize: size });
}

export function parseFile(desired: DesiredFile, answer: Answer): Outcome<FileState> {
  const { dest } = desired;
  const output = fields(answer.stdout);
  const fault = lengthFault(normalPath(dest)) ?? danglingLink(dest, output);
  if (fault) return bad(fault);
  const obstacle = parseObstacle(output);
  const path = obstacle ? "absent" : parseStat(output.get("stat"));
  const parent = obstacle ? "none" : output.get("parent");
  if (output.get("unreadable"))
    return bad(moduleFault("modules/unreadable", { path: dest }, { details: tail(answer.stderr) }));
  if (path === "unreadable") return bad(unreadable(dest, answer));
  if (!path || !isParent(parent)) return unexpected(dest, answer);
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
    accounts: missingAccounts(output),
    obstacle,
  });
}

/** Where a link leads to, if links are followed and the path is one. */
export function targetOf(output: Fields): string | undefined {
  const target = output.get("target");
  return target === undefined ? undefined : posix.normalize(Buffer.from(target, "base64").toString("utf8"));
}

function isParent(parent: string | undefined): parent is FileState["parent"] {
  return parent === "directory" || parent === "locked" || parent === "none" || parent === "other";
}

function danglingLink(path: string, output: Fields): Fault | undefined {
  const target = output.get("leads-to");
  return target === undefined ? undefined : moduleFault("modules/dangling-link", { path, target }, { missing: true });
}

/** Decodes base64; undefined if the bytes are not text. */
export function decodeText(base64: string): string | undefined {
  if (base64 === "") return undefined;
  const bytes = Buffer.from(base64, "base64");
  const text = bytes.toString("utf8");
  return text.includes("\0") || !Buffer.from(text, "utf8").equals(bytes) ? undefined : text;
}
