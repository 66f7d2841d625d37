import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { BACKUP_LATER } from "../../lib/content-file/decide.ts";
import { normalPath, parentOf, showMode } from "../../lib/path/args.ts";
import { accountFault, ownershipChanges, withOwnership } from "../../lib/path/ownership.ts";
import { toValue, withPredicted, type PathState, type Present } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import { checksumOf, nameOf, type GetUrlArgs } from "./args.ts";
import { argsFault, programFault, shown } from "./faults.ts";
import { namesFolder, type DownloadState } from "./probe.ts";

export function decideDownload(args: GetUrlArgs, state: DownloadState, predicted: Predicted): Decision {
  const url = shown(args.url);
  const path = pathOf(args, state, predicted);
  if (path instanceof Unknown) return { changes: [], result: { url }, unpredictable: path.reason };
  const current = withPredicted(stateAt(path, args, state), predicted, path);
  const result = { url, dest: path };
  if (current instanceof Unknown) return { changes: [], result, unpredictable: current.reason };
  const fault =
    argsFault(args) ??
    accountFault(args, state.accounts, predicted) ??
    (state.obstacle && obstacleFault(path, state.obstacle, predicted)) ??
    pathFault(path, current, parentAt(path, args, state, predicted));
  if (fault) return { changes: [], result, fault };
  const old = typeof current === "object" ? current : undefined;
  const needed = old ? compare(args, old, state) : "download";
  if (needed === "nothing") return keep(args, old ?? { kind: "file" }, result);
  const missing =
    programFault(args, state.program) ??
    (isProbed(path, args, state) ? lockedFault(path, state, predicted) : undefined);
  if (missing) return { changes: [], result, fault: missing };
  return download(args, old, result, needed);
}

/** The file's path: in `dest` if that is a folder, or will be one. */
function pathOf(args: GetUrlArgs, state: DownloadState, predicted: Predicted): string | Unknown {
  const dest = normalPath(args.dest);
  const inFolder = `${dest === "/" ? "" : dest}/${nameOf(args.url)}`;
  if (namesFolder(args)) return inFolder;
  const now = state.isInto ? ({ kind: "directory" } as const) : state.file;
  const later = withPredicted(now, predicted, dest);
  if (later instanceof Unknown) return later;
  if (typeof later === "object" && later.kind === "link" && later !== now)
    return new Unknown(`it is not known what the symbolic link ${dest} will lead to`);
  return typeof later === "object" && later.kind === "directory" ? inFolder : dest;
}

/** Whether the probe has looked at this path: it has not if an earlier task would make a folder of `dest`, or remove it. */
const isProbed = (path: string, args: GetUrlArgs, state: DownloadState) =>
  (path === normalPath(args.dest)) !== (state.isInto || namesFolder(args));

const stateAt = (path: string, args: GetUrlArgs, state: DownloadState): PathState =>
  isProbed(path, args, state) ? state.file : "absent";

function parentAt(path: string, args: GetUrlArgs, state: DownloadState, predicted: Predicted) {
  const isFolder = isProbed(path, args, state) && ["directory", "locked"].includes(state.parent);
  return withPredicted(isFolder ? { kind: "directory" } : "absent", predicted, parentOf(path));
}

function pathFault(path: string, current: PathState, above: PathState | Unknown): Fault | undefined {
  if (typeof current === "object") {
    if (current.kind === "file") return undefined;
    if (current.kind === "directory") return moduleFault("modules/is-directory", { path, isLink: false });
    const actual = current.kind === "link" ? "symbolic link" : "device, socket or pipe";
    return moduleFault("modules/other-type", { path, actual, desired: "file" });
  }
  if (above instanceof Unknown) return undefined;
  const parent = parentOf(path);
  if (typeof above !== "object") return moduleFault("modules/no-parent", { path, parent }, { missing: true });
  return above.kind === "directory" ? undefined : moduleFault("modules/parent-not-directory", { path, parent });
}

/** An earlier task may change the folder's owner or mode. */
function lockedFault(path: string, state: DownloadState, predicted: Predicted): Fault | undefined {
  if (state.parent !== "locked") return undefined;
  const parent = parentOf(path);
  const later = predicted.get({ kind: "path", name: parent }) !== undefined;
  return moduleFault("modules/not-writable", { path, parent }, { missing: later });
}

/** `maybe`: only the server knows. */
type Needed = "nothing" | "download" | "maybe";

function compare(args: GetUrlArgs, old: Present, state: DownloadState): Needed {
  const checksum = checksumOf(args);
  if (!checksum) return args.force ? "maybe" : "nothing";
  if (checksum.list !== "") return "maybe";
  const found = old === state.file ? state.digest : checksum.algorithm === "sha256" ? old.sha256 : undefined;
  if (found === undefined) return "maybe";
  return found === checksum.digest ? "nothing" : "download";
}

/** The file's content stays. */
function keep(args: GetUrlArgs, old: Present, result: ValueMap & { dest: string }): Decision {
  const after = withOwnership(old, args);
  const attributes = ownershipChanges(old, after);
  const all = { ...result, ...shownFile(after) };
  if (attributes.length === 0) return { changes: [], result: all };
  const change = {
    resource: { kind: "path", name: result.dest },
    summary: `set ${attributes.join(", ")} of ${result.dest}`,
    before: toValue(old),
    after: toValue(after),
  } as const;
  return { changes: [change], result: all };
}

function download(
  args: GetUrlArgs,
  old: Present | undefined,
  result: ValueMap & { dest: string },
  needed: Needed,
): Decision {
  const path = result.dest;
  const after = newFile(args, old);
  const change = {
    resource: { kind: "path", name: path },
    summary: `download ${shown(args.url)} to ${path}`,
    before: toValue(old ?? "absent"),
    after: toValue(after),
  } as const;
  const unknown = new Unknown(`${path} has not been downloaded`);
  const all = { ...result, size: unknown, sha256: unknown, ...shownFile(after) };
  const backup = args.backup && old && needed === "download" && { backup_file: BACKUP_LATER };
  const unpredictable = `whether the content of ${path} changes shows only the download`;
  return { changes: [change], result: { ...all, ...backup }, ...(needed === "maybe" && { unpredictable }) };
}

/** The file as it will be. Its size is not known before. */
export function newFile(args: GetUrlArgs, old: Present | undefined): Present {
  const { mode = 0o644, uid, gid, owner, group } = old ?? {};
  const checksum = checksumOf(args);
  const sha256 = checksum?.algorithm === "sha256" && checksum.digest !== "" ? checksum.digest : undefined;
  const file: Present = {
    kind: "file",
    mode,
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(sha256 !== undefined && { sha256 }),
  };
  return withOwnership(file, args);
}

function shownFile({ mode, owner, group, size, sha256 }: Present): ValueMap {
  return {
    ...(mode !== undefined && { mode: showMode(mode) }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(size !== undefined && { size }),
    ...(sha256 !== undefined && { sha256 }),
  };
}
