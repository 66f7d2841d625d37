import type { Change } from "../../../../model/change.ts";
import type { NonEmpty } from "../../../../model/non-empty.ts";
import type { Content, FolderContent } from "../../../../module/content.ts";
import type { Apply } from "../../../../module/contract.ts";
import { sequence, withUpload, write, writeProgram, type Script } from "../../../../module/script.ts";
import { normalPath } from "../../path/args.ts";
import { setOwnership } from "../../path/ownership.ts";
import { goTo, trust } from "../../path/walk.ts";
import type { PathState } from "../../path/state.ts";
import { apply } from "../apply.sh.ts";
import { changedOnly, validation, written } from "../apply.ts";
import { desiredFile } from "../decide.ts";
import { keepOld } from "../keep-old.sh.ts";
import { desiredFolder } from "./decide.ts";
import { BLOCK, blocksOf, joined } from "./joined.ts";
import type { TreeState } from "./probe.ts";
import { inFolder, placesOf, type DesiredTree } from "./tree.ts";

/** Makes the folders, and then each file as a single copy does. The bytes of all files arrive in one piece. */
export function applyTree(
  desired: DesiredTree,
  folder: FolderContent,
  changes: NonEmpty<Change>,
  { found }: TreeState,
): Apply {
  const contents = contentsOf(desired, folder);
  const sent: Content[] = [];
  let blocks = 0;
  const steps = changes.map(({ resource: { name } }): Script<"write"> => {
    const state = found.get(name) ?? "absent";
    const content = contents.get(name);
    if (!content) return changeFolder(desired, name, state);
    const old = typeof state === "object" && state.kind === "file" ? state : undefined;
    if (old?.sha256 === content.sha256) return changeFile(desired, name, content, old);
    const from = blocks;
    sent.push(content);
    blocks += blocksOf(content);
    return putFile(desired, name, content, { old, from });
  });
  const script = write`${trust(desired)}
stored=$run/copy.$script_number new=''
(umask 077 && exec dd of="$stored" bs=65536 2>/dev/null) || fail 'The bytes cannot be stored.'
${validation(desired.validate)}
${writeProgram(keepOld)}
put() (
${writeProgram(apply)}
)
${sequence(steps)}
rm -f -- "$stored"`;
  const dest = normalPath(desired.dest);
  const upload = joined(folder.label, sent);
  return {
    script: sent.length === 0 ? script : withUpload(script, upload),
    parse: (answer) => written(desired, dest, answer),
  };
}

function contentsOf(desired: DesiredTree, folder: FolderContent): ReadonlyMap<string, Content> {
  return new Map(
    placesOf(desired, folder).flatMap(({ path, files }) =>
      [...files].map(([name, content]) => [inFolder(path, name), content] as const),
    ),
  );
}

function changeFolder(desired: DesiredTree, path: string, state: PathState): Script<"write"> {
  const { mode, owner, group } = desiredFolder(desired, state);
  const given = { owner: desired.owner && owner, group: desired.group && group };
  return write`${setOwnership({ ...given, mode: desired.directory_mode === undefined ? undefined : mode })}
make_folders ${path}
file=.
set_attributes || fail 'Owner or mode cannot be set.'`;
}

function changeFile(desired: DesiredTree, path: string, content: Content, old: PathState & object): Script<"write"> {
  return write`${setOwnership(changedOnly(old, desiredFile(desired, content, old)))}
${goTo(path, desired)}
(enter "$folder" && change_entry "$name" || refuse) || exit`;
}

interface Put {
  readonly old: (PathState & object) | undefined;
  /** Where the file's bytes are, in blocks. */
  readonly from: number;
}

function putFile(desired: DesiredTree, path: string, content: Content, { old, from }: Put): Script<"write"> {
  const { mode } = desiredFile(desired, content, old);
  const owner = desired.owner ?? (old && String(old.uid));
  const group = desired.group ?? (old && String(old.gid));
  const backup = desired.backup && old !== undefined ? "yes" : "";
  return write`${setOwnership({ mode, owner, group })}
${goTo(path, desired)}
follow='' in_place='' replaces='' backup=${backup} sha256=${content.sha256} source=$run/piece.$script_number
(umask 077 && dd if="$stored" bs=${BLOCK} skip=${from} count=${blocksOf(content)} 2>/dev/null | head -c ${content.size} >"$source")
put || exit`;
}
