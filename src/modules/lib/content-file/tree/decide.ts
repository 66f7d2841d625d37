import { moduleFault } from "../../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../../errors/fault.ts";
import type { Change } from "../../../../model/change.ts";
import { Unknown } from "../../../../model/unknown.ts";
import type { Content, FolderContent } from "../../../../module/content.ts";
import type { Decision, Predicted } from "../../../../module/contract.ts";
import { ancestorsOf, normalPath } from "../../path/args.ts";
import { accountFault, ownershipChanges, withOwnership } from "../../path/ownership.ts";
import { toValue, withPredicted, type PathState, type Present } from "../../path/state.ts";
import { obstacleFault } from "../../path/walk.ts";
import { decideFile } from "../decide.ts";
import type { TreeState } from "./probe.ts";
import { inFolder, placesOf, type DesiredTree } from "./tree.ts";

/** The folders that are missing or differ, then the files. */
export function decideTree(
  desired: DesiredTree,
  folder: FolderContent,
  state: TreeState,
  predicted: Predicted,
): Decision {
  const result = { dest: normalPath(desired.dest) };
  const fault =
    misplaced(desired) ??
    accountFault(desired, state.accounts, predicted) ??
    (state.obstacle && obstacleFault(state.obstacle.where, state.obstacle, predicted));
  if (fault) return { changes: [], result, fault };
  const places = placesOf(desired, folder);
  const top = places[0]?.path ?? result.dest;
  const made = decideFolders(desired, folder, state, predicted);
  if (made instanceof Unknown) return { changes: [], result, unpredictable: made.reason };
  if (!Array.isArray(made)) return { changes: [], result, fault: made };
  const files = places.flatMap(({ path, files: inside }) =>
    [...inside].map(([name, content]) => ({ path: inFolder(path, name), folder: path, content })),
  );
  const known = withFolders(predicted, [...ancestorsOf(top), ...places.map(({ path }) => path)]);
  const changes: Change[] = [...made];
  for (const file of files) {
    const decision = decideOne(desired, file, state, predicted, known);
    if (decision.fault ?? decision.unpredictable) return { ...decision, changes: [], result };
    changes.push(...decision.changes);
  }
  return { changes, result };
}

/** Arguments that only a single file has. */
function misplaced({ follow }: DesiredTree): Fault | undefined {
  if (!follow) return undefined;
  const problem = "has no effect on a folder";
  return moduleFault("modules/argument", { name: "follow", problem, write: "Remove it, or name a file as `src`." });
}

function decideFolders(
  desired: DesiredTree,
  folder: FolderContent,
  { missing, found }: TreeState,
  predicted: Predicted,
): Change[] | Fault | Unknown {
  const places = placesOf(desired, folder).map(({ path }) => path);
  const above = ancestorsOf(places[0] ?? "/").toReversed();
  const now = (path: string) =>
    found.get(path) ?? (missing.includes(path) || places.includes(path) ? "absent" : FOLDER);
  const changes: Change[] = [];
  for (const path of [...above, ...places]) {
    const current = withPredicted(now(path), predicted, path);
    if (current instanceof Unknown) return current;
    if (typeof current === "object" && current.kind !== "directory")
      return moduleFault("modules/parent-not-directory", { path, parent: path });
    if (typeof current === "object" && !isManaged(path, places, folder)) continue;
    const after = desiredFolder(desired, current);
    const attributes = typeof current === "object" ? ownershipChanges(current, after) : [];
    if (typeof current === "object" && attributes.length === 0) continue;
    const summary = typeof current === "object" ? `set ${attributes.join(", ")} of ${path}` : `make the folder ${path}`;
    changes.push({ resource: { kind: "path", name: path }, summary, before: toValue(current), after: toValue(after) });
  }
  return changes;
}

const FOLDER: Present = { kind: "directory" };

/** Whether a folder that exists gets the attributes: those above the copy, and `dest` itself, are left alone. */
function isManaged(path: string, [top, ...below]: readonly string[], { isOpen }: FolderContent): boolean {
  return below.includes(path) || (path === top && !isOpen);
}

/** A folder as it is to be. */
export function desiredFolder({ directory_mode: mode, owner, group }: DesiredTree, current: PathState): Present {
  const now = typeof current === "object" ? current : ({ kind: "directory", mode: 0o755 } as const);
  const owners = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
  return withOwnership(now, { ...owners, ...(mode !== undefined && { mode }) });
}

interface OneFile {
  readonly path: string;
  readonly folder: string;
  readonly content: Content;
}

function decideOne(
  desired: DesiredTree,
  { path, folder, content }: OneFile,
  state: TreeState,
  predicted: Predicted,
  known: Predicted,
): Decision {
  const current = withPredicted(state.found.get(path) ?? "absent", predicted, path);
  if (current instanceof Unknown) return { changes: [], result: {}, unpredictable: current.reason };
  const file = {
    path: current,
    target: undefined,
    parent: state.locked.has(folder) ? ("locked" as const) : ("directory" as const),
    folderLink: state.folderLinks.has(path),
    mount: false,
    accounts: state.accounts,
    obstacle: undefined,
  };
  return decideFile({ ...desired, dest: path }, content, file, known);
}

/** What is predicted, but for paths only that these folders will be there. */
function withFolders(predicted: Predicted, folders: readonly string[]): Predicted {
  const made = new Set(folders);
  return {
    get: (resource) => {
      if (resource.kind !== "path") return predicted.get(resource);
      return made.has(resource.name) ? { type: "directory" } : undefined;
    },
    any: (kind, matches, since) => predicted.any(kind, matches, since),
  };
}
