import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { accountFault, withOwnership, ownershipChanges } from "../lib/path/ownership.ts";
import { writtenPath } from "../lib/content-file/decide.ts";
import { normalPath, parentOf, PATH_PATTERN } from "../lib/path/args.ts";
import { modeFrom } from "../lib/path/mode.ts";
import { fromPackage } from "../lib/path/packages.ts";
import { obstacleFault } from "../lib/path/walk.ts";
import type { FoundPath } from "./probe.ts";
import { followsLink, stated, type PathArgs, type StatedArgs } from "./args.ts";
import { hardLinked, inTheWay, NAMES, sourceFault } from "./links.ts";
import { timeChanges, timesToSet } from "./times.ts";
import { treeChanges } from "./tree.ts";
import { textContent } from "../lib/text-content.ts";
import { toValue, withPredicted, type PathState, type Present } from "../lib/path/state.ts";

/** Folders that `state: absent` rejects, because removing them breaks the system. */
const PROTECTED = new Set(
  "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin srv sys tmp usr var"
    .split(" ")
    .map((name) => `/${name}`),
).add("/");
const DEFAULT_FOLDER_MODE = 0o755;
const EMPTY_FILE: Present = { kind: "file", mode: 0o644, size: 0, sha256: textContent("", "empty").sha256, text: "" };
const PROTECTED_DEEPER = [
  "/var/run",
  "/var/lock",
  "/usr/bin",
  "/usr/lib",
  "/usr/sbin",
  "/usr/share",
  "/usr/local",
  "/var/lib",
  "/var/log",
  "/var/cache",
];

export function decidePath(given: PathArgs, found: FoundPath, predicted: Predicted): Decision {
  const path = writtenPath(normalPath(given.path), found, predicted);
  const now = withPredicted(found.path, predicted, path);
  const current = (now === "absent" && given.state !== "link" && fromPackage(path, predicted)) || now;
  if (current instanceof Unknown) return { changes: [], result: { path }, unpredictable: current.reason };
  const args = stated(given, current);
  const unclear =
    unclearMode(args, path, current) ??
    unclearLink(given, path, current, found) ??
    unclearTimes(args, path, current, predicted);
  if (unclear) return { changes: [], result: { path }, unpredictable: unclear.reason };
  const unreachable = found.obstacle && obstacleFault(path, found.obstacle, predicted);
  const fault =
    misplaced(args) ??
    accountFault(args, found.accounts, predicted) ??
    unreachable ??
    obstacle(args, path, current, found, predicted);
  if (fault) return { changes: [], result: { path }, fault };
  const blocked = lockedFolder(args, path, current, found, predicted);
  if (blocked) return { changes: [], result: { path }, fault: blocked };
  if (args.state === "absent") return removal(path, current);
  const after = args.state === "hard" ? hardLinked(args, found, predicted) : desiredState(args, current);
  const inside = treeChanges(args, path, found, predicted);
  if (after instanceof Unknown) return { changes: [], result: { path }, unpredictable: after.reason };
  if (inside instanceof Unknown) return { changes: [], result: { path }, unpredictable: inside.reason };
  const changes = [
    ...(current === "absent" ? foldersAbove(args, path, found, predicted) : []),
    ...changesOf(args, path, current, after, found),
    ...inside,
    ...(current === "absent" ? [] : strangers(path, found, predicted)),
  ];
  const warnings = args.state === "link" && args.mode !== undefined ? [MODE_OF_LINK] : undefined;
  return { changes, result: resultOf(path, after), ...(warnings && { warnings }) };
}

/** A symbolic mode changes permissions that a prediction may not have. */
function unclearMode({ mode }: PathArgs, path: string, current: PathState): Unknown | undefined {
  if (mode === undefined || typeof current === "string" || current.kind === "link") return undefined;
  const isKnown = modeFrom(mode, current.mode, current.kind === "directory") !== undefined;
  return isKnown ? undefined : new Unknown(`the permissions of ${path} are not known`);
}

/** The times that a path has after an earlier task has changed it, if others are wanted. */
function unclearTimes(
  { access_time = "", modification_time = "" }: PathArgs,
  path: string,
  current: PathState,
  predicted: Predicted,
): Unknown | undefined {
  if (typeof current === "string" || predicted.get({ kind: "path", name: path }) === undefined) return undefined;
  const isExact = [access_time, modification_time].some((time) => /^\d/.test(time));
  return isExact ? new Unknown(`the times of ${path} after an earlier task are not known`) : undefined;
}

