import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { lookingAt, read, readProgram } from "../../module/script.ts";
import { targetOf } from "../lib/content-file/probe.ts";
import { ancestorsOf, mountPattern, normalPath, parentOf } from "../lib/path/args.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts } from "../lib/path/ownership.ts";
import { type PathState, parseStat, unreadable } from "../lib/path/state.ts";
import { goTo, lengthFault, parseObstacle, placeOf, type Obstacle } from "../lib/path/walk.ts";
import { fields, unexpected } from "../lib/script-output.ts";
import { followsLink, type PathArgs } from "./args.ts";
import { probe } from "./probe.sh.ts";
import { listing, parseTree, type Tree } from "./tree.ts";

export interface FoundPath {
  readonly path: PathState;
  /** The missing parent folders, nearest first. */
  readonly missing: readonly string[];
  /** The nearest existing ancestor, if it is not a folder. */
  readonly blocked: string | undefined;
  /** Whether nothing can be created or removed in the nearest existing folder above the path. */
  readonly locked: boolean;
  /** Where the path really is, if its folders' names contain symbolic links. */
  readonly real?: string | undefined;
  readonly mounted: boolean;
  readonly accounts: MissingAccounts;
  /** What the folder contains besides the names that it may contain. */
  readonly others: readonly Entry[];
  /** Where the symbolic link at the path leads to, if it is followed and one. */
  readonly target?: string | undefined;
  /** The file that a hard link is to name. */
  readonly source?: PathState | undefined;
  /** Whether the path is that file already. */
  readonly isSame?: boolean;
  /** Whether the path is a folder that is not empty. */
  readonly filled?: boolean;
  /** As YYYYMMDDhhmm.ss in the target's time zone, if they were asked for. */
  readonly times?: { readonly accessed: string | undefined; readonly modified: string | undefined };
  /** With `recurse`: what the folder contains and may have to be changed. */
  readonly tree?: Tree | undefined;
  /** What keeps the script from going to the path, other than missing folders; then nothing else is known. */
  readonly obstacle?: Obstacle | undefined;
}

/** A name in a folder: any bytes but a slash. */
export interface Entry {
  /** As text, as far as the bytes are text. */
  readonly name: string;
  /** The bytes, as `printf` takes them: \\141\\142. */
  readonly octal: string;
}

export function probePath(args: PathArgs): Probe<FoundPath> {
  const path = normalPath(args.path);
  const folders = ancestorsOf(path);
  const removes = args.state === "absent" || args.exclusive !== undefined;
  const mounts = removes ? `^([^ ]+ ){4}${mountPattern(path)}[ /]` : "";
  const variables = { file: path, mounts, count: folders.length, ...namesIn(args), ...wishes(args) };
  const script = read`${lookUpAccounts(args)}
${goTo(path, args)}
${listing(args)}
${readProgram(probe, { variables })}`;
  return { script: lookingAt(script, placeOf(path)), parse: (answer) => parse(args, folders, answer) };
}

function namesIn({ exclusive }: PathArgs): { exclusive: string; kept: string } {
  return { exclusive: exclusive === undefined ? "" : "1", kept: (exclusive ?? []).join("\n") };
}

function wishes(args: PathArgs) {
  const { state, src = "", access_time, modification_time } = args;
  const source = state === "hard" && src.startsWith("/") ? normalPath(src) : "";
  return {
    follow: followsLink(args) ? "yes" : "",
    source_folder: source === "" ? "" : parentOf(source),
    source_name: source.slice(source.lastIndexOf("/") + 1),
    replaced: state === "link" ? "yes" : "",
    times: (access_time ?? modification_time) === undefined ? "" : "yes",
  };
}

/** `2026-12-31 23:59:59.123 +0000` becomes `202612312359.59`. */
function parseTimes(line = "") {
  const [accessed, modified] = line.split("/").map((time) => {
    const digits = time.slice(0, 19).replace(/\D/g, "");
    return digits.length === 14 ? `${digits.slice(0, 12)}.${digits.slice(12)}` : undefined;
  });
  return { accessed, modified };
}

function parseEntry(base64: string): Entry {
  const bytes = Buffer.from(base64, "base64");
  return {
    name: bytes.toString(),
    octal: [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join(""),
  };
}

function parse(args: PathArgs, folders: readonly string[], answer: Answer): Outcome<FoundPath> {
  const output = fields(answer.stdout);
  const stat = parseStat(output.get("stat"));
  const tooLong = lengthFault(normalPath(args.path));
  if (tooLong) return bad(tooLong);
  if (!stat || !output.get("missing")) return unexpected(args.path, answer);
  if (stat === "unreadable" || output.get("unlisted") === "1") return bad(unreadable(args.path, answer));
  const tree = parseTree(args, output, answer);
  if (!tree.ok) return tree;
  const source = output.get("source");
  const blocked = output.get("blocked");
  return good({
    path: typeof stat === "object" && stat.kind === "link" ? { ...stat, target: output.rest } : stat,
    missing: folders.slice(0, Number(output.get("missing"))),
    blocked: blocked === undefined ? undefined : folders[Number(blocked)],
    locked: output.get("locked") === "1",
    real: output.get("real"),
    mounted: output.get("mounted") === "1",
    accounts: missingAccounts(output),
    others: output.all("entry").map(parseEntry),
    target: targetOf(output),
    source: source === undefined ? undefined : parseStat(source),
    isSame: output.get("same") === "1",
    filled: output.get("filled") === "1",
    times: parseTimes(output.get("times")),
    tree: tree.value,
    obstacle: parseObstacle(output),
  });
}
