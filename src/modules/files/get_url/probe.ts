import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Probe } from "../../../module/contract.ts";
import { read, readProgram } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { lookUpAccounts, missingAccounts, type MissingAccounts } from "../../lib/path/ownership.ts";
import { parseStat, unreadable, type PathState } from "../../lib/path/state.ts";
import { goTo, lengthFault, parseObstacle, type Obstacle } from "../../lib/path/walk.ts";
import { fields, tail, unexpected } from "../../lib/script-output.ts";
import { checksumOf, nameOf, type GetUrlArgs } from "./args.ts";
import { probe } from "./probe.sh.ts";

export interface DownloadState {
  /** What can download. `busybox` can hide no argument and checks no certificate. */
  readonly program: "curl" | "wget" | "busybox" | "none";
  /** Whether `dest` is a folder, or a link to one. Then `file` and `parent` are about the file in it. */
  readonly isInto: boolean;
  readonly file: PathState;
  /** The file's digest, if `checksum` names an algorithm. */
  readonly digest: string | undefined;
  readonly parent: "directory" | "locked" | "none" | "other";
  readonly accounts: MissingAccounts;
  readonly obstacle: Obstacle | undefined;
}

export function probeDownload(args: GetUrlArgs): Probe<DownloadState> {
  const dest = normalPath(args.dest);
  const is_folder = namesFolder(args) ? "yes" : "";
  const variables = { dest, leaf: nameOf(args.url), is_folder, algorithm: checksumOf(args)?.algorithm ?? "" };
  const script = read`${lookUpAccounts(args)}\n${goTo(dest, args)}\n${readProgram(probe, { variables })}`;
  return { script, parse: (answer) => parse(dest, answer) };
}

/** Whether `dest` can only be a folder. */
export const namesFolder = ({ dest }: Pick<GetUrlArgs, "dest">) => /[/]\.?$/.test(dest);

function parse(dest: string, answer: Answer): Outcome<DownloadState> {
  const output = fields(answer.stdout);
  const fault = lengthFault(dest);
  if (fault) return bad(fault);
  const obstacle = parseObstacle(output);
  const file = parseStat(output.get("stat"));
  const parent = obstacle ? "none" : output.get("parent");
  const program = output.get("program");
  if (file === "unreadable") return bad(unreadable(dest, answer));
  if (output.get("unreadable"))
    return bad(moduleFault("modules/unreadable", { path: dest }, { details: tail(answer.stderr) }));
  if (!file || !isParent(parent) || !isProgram(program)) return unexpected(dest, answer);
  const isInto = output.get("into") === "1";
  return good({
    program,
    isInto,
    file,
    digest: output.get("digest"),
    parent,
    accounts: missingAccounts(output),
    obstacle,
  });
}

function isParent(text: string | undefined): text is DownloadState["parent"] {
  return text === "directory" || text === "locked" || text === "none" || text === "other";
}

function isProgram(text: string | undefined): text is DownloadState["program"] {
  return text === "curl" || text === "wget" || text === "busybox" || text === "none";
}
