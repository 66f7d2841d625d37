import { fileFault } from "../../errors/catalogue/files.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Answer } from "../../module/answer.ts";
import type { Predicted } from "../../module/contract.ts";
import { read, readProgram, sequence, write, type Script } from "../../module/script.ts";
import { parentOf } from "../lib/path/args.ts";
import { modeFrom } from "../lib/path/mode.ts";
import { ownershipChanges, setOwnership, withOwnership } from "../lib/path/ownership.ts";
import { parseStat, toValue, unreadable, withPredicted, type PathState, type Present } from "../lib/path/state.ts";
import { tail, type Fields } from "../lib/script-output.ts";
import { followsLink, type PathArgs } from "./args.ts";
import { listTree } from "./list-tree.sh.ts";

/** What a folder contains and may have to be changed, by its name relative to the folder. */
export type Tree = ReadonlyMap<string, Present>;

/** How many entries are changed at most: each is a change that is shown. */
const MOST = 8000;

/** Lists what is in the folder and does not fit, in a subshell. */
export function listing(args: PathArgs): Script<"read"> {
  if (!args.recurse) return read`:`;
  const follow = followsLink(args) ? "yes" : "";
  const program = readProgram(listTree, { variables: { follow, fits: fitting(args), most: MOST + 1 } });
  return read`(\n${program}\n)`;
}

/** An extended regular expression for the lines of entries that have the attributes. */
function fitting({ mode, owner, group }: PathArgs): string {
  const bits = mode === undefined ? "" : modeFrom(mode, undefined, false)?.toString(16).padStart(3, "0");
  // Whether a symbolic mode fits is not for a regular expression to say.
  if (bits === undefined) return "^$";
  const id = (wanted: string | undefined) => (/^\d+$/.test(wanted ?? "") ? wanted : "[0-9]+") ?? "";
  const name = (wanted = "0") => (/^\d+$/.test(wanted) ? "[^:]*" : wanted.replace(/[.[\]{}()*+?^$|\\]/g, "\\$&"));
  return `^inside [0-9a-f]+${bits}:${id(owner)}:${id(group)}:[0-9]+:-?[0-9]+:${name(owner)}:${name(group)} `;
}

export function parseTree(args: PathArgs, output: Fields, answer: Answer): Outcome<Tree> {
  const { path } = args;
  const lines = output.all("inside");
  if (output.get("odd")) return bad(fileFault("modules/odd-name", { path }));
  if (output.get("closed")) return bad(unreadable(path, answer));
  if (answer.omitted || lines.length > MOST)
    return bad(fileFault("modules/too-many-entries", { path, most: MOST }, { details: tail(answer.stderr, 3) }));
  return good(new Map(lines.flatMap(parseEntry)));
}

function parseEntry(line: string): readonly (readonly [string, Present])[] {
  const at = line.indexOf(" ./");
  const state = parseStat(line.slice(0, at));
  return typeof state === "object" ? [[line.slice(at + 3), state]] : [];
}

/** The changes of what is in the folder now, and of what earlier tasks would put there. */
export function treeChanges(
  args: PathArgs,
  path: string,
  { tree }: { readonly tree?: Tree | undefined },
  predicted: Predicted,
): readonly Change[] | Unknown {
  if (!args.recurse) return [];
  const entries = new Map<string, PathState>([...(tree ?? [])].map(([name, state]) => [`${path}/${name}`, state]));
  predicted.any("path", (name) => {
    if (name.startsWith(`${path}/`) && !entries.has(name)) entries.set(name, "absent");
    return false;
  });
  const changes: Change[] = [];
  for (const [name, state] of entries) {
    const current = withPredicted(state, predicted, name);
    if (current instanceof Unknown) return current;
    if (typeof current === "string" || current.kind === "link") continue;
    const after = withOwnership(current, args);
    const attributes = ownershipChanges(current, after);
    if (attributes.length === 0) continue;
    const summary = `set ${attributes.join(", ")} of ${name}`;
    changes.push({ resource: { kind: "path", name }, summary, before: toValue(current), after: toValue(after) });
  }
  return changes;
}

/** Sets the attributes folder by folder, what is deeper first: a folder that gets another owner is that user's from then on. */
export function changeTree(
  args: PathArgs,
  path: string,
  changes: readonly Change[],
  { tree }: { readonly tree?: Tree | undefined },
): Script<"write"> {
  const groups = new Map<string, { folder: string; after: Present; names: string[] }>();
  for (const { resource, after: desired } of changes) {
    const state = desired === null ? undefined : tree?.get(resource.name.slice(path.length + 1));
    if (!state) continue;
    const after = withOwnership(state, args);
    const folder = parentOf(resource.name);
    const key = `${String(after.mode)} ${folder}`;
    const group = groups.get(key) ?? { folder, after, names: [] };
    group.names.push(resource.name.slice(resource.name.lastIndexOf("/") + 1));
    groups.set(key, group);
  }
  const depth = (folder: string) => folder.split("/").length;
  const deepestFirst = [...groups.values()].sort((one, other) => depth(other.folder) - depth(one.folder));
  return sequence(deepestFirst.map(({ folder, after, names }) => changeNames(args, folder, after, names)));
}

function changeNames(
  { mode, owner, group }: PathArgs,
  folder: string,
  after: Present,
  names: readonly string[],
): Script<"write"> {
  return write`${setOwnership({ mode: mode === undefined ? undefined : after.mode, owner, group })}
enter ${folder} || refuse
for entry in ${names}; do
( if [ -d "./$entry" ]; then change_folder "$entry"; else change_entry "$entry"; fi ) || exit
done`;
}