/** A link that an earlier task would make and this one follows. */
function unclearLink(args: PathArgs, path: string, current: PathState, found: FoundPath): Unknown | undefined {
  if (!followsLink(args) || typeof current === "string" || current.kind !== "link") return undefined;
  return current === found.path
    ? undefined
    : new Unknown(`it is not known what the symbolic link ${path} will lead to`);
}

/** The folder in which something would have to be created, replaced or removed, if that is not possible. An earlier task may change it. */
function lockedFolder(
  { state, src }: StatedArgs,
  path: string,
  current: PathState,
  { locked, missing, isSame = false }: FoundPath,
  predicted: Predicted,
): Fault | undefined {
  if (!locked || predicted.get({ kind: "path", name: path }) !== undefined) return undefined;
  const isLink = typeof current === "object" && current.kind === "link" && current.target === src;
  const isMade = { link: isLink, hard: isSame, absent: current === "absent" };
  if (state in isMade ? isMade[state as keyof typeof isMade] : current !== "absent") return undefined;
  const parent = parentOf(missing.at(-1) ?? path);
  const later = predicted.get({ kind: "path", name: parent }) !== undefined;
  return moduleFault("modules/not-writable", { path, parent }, { missing: later });
}

const MODE_OF_LINK = "A symbolic link has no mode of its own, so `mode` has no effect.";

/** The removal of what the folder may not contain, unless an earlier task has removed it already. */
function strangers(path: string, { others }: FoundPath, predicted: Predicted): readonly Change[] {
  return others
    .map(({ name }) => `${path}/${name}`)
    .filter((name) => predicted.get({ kind: "path", name }) !== null)
    .map((name) => ({
      resource: { kind: "path", name },
      summary: `remove ${name}`,
      before: "not one of the folder's own files",
      after: null,
    }));
}

/** `src` has a meaning for links only; ignoring it would hide that `state` is missing. */
function misplaced({ state, src, exclusive, recurse }: StatedArgs): Fault | undefined {
  const problem = `has no effect with \`state: ${state}\``;
  const name = exclusive === undefined ? "recurse" : "exclusive";
  if ((exclusive !== undefined || recurse) && state !== "directory")
    return moduleFault("modules/argument", { name, problem, write: "Add `state: directory`." });
  if (state === "hard" && src !== undefined && !new RegExp(PATH_PATTERN).test(src)) {
    const write = "Write the whole path of the file on the target, without `..`.";
    return moduleFault("modules/argument", { name: "src", problem: "is no absolute path", write });
  }
  if (src === undefined || state === "link" || state === "hard") return undefined;
  return moduleFault("modules/argument", { name: "src", problem, write: "Add `state: link`, or remove `src`." });
}

function obstacle(
  args: StatedArgs,
  path: string,
  current: PathState,
  found: FoundPath,
  predicted: Predicted,
): Fault | undefined {
  switch (args.state) {
    case "absent":
      if (isProtected(path, found)) return moduleFault("modules/protected", { path });
      return found.mounted && current !== "absent" ? moduleFault("modules/mounted-below", { path }) : undefined;
    case "file":
      if (current === "absent") return moduleFault("modules/no-file", { path }, { missing: true });
      return wrongType(path, current, ["file", "other"], "file");
    case "touch":
      return current === "absent"
        ? noParent(path, current, found, predicted)
        : wrongType(path, current, ["file", "other", "directory"], "file");
    case "hard":
      return (
        sourceFault(args, found, predicted) ??
        inTheWay(args, path, current, found) ??
        noParent(path, current, found, predicted)
      );
    case "directory":
      if (current === "absent" && blockedBy(path, found, predicted)) {
        return moduleFault("modules/parent-not-directory", { path, parent: found.blocked ?? "" });
      }
      return wrongType(path, current, ["directory"], "folder") ?? unremovable(args, path, found);
    case "link":
      if (args.src === undefined) {
        return moduleFault("modules/argument", {
          name: "src",
          problem: "is missing",
          write: "Give the link's target with `state: link`.",
        });
      }
      return (
        (args.force ? inTheWay(args, path, current, found) : wrongType(path, current, ["link"], "symbolic link")) ??
        noParent(path, current, found, predicted)
      );
  }
}

function isProtected(path: string, { real }: FoundPath): boolean {
  return [path, real ?? path].some((name) => PROTECTED.has(name) || PROTECTED_DEEPER.includes(name));
}

