import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { ArchiveMember as Member } from "../../../module/content.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { normalPath } from "../../lib/path/args.ts";
import { accountFault, ownershipChanges, withOwnership } from "../../lib/path/ownership.ts";
import { toValue, withPredicted, type PathState } from "../../lib/path/state.ts";
import { obstacleFault } from "../../lib/path/walk.ts";
import type { UnarchiveArgs } from "./args.ts";
import { modeOf } from "./attributes.ts";
import { chosenMembers, nameOf } from "./choice.ts";
import { hostile } from "./members.ts";
import { misused, stripped } from "./options.ts";
import type { ArchiveState, Found } from "./probe.ts";

export function decideArchive(args: UnarchiveArgs, state: ArchiveState, predicted: Predicted): Decision {
  const [src, dest] = [nameOf(args.src), normalPath(args.dest)];
  const result = { src, dest };
  if (misused(args)) return { changes: [], result, fault: misusedOption() };
  const created = args.creates === undefined ? "absent" : exists(normalPath(args.creates), state, predicted);
  if (created instanceof Unknown) return { changes: [], result, unpredictable: created.reason };
  if (created !== "absent") return { changes: [], result };
  const blocked = destFault(dest, state, predicted);
  if (blocked instanceof Unknown) return { changes: [], result, unpredictable: blocked.reason };
  if (blocked) return { changes: [], result, fault: blocked };
  const account = accountFault(args, state.accounts, predicted);
  if (account) return { changes: [], result, fault: account };
  const archive = typeof args.src === "string" ? withPredicted(state.src, predicted, src) : state.src;
  if (typeof args.src === "string" && (state.created || archive !== state.src))
    return decideLater(args, archive, predicted);
  const chosen = { ...state, members: chosenMembers(args, state.members) };
  const fault =
    (state.obstacle && obstacleFault(src, state.obstacle, predicted)) ??
    (archive instanceof Unknown ? undefined : noArchive(src, archive)) ??
    state.fault ??
    chosenFault(args, chosen.members);
  if (fault) return { changes: [], result, fault };
  return decideMembers(args, chosen, predicted);
}

function decideMembers(args: UnarchiveArgs, state: ArchiveState, predicted: Predicted): Decision {
  const dest = normalPath(args.dest);
  const names = state.members.map(({ name, type }) => (type === "directory" ? `${name}/` : name));
  const result = { src: nameOf(args.src), dest, ...(args.list_files && { files: names }) };
  const changes = changesOf(args, state, predicted);
  const unclear = changes.find((change) => change instanceof Unknown);
  // Where nothing is written, nobody can lead it elsewhere.
  const fault = changes.length > 0 ? unsafeFault(args, dest, state) : undefined;
  if (fault) return { changes: [], result, fault };
  if (unclear) return { changes: [], result, unpredictable: unclear.reason };
  return { changes: changes.flatMap((change) => (change instanceof Unknown ? [] : [change])), result };
}

function misusedOption(): Fault {
  return moduleFault("modules/argument", {
    name: "extra_opts",
    problem: "has an option without its number, or a number without its option",
    write: "Write `--strip-components=1`.",
  });
}

/** Under shorter names, tar would not find the other name of a hard link, and a link may lead out. So may a name that is left out. */
function chosenFault(args: UnarchiveArgs, members: readonly Member[]): Fault | undefined {
  const path = nameOf(args.src);
  const link = stripped(args) > 0 ? members.find(({ type }) => type === "hard link") : undefined;
  const why = "it is a hard link, whose other name is not found without its first components";
  if (link) return systemFault("modules/archive-refused", { path, member: link.raw, why });
  const refused = hostile(members);
  return refused && systemFault("modules/archive-refused", { path, ...refused });
}

function exists(path: string, { created }: ArchiveState, predicted: Predicted): PathState | Unknown {
  return withPredicted(created ? { kind: "other" } : "absent", predicted, path);
}

/** The archive will be written by an earlier task, or was not looked at: what it contains is not known. */
function decideLater(
  { src, dest, creates }: UnarchiveArgs,
  archive: PathState | Unknown,
  predicted: Predicted,
): Decision {
  const path = nameOf(src);
  const result = { src: path, dest: normalPath(dest) };
  const missing = archive instanceof Unknown ? undefined : noArchive(path, archive);
  if (missing && predicted.get({ kind: "path", name: path }) !== undefined)
    return { changes: [], result, fault: missing };
  if (creates === undefined)
    return { changes: [], result, unpredictable: `an earlier task writes ${path}, so its members are not known` };
  return { changes: [creation(path, normalPath(dest), normalPath(creates))], result };
}

