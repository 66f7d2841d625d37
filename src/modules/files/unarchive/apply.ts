import type { ArchiveMember as Member } from "../../../module/content.ts";
import type { Apply } from "../../../module/contract.ts";
import { withUpload, write, writeProgram, type Script } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { arrived, goTo, trust } from "../../lib/path/walk.ts";
import type { UnarchiveArgs } from "./args.ts";
import { setAttributes } from "./attributes.ts";
import { choosesMembers, chosenMembers, nameOf } from "./choice.ts";
import { namedMembers } from "./named-members.sh.ts";
import { keepsOwner, stripped } from "./options.ts";
import type { ArchiveState } from "./probe.ts";

/** The archive is copied to the run's folder first, so that what is unpacked is what was checked. */
export function applyArchive(args: UnarchiveArgs, { sha256, format, found, members }: ArchiveState): Apply {
  const dest = normalPath(args.dest);
  const unpack = format === "tar" ? write`cat` : write`${format} -dc`;
  const script = write`stored=$run/archive.$script_number output=$run/members.$script_number log=$run/failed.$script_number
give_up() { rm -f -- "$stored"; fail "$1"; }
${fetch(args)}
digest=$(sha256sum <"$stored")
[ "\${digest%% *}" = ${sha256} ] || give_up 'The archive was changed while the task ran.'
enter ${dest} && unmoved || { rm -f -- "$stored"; refuse; }
[ "$(stat -c %i .)" = ${found.get("")?.inode ?? ""} ] || give_up 'The destination was replaced while the task ran.'
${options(args, members)}
{ ${unpack} <"$stored" || echo failed >"$log"; } | { TAR_OPTIONS='' tar -xpf - "$@" || echo failed >"$log"; cat >/dev/null; }
[ ! -e "$log" ] || { rm -f -- "$log"; give_up 'The archive cannot be unpacked.'; }
${setAttributes(args, chosenMembers(args, members))}
rm -f -- "$stored" "$output"`;
  return {
    script: typeof args.src === "string" ? script : withUpload(script, args.src),
    parse: arrived(dest, `unpack ${nameOf(args.src)} into ${dest}`),
  };
}

function fetch(args: UnarchiveArgs): Script<"write"> {
  const store = write`|| give_up 'The archive cannot be copied.'`;
  if (typeof args.src !== "string") return write`new=''\n${trust(args)}\n(umask 077 && cat >"$stored") ${store}`;
  return write`${goTo(normalPath(args.src), args)}
enter "$folder" || refuse
(umask 077 && cat -- "./$name" >"$stored") ${store}`;
}

/** Sets the positional parameters to tar's options: those that change names and owners, and a list of the members to unpack. */
function options(args: UnarchiveArgs, members: readonly Member[]): Script<"write"> {
  const strip = stripped(args);
  const given = [...(strip > 0 ? [`--strip-components=${strip}`] : []), ...(keepsOwner(args) ? ["-o"] : [])];
  if (!choosesMembers(args)) return write`set -- ${given}`;
  const kept = new Set(chosenMembers({ ...args, extra_opts: [] }, members).map(({ raw }) => raw));
  const left = members.filter(({ raw }) => !kept.has(raw)).map(({ name }) => `${name}/`);
  // tar would unpack a folder with everything in it, also what is left out.
  const whole = members.filter(({ raw, name }) => kept.has(raw) && !left.some((other) => other.startsWith(`${name}/`)));
  return write`set -- ${given}
printf '%s\\n' ${whole.map(({ raw }) => raw)} >"$output" || give_up 'The list of members cannot be stored.'
${writeProgram(namedMembers)}`;
}
