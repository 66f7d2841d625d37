import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply } from "../../module/contract.ts";
import { type Script, write } from "../../module/script.ts";
import { normalPath } from "../lib/path/args.ts";
import { modeFrom } from "../lib/path/mode.ts";
import { setOwnership } from "../lib/path/ownership.ts";
import { arrived, goTo } from "../lib/path/walk.ts";
import { stated, type PathArgs, type StatedArgs } from "./args.ts";
import { hardLink } from "./links.ts";
import type { FoundPath } from "./probe.ts";
import { setTimes, timesToSet } from "./times.ts";
import { changeTree } from "./tree.ts";

export function applyPath(given: PathArgs, changes: NonEmpty<Change>, found: FoundPath): Apply {
  const path = found.target ?? normalPath(given.path);
  const args = stated(given, found.path);
  const inside = args.recurse ? changeTree(args, path, changes, found) : write`:`;
  const own = changes.some(({ resource }) => resource.name === path) ? make(path, args, found) : write`:`;
  const script = write`${inside}\n${goTo(path, args)}\n${own}\n${removals(path, changes, found)}`;
  return { script, parse: arrived(path, STEP_NAMES[args.state](path)) };
}

const STEP_NAMES: Readonly<Record<StatedArgs["state"], (path: string) => string>> = {
  file: (path) => `set the attributes of ${path}`,
  directory: (path) => `make the folder ${path}`,
  link: (path) => `make the link ${path}`,
  hard: (path) => `make the link ${path}`,
  touch: (path) => `set the times of ${path}`,
  absent: (path) => `remove ${path}`,
};

function make(path: string, args: StatedArgs, found: FoundPath): Script<"write"> {
  const { state, owner, group, src = "" } = args;
  if (state === "absent") return write`${ENTER}\nunmoved || refuse\nremove "$name"`;
  if (state === "link") return link(src, setOwnership({ owner, group }), found);
  const attributes = setOwnership({ mode: modeOf(args, found), owner, group }, setTimes(timesToSet(args, found)));
  if (state === "hard" && found.isSame !== true) return write`${attributes}\n${hardLink(src, ENTER)}`;
  if (found.path !== "absent") return write`${attributes}\n${ENTER}\n${changeOf(found)} "$name"`;
  if (state === "touch") return write`${attributes}\n${ENTER}\n${NEW_FILE}`;
  return write`${attributes}\nmake_folders ${path}\nfile=.\nset_attributes`;
}

/** The mode to set: for a symbolic one, what it makes of the mode that is there, or that a new file or folder gets. */
function modeOf({ state, mode }: StatedArgs, { path, source }: FoundPath): number | undefined {
  if (mode === undefined) return undefined;
  const old = state === "hard" ? source : path;
  if (typeof old === "object") return modeFrom(mode, old.mode, old.kind === "directory");
  return state === "directory" ? modeFrom(mode, 0o755, true) : modeFrom(mode, 0o644, false);
}

/** Removes what the folder may not contain. `printf` writes names of any bytes; the dot saves line ends at the end of a name. */
function removals(path: string, changes: readonly Change[], { others }: FoundPath): Script<"write"> {
  const removed = new Set(changes.filter(({ after }) => after === null).map(({ resource }) => resource.name));
  const chosen = others.filter(({ name }) => removed.has(`${path}/${name}`));
  if (chosen.length === 0) return write`:`;
  return write`enter ${path} || refuse
unmoved || refuse
for octal in ${chosen.map(({ octal }) => octal)}; do
entry=$(printf "$octal" && echo .) && remove "\${entry%.}" || fail 'A file that does not belong in the folder cannot be removed.'
done`;
}

const ENTER = write`enter "$folder" || refuse`;

/** The function that changes what exists. */
const changeOf = ({ path }: FoundPath) =>
  typeof path === "object" && path.kind === "directory" ? write`change_folder` : write`change_entry`;

const NEW_FILE = write`enter_stage
: >"$new" || fail 'The file cannot be created.'
file=$new
set_attributes || fail 'Owner, mode or times cannot be set.'
if [ -e "$above/$name" ] || [ -h "$above/$name" ]; then fail 'Another program created the file while the task ran. Run the playbook again.'; fi
take_name "$name"
leave_stage`;

/** A link that exists is replaced in one step, also if only its owner changes: somebody could put something else in its place meanwhile. */
function link(src: string, attributes: Script<"write">, { path }: FoundPath): Script<"write"> {
  const isFolder = typeof path === "object" && path.kind === "directory";
  return write`${attributes}
${ENTER}
enter_stage
ln -s -- ${src} "$new" || fail 'The link cannot be created.'
file=$new
set_attributes || fail 'Its owner cannot be set.'
${isFolder ? write`(cd -P "$above" && rmdir -- "./$name") || fail 'The folder is not empty any more.'` : write`:`}
take_name "$name"
leave_stage`;
}