function creation(src: string, dest: string, name: string): Change {
  const summary = `unpack ${src} into ${dest}`;
  return { resource: { kind: "path", name }, summary, before: null, after: { type: "other" } };
}

function noArchive(path: string, state: PathState): Fault | undefined {
  if (state === "absent") return systemFault("modules/no-archive", { path }, { missing: true });
  if (typeof state === "object" && state.kind !== "file")
    return moduleFault("modules/other-type", { path, actual: NAMES[state.kind], desired: "file" });
  return undefined;
}

const NAMES = { file: "file", directory: "folder", link: "symbolic link", other: "device, socket or pipe" } as const;

function destFault(dest: string, state: ArchiveState, predicted: Predicted): Fault | Unknown | undefined {
  const planned = predicted.get({ kind: "path", name: dest });
  if (planned === undefined && state.destObstacle === undefined) return undefined;
  const folder = withPredicted(state.destObstacle === undefined ? { kind: "directory" } : "absent", predicted, dest);
  if (folder instanceof Unknown || (typeof folder === "object" && folder.kind === "directory"))
    return folder instanceof Unknown ? folder : undefined;
  const missing = planned !== undefined || state.destObstacle === "missing";
  return systemFault("modules/no-destination", { path: dest }, missing ? { missing: true } : {});
}

/** Where others may write, they could lead tar elsewhere while it unpacks. */
function unsafeFault(args: UnarchiveArgs, dest: string, { members, found }: ArchiveState): Fault | undefined {
  const folders = new Set(
    members.flatMap(({ name, type }) => [...foldersOf(name), ...(type === "directory" ? [name] : [])]),
  );
  for (const name of ["", ...folders]) {
    const at = found.get(name);
    const path = name === "" ? dest : `${dest}/${name}`;
    if (at && at.kind !== "directory") {
      const hint = { path, actual: NAMES[at.kind], desired: "folder" };
      return moduleFault("modules/other-type", hint);
    }
    if (at && !at.guarded && !args.follow_unsafe_links) return systemFault("modules/open-folder", { path });
  }
  const folder = members.find(({ name, type }) => type !== "directory" && found.get(name)?.kind === "directory");
  if (!folder) return undefined;
  return moduleFault("modules/other-type", { path: `${dest}/${folder.name}`, actual: "folder", desired: folder.type });
}

function foldersOf(name: string): readonly string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The members that differ from what is in the destination; with `creates`, all of them. */
function changesOf(args: UnarchiveArgs, state: ArchiveState, predicted: Predicted): readonly (Change | Unknown)[] {
  const dest = normalPath(args.dest);
  const last = new Map(state.members.map((member) => [member.name, member]));
  const changes = [...last.values()].flatMap((member): readonly (Change | Unknown)[] => {
    const path = member.name === "" ? dest : `${dest}/${member.name}`;
    const found = state.found.get(member.name);
    const now: PathState = found ?? "absent";
    const current = withPredicted(now, predicted, path);
    const isSame = current === now && found !== undefined && fits(args, member, found, state.links);
    if (isSame && args.creates === undefined) return [];
    if (current instanceof Unknown && args.creates === undefined) return [current];
    const after = toValue(afterOf(args, member));
    const before = current instanceof Unknown ? null : toValue(current);
    return [{ resource: { kind: "path", name: path }, summary: `unpack ${path}`, before, after }];
  });
  const { creates } = args;
  if (creates === undefined || last.has(normalPath(creates).slice(dest.length + 1))) return changes;
  return [...changes, creation(nameOf(args.src), dest, normalPath(creates))];
}

function fits(args: UnarchiveArgs, member: Member, found: Found, links: ReadonlySet<string>): boolean {
  const { type, name, size, time, target } = member;
  if (ownershipChanges(found, withOwnership(found, ownersOf(args))).length > 0) return false;
  if (type === "link") return links.has(`${name} -> ${target}`);
  if (type === "hard link") return found.kind === "file";
  if (found.kind !== type || found.mode !== modeOf(args, member)) return false;
  return type === "directory" || (found.size === size && found.time === time);
}

function afterOf(args: UnarchiveArgs, member: Member): PathState {
  const { type, size, target } = member;
  const owners = ownersOf(args);
  if (type === "link") return { kind: "link", target, ...owners };
  if (type === "hard link") return { kind: "file", ...owners };
  const mode = modeOf(args, member);
  return type === "directory" ? { kind: "directory", mode, ...owners } : { kind: "file", mode, size, ...owners };
}

const ownersOf = ({ owner, group }: UnarchiveArgs) => ({
  ...(owner !== undefined && { owner }),
  ...(group !== undefined && { group }),
});
