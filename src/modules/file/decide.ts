import { moduleFault } from "../../errors/catalogue/modules.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { accountFault, withOwnership, ownershipChanges } from "../lib/path/ownership.ts";
import { normalPath, parentOf } from "../lib/path/args.ts";
import { fromPackage } from "../lib/path/packages.ts";
import { obstacleFault } from "../lib/path/walk.ts";
import type { FoundPath } from "./probe.ts";
import type { PathArgs } from "./args.ts";
import { toValue, withPredicted, type PathState, type Present } from "../lib/path/state.ts";

/** Folders that `state: absent` rejects, because removing them breaks the system. */
const PROTECTED = new Set(
  "bin boot dev etc home lib lib32 lib64 libx32 media mnt opt proc root run sbin srv sys tmp usr var"
    .split(" ")
    .map((name) => `/${name}`),
).add("/");
const DEFAULT_FOLDER_MODE = 0o755;
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

export function decidePath(args: PathArgs, found: FoundPath, predicted: Predicted): Decision {
  const path = normalPath(args.path);
  const now = withPredicted(found.path, predicted, path);
  const current = (now === "absent" && args.state !== "link" && fromPackage(path, predicted)) || now;
  if (current instanceof Unknown) return { changes: [], result: { path }, unpredictable: current.reason };
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
  const after = desiredState(args, current);
  const changes = [
    ...(current === "absent" ? foldersAbove(args, path, found, predicted) : []),
    ...changesOf(path, current, after),
    ...(current === "absent" ? [] : strangers(path, found, predicted)),
  ];
  const warnings = args.state === "link" && args.mode !== undefined ? [MODE_OF_LINK] : undefined;
  return { changes, result: resultOf(path, after), ...(warnings && { warnings }) };
}

/** The folder in which something would have to be created, replaced or removed, if that is not possible. An earlier task may change it. */
function lockedFolder(
  { state, src }: PathArgs,
  path: string,
  current: PathState,
  { locked, missing }: FoundPath,
  predicted: Predicted,
): Fault | undefined {
  if (!locked || predicted.get({ kind: "path", name: path }) !== undefined) return undefined;
  const isLink = typeof current === "object" && current.kind === "link" && current.target === src;
  const fits = state === "absent" ? current === "absent" : state === "link" ? isLink : current !== "absent";
  if (fits) return undefined;
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
function misplaced({ state, src, exclusive }: PathArgs): Fault | undefined {
  if (exclusive !== undefined && state !== "directory") {
    const problem = `has no effect with \`state: ${state}\``;
    return moduleFault("modules/argument", { name: "exclusive", problem, write: "Add `state: directory`." });
  }
  if (src === undefined || state === "link") return undefined;
  const problem = `has no effect with \`state: ${state}\``;
  return moduleFault("modules/argument", { name: "src", problem, write: "Add `state: link`, or remove `src`." });
}

function obstacle(
  args: PathArgs,
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
      return wrongType(path, current, ["link"], "symbolic link") ?? noParent(path, current, found, predicted);
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

const NAMES = { file: "file", directory: "folder", link: "symbolic link", other: "device, socket or pipe" } as const;

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

function desiredState(args: PathArgs, current: PathState): Present {
  if (args.state === "directory" && current === "absent")
    return withOwnership({ kind: "directory", mode: DEFAULT_FOLDER_MODE }, args);
  if (args.state !== "link") return withOwnership(typeof current === "object" ? current : { kind: "file" }, args);
  const kept = typeof current === "object" && current.target === args.src ? current : {};
  return withOwnership({ ...kept, kind: "link", target: args.src ?? "" }, args);
}

function foldersAbove(args: PathArgs, path: string, found: FoundPath, predicted: Predicted): readonly Change[] {
  if (args.state !== "directory") return [];
  const created = found.missing.filter((folder) => folder !== path && !isFolder(folder, found, predicted));
  const after = { kind: "directory", mode: DEFAULT_FOLDER_MODE } as const;
  return created.toReversed().map((folder) => change(folder, `make the folder ${folder}`, "absent", after));
}

function changesOf(path: string, current: PathState, after: Present): readonly Change[] {
  if (typeof current === "string") {
    return [
      change(
        path,
        after.kind === "link" ? `link ${path} to ${after.target ?? ""}` : `make the folder ${path}`,
        current,
        after,
      ),
    ];
  }
  if (after.kind === "link" && current.target !== after.target) {
    return [change(path, `link ${path} to ${after.target ?? ""}`, current, after)];
  }
  const attributes = ownershipChanges(current, after);
  return attributes.length === 0 ? [] : [change(path, `set ${attributes.join(", ")} of ${path}`, current, after)];
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
