import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Content } from "../../../module/content.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { accountFault, withOwnership, ownershipChanges } from "../path/ownership.ts";
import { normalPath, parentOf, showMode } from "../path/args.ts";
import { toValue, withPredicted, type PathState, type Present } from "../path/state.ts";
import { obstacleFault } from "../path/walk.ts";
import type { FileState, DesiredFile } from "./probe.ts";

const DEFAULT_MODE = 0o644;

export function decideFile(desired: DesiredFile, content: Content, state: FileState, predicted: Predicted): Decision {
  const dest = normalPath(desired.dest);
  const path = writtenPath(dest, state, predicted);
  const current = withPredicted(state.path, predicted, path);
  if (current instanceof Unknown) return { changes: [], result: { dest }, unpredictable: current.reason };
  if (typeof current === "object" && current.kind === "link" && current !== state.path) {
    return {
      changes: [],
      result: { dest },
      unpredictable: `it is not known what the symbolic link ${dest} will lead to`,
    };
  }
  const blocked = state.obstacle && obstacleFault(dest, state.obstacle, predicted);
  const fault =
    accountFault(desired, state.accounts, predicted) ?? blocked ?? obstacle(desired, path, state, current, predicted);
  if (fault) return { changes: [], result: { dest }, fault };
  const old = typeof current === "object" && current.kind === "file" ? current : undefined;
  if (typeof current === "object" && !desired.force)
    return { changes: [], result: old ? resultOf(dest, old) : { dest } };
  const after = desiredFile(desired, content, old);
  const result = resultOf(dest, after);
  const attributes = old ? ownershipChanges(old, after) : [];
  const same = old !== undefined && (old.sha256 === content.sha256 || isSameText(old, content));
  if (!same && state.parent === "locked" && !inPlace(desired, state)) return locked(path, dest, predicted);
  if (same && attributes.length === 0) return { changes: [], result };
  const summary = same ? `set ${attributes.join(", ")} of ${path}` : `${old ? "replace" : "write"} ${path}`;
  const change = {
    resource: { kind: "path", name: path },
    summary,
    before: toValue(same ? { ...old, ...(content.text !== undefined && { text: content.text }) } : current),
    after: toValue(after),
  } as const;
  const backup = desired.backup && !same && old !== undefined && { backup_file: BACKUP_LATER };
  return {
    changes: [change],
    result: { ...result, ...backup },
    ...(!same && inPlace(desired, state) && { warnings: [inPlaceWarning(dest)] }),
  };
}

/** A prediction may have a text without a digest. */
const isSameText = ({ text }: Present, content: Content) => text !== undefined && text === content.text;

/** The field `backup_file` before there is a copy. */
export const BACKUP_LATER = new Unknown("the name of the copy has the time of the change");

/** The path that gets the content: what the link at `dest` leads to, unless an earlier task replaces the link. */
export function writtenPath(
  dest: string,
  { target }: { readonly target?: string | undefined },
  predicted: Predicted,
): string {
  const link: PathState = { kind: "link" };
  return target !== undefined && withPredicted(link, predicted, dest) === link ? target : dest;
}

/** An earlier task may change the folder's owner or mode. */
function locked(path: string, dest: string, predicted: Predicted): Decision {
  const parent = parentOf(path);
  const later = predicted.get({ kind: "path", name: parent }) !== undefined;
  const fault = moduleFault("modules/not-writable", { path, parent }, { missing: later });
  return { changes: [], result: { dest }, fault };
}

const inPlaceWarning = (dest: string) =>
  `${dest} is a mount point and is written in place: a reader may see half of it.`;

/** Whether the file must be overwritten, because a mount point cannot be replaced. */
export const inPlace = (desired: DesiredFile, state: FileState) => state.mount && desired.unsafe_writes;

/** What is in the way of a file at this path. */
export function obstacle(
  desired: DesiredFile,
  path: string,
  state: FileState,
  current: PathState,
  predicted: Predicted,
): Fault | undefined {
  if (/[/]\.?$/.test(desired.dest)) return moduleFault("modules/names-folder", { path: desired.dest });
  if (typeof current === "object") {
    const isLink = current.kind === "link";
    if (current.kind === "directory" || (isLink && state.folderLink))
      return moduleFault("modules/is-directory", { path, isLink });
    if (current.kind === "other")
      return moduleFault("modules/other-type", { path, actual: "device, socket or pipe", desired: "file" });
    return state.mount && !desired.unsafe_writes ? moduleFault("modules/mount-point", { path }) : undefined;
  }
  const parent = parentOf(path);
  const above = withPredicted(
    ["directory", "locked"].includes(state.parent) ? { kind: "directory" } : "absent",
    predicted,
    parent,
  );
  if (above instanceof Unknown) return undefined;
  if (typeof above === "object" && above.kind === "directory") return undefined;
  if (typeof above === "object" || state.parent === "other")
    return moduleFault("modules/parent-not-directory", { path, parent });
  return moduleFault("modules/no-parent", { path, parent }, { missing: true });
}

export function desiredFile(desired: DesiredFile, { size, sha256, text }: Content, old: Present | undefined): Present {
  const { mode = desired.source?.mode ?? DEFAULT_MODE, uid, gid, owner, group } = old ?? {};
  const ids = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) };
  const names = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
  const bytes = { size, sha256, ...(text !== undefined && { text }) };
  return withOwnership({ kind: "file", mode, ...ids, ...names, ...bytes }, desired);
}

function resultOf(dest: string, { mode, size = 0, sha256 = "", owner, group }: Present) {
  const named = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
  return { dest, mode: showMode(mode ?? DEFAULT_MODE), size, sha256, ...named };
}
