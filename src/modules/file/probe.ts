import { type Outcome, bad, good } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Probe } from "../../module/contract.ts";
import { read, readProgram } from "../../module/script.ts";
import { ancestorsOf, mountPattern, normalPath } from "../lib/path/args.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts } from "../lib/path/ownership.ts";
import { type PathState, parseStat, unreadable } from "../lib/path/state.ts";
import { goTo, lengthFault, parseObstacle, type Obstacle } from "../lib/path/walk.ts";
import { fields, unexpected } from "../lib/script-output.ts";
import type { PathArgs } from "./args.ts";
import { probe } from "./probe.sh.ts";

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
  const script = read`${lookUpAccounts(args)}
${goTo(path, args)}
${readProgram(probe, { variables: { file: path, mounts, count: folders.length, ...namesIn(args) } })}`;
  return { script, parse: (answer) => parse(args, folders, answer) };
}

function namesIn({ exclusive }: PathArgs): { exclusive: string; kept: string } {
  return { exclusive: exclusive === undefined ? "" : "1", kept: (exclusive ?? []).join("\n") };
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
    obstacle: parseObstacle(output),
  });
}
