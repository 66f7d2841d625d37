import { fileFault } from "../../errors/catalogue/files.ts";
import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Predicted } from "../../module/contract.ts";
import { write, type Script } from "../../module/script.ts";
import { normalPath, parentOf } from "../lib/path/args.ts";
import { withOwnership } from "../lib/path/ownership.ts";
import { withPredicted, type PathState, type Present } from "../lib/path/state.ts";
import type { PathArgs, StatedArgs } from "./args.ts";
import type { FoundPath } from "./probe.ts";

export const NAMES = {
  file: "file",
  directory: "folder",
  link: "symbolic link",
  other: "device, socket or pipe",
} as const;

/** Why a link may not take the place of what is at its path. */
export function inTheWay(args: StatedArgs, path: string, current: PathState, found: FoundPath): Fault | undefined {
  if (typeof current === "string") return undefined;
  const isHard = args.state === "hard";
  if (isHard ? found.isSame === true : current.kind === "link") return undefined;
  const isFolder = current.kind === "directory";
  if (isFolder && !isHard && found.filled !== true) return undefined;
  if (args.force && !isFolder) return undefined;
  const actual = isFolder && args.force && !isHard ? "folder that is not empty" : NAMES[current.kind];
  return fileFault("modules/in-the-way", { path, actual, force: !args.force && !isFolder });
}

/** A path that becomes another name of the file `src`: as that file, with the attributes. */
export function hardLinked(args: PathArgs, found: FoundPath, predicted: Predicted): Present | Unknown {
  const src = normalPath(args.src ?? "");
  const now = withPredicted(found.source ?? "absent", predicted, src);
  if (now instanceof Unknown) return now;
  return typeof now === "object" ? withOwnership(now, args) : { kind: "file" };
}

/** Why there is no file that a hard link could name. */
export function sourceFault(
  { state, src = "" }: StatedArgs,
  found: FoundPath,
  predicted: Predicted,
): Fault | undefined {
  if (state !== "hard") return undefined;
  const path = normalPath(src);
  const now = withPredicted(found.source ?? "absent", predicted, path);
  if (now instanceof Unknown) return undefined;
  if (typeof now === "string") return moduleFault("modules/no-file", { path }, { missing: true });
  return now.kind === "file"
    ? undefined
    : moduleFault("modules/other-type", { path, actual: NAMES[now.kind], desired: "file" });
}

/** Makes the other name in the stage, where it can only be the file that was opened. */
export function hardLink(given: string, folder: Script<"write">): Script<"write"> {
  const src = normalPath(given);
  const name = src.slice(src.lastIndexOf("/") + 1);
  return write`enter ${parentOf(src)} || refuse
unmoved || refuse
[ -f ./${name} ] && [ ! -h ./${name} ] && exec 5<./${name} || fail 'The file that is to get another name cannot be opened.'
${folder}
enter_stage
ln -- ${src} "$new" || fail 'The hard link cannot be created.'
[ ! -h "$new" ] && [ "$new" -ef /proc/self/fd/5 ] || fail 'The file was replaced while the task ran.'
exec 5<&-
file=$new
set_attributes || fail 'Owner or mode cannot be set.'
take_name "$name"
leave_stage`;
}
