import type { Change } from "../../model/change.ts";
import type { NonEmpty } from "../../model/non-empty.ts";
import type { Apply } from "../../module/contract.ts";
import { type Script, write } from "../../module/script.ts";
import { normalPath, parseMode } from "../lib/path/args.ts";
import { setOwnership } from "../lib/path/ownership.ts";
import { arrived, goTo } from "../lib/path/walk.ts";
import type { PathArgs } from "./args.ts";
import type { FoundPath } from "./probe.ts";

export function applyPath(args: PathArgs, changes: NonEmpty<Change>, found: FoundPath): Apply {
  const path = normalPath(args.path);
  const script = write`${goTo(path, args)}\n${make(path, args, found)}\n${removals(path, changes, found)}`;
  return { script, parse: arrived(path, STEP_NAMES[args.state](path)) };
}

const STEP_NAMES: Readonly<Record<PathArgs["state"], (path: string) => string>> = {
  file: (path) => `set the attributes of ${path}`,
  directory: (path) => `make the folder ${path}`,
  link: (path) => `make the link ${path}`,
  absent: (path) => `remove ${path}`,
};

function make(path: string, args: PathArgs, found: FoundPath): Script<"write"> {
  const { state, mode, owner, group, src = "" } = args;
  if (state === "absent") return write`${ENTER}\nunmoved || refuse\nremove "$name"`;
  const attributes = setOwnership({ mode: mode === undefined ? undefined : parseMode(mode), owner, group });
  if (state === "link") return link(src, setOwnership({ owner, group }));
  if (found.path !== "absent") return write`${attributes}\n${ENTER}\n${CHANGE[state]} "$name"`;
  return write`${attributes}\nmake_folders ${path}\nfile=.\nset_attributes`;
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
const CHANGE = { file: write`change_entry`, directory: write`change_folder` };

/** A link that exists is replaced in one step, also if only its owner changes: somebody could put something else in its place meanwhile. */
function link(src: string, attributes: Script<"write">): Script<"write"> {
  return write`${attributes}
${ENTER}
enter_stage
ln -s -- ${src} "$new" || fail 'The link cannot be created.'
file=$new
set_attributes || fail 'Its owner cannot be set.'
take_name "$name"
leave_stage`;
}