/** Why the content of a folder may not be removed. */
function unremovable({ exclusive }: PathArgs, path: string, found: FoundPath): Fault | undefined {
  if (exclusive === undefined) return undefined;
  if (isProtected(path, found)) return moduleFault("modules/protected", { path });
  return found.mounted && found.others.length > 0 ? moduleFault("modules/mounted-below", { path }) : undefined;
}

function wrongType(
  path: string,
  current: PathState,
  allowed: readonly Present["kind"][],
  desired: string,
): Fault | undefined {
  if (typeof current === "string" || allowed.includes(current.kind)) return undefined;
  return moduleFault("modules/other-type", { path, actual: NAMES[current.kind], desired });
}

function blockedBy(path: string, found: FoundPath, predicted: Predicted): boolean {
  return found.blocked !== undefined && !isFolder(parentOf(path), found, predicted);
}

function noParent(path: string, current: PathState, found: FoundPath, predicted: Predicted): Fault | undefined {
  const parent = parentOf(path);
  if (current !== "absent" || isFolder(parent, found, predicted)) return undefined;
  if (found.blocked === parent) return moduleFault("modules/parent-not-directory", { path, parent });
  return moduleFault("modules/no-parent", { path, parent }, { missing: true });
}

/** Whether a folder above the path exists or will exist. */
function isFolder(folder: string, found: FoundPath, predicted: Predicted): boolean {
  const exists = !found.missing.includes(folder) && found.blocked !== folder;
  const state = withPredicted(exists ? { kind: "directory" } : "absent", predicted, folder);
  return !(state instanceof Unknown) && typeof state === "object" && state.kind === "directory";
}

function removal(path: string, current: PathState): Decision {
  const result = { path, state: "absent" };
  if (current === "absent") return { changes: [], result };
  return { changes: [change(path, `remove ${path}`, current, "absent")], result };
}

function desiredState(args: StatedArgs, current: PathState): Present {
  if (args.state === "directory" && current === "absent")
    return withOwnership({ kind: "directory", mode: DEFAULT_FOLDER_MODE }, args);
  if (args.state === "touch" && current === "absent") return withOwnership(EMPTY_FILE, args);
  if (args.state !== "link") return withOwnership(typeof current === "object" ? current : { kind: "file" }, args);
  const kept = typeof current === "object" && current.kind === "link" && current.target === args.src ? current : {};
  return withOwnership({ ...kept, kind: "link", target: args.src ?? "" }, args);
}

function foldersAbove(args: StatedArgs, path: string, found: FoundPath, predicted: Predicted): readonly Change[] {
  if (args.state !== "directory") return [];
  const created = found.missing.filter((folder) => folder !== path && !isFolder(folder, found, predicted));
  const after = { kind: "directory", mode: DEFAULT_FOLDER_MODE } as const;
  return created.toReversed().map((folder) => change(folder, `make the folder ${folder}`, "absent", after));
}

function changesOf(
  args: StatedArgs,
  path: string,
  current: PathState,
  after: Present,
  found: FoundPath,
): readonly Change[] {
  if (typeof current === "string") return [change(path, creation(args, path, after), current, after)];
  if (after.kind === "link" && current.target !== after.target) {
    return [change(path, `link ${path} to ${after.target ?? ""}`, current, after)];
  }
  if (args.state === "hard" && found.isSame !== true)
    return [change(path, creation(args, path, after), current, after)];
  const attributes = ownershipChanges(current, after);
  const times = timeChanges(timesToSet(args, found), found);
  const all = [...attributes, ...times.names];
  if (all.length === 0) return [];
  const made = change(path, `set ${all.join(", ")} of ${path}`, current, after);
  if (times.names.length === 0) return [made];
  return [{ ...made, before: { ...toValue(current), ...times.before }, after: { ...toValue(after), ...times.after } }];
}

function creation({ state, src = "" }: StatedArgs, path: string, after: Present): string {
  if (state === "hard") return `make ${path} another name of ${src}`;
  if (after.kind === "link") return `link ${path} to ${after.target ?? ""}`;
  return after.kind === "file" ? `create the empty file ${path}` : `make the folder ${path}`;
}

function change(path: string, summary: string, before: PathState, after: PathState): Change {
  return { resource: { kind: "path", name: path }, summary, before: toValue(before), after: toValue(after) };
}

function resultOf(path: string, after: Present): ValueMap {
  const { type, mode, owner, group } = toValue(after) ?? {};
  const optional = Object.entries({ mode, owner, group }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return { path, state: type ?? "absent", ...Object.fromEntries(optional) };
}
