import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { normalPath } from "../../lib/path/args.ts";
import { arrived, goTo } from "../../lib/path/walk.ts";
import type { UnarchiveArgs } from "./args.ts";
import type { ArchiveState } from "./probe.ts";

/** The archive is copied to the run's folder first, so that what is unpacked is what was checked. */
export function applyArchive(args: UnarchiveArgs, { sha256, format, found }: ArchiveState): Apply {
  const dest = normalPath(args.dest);
  const unpack = format === "tar" ? write`cat` : write`${format} -dc`;
  const script = write`${goTo(normalPath(args.src), args)}
enter "$folder" || refuse
stored=$run/archive.$script_number log=$run/failed.$script_number
give_up() { rm -f -- "$stored"; fail "$1"; }
(umask 077 && cat -- "./$name" >"$stored") || give_up 'The archive cannot be copied.'
digest=$(sha256sum <"$stored")
[ "\${digest%% *}" = ${sha256} ] || give_up 'The archive was changed while the task ran.'
enter ${dest} && unmoved || { rm -f -- "$stored"; refuse; }
[ "$(stat -c %i .)" = ${found.get("")?.inode ?? ""} ] || give_up 'The destination was replaced while the task ran.'
{ ${unpack} <"$stored" || echo failed >"$log"; } | { TAR_OPTIONS='' tar -xpf - || echo failed >"$log"; cat >/dev/null; }
[ ! -e "$log" ] || { rm -f -- "$log"; give_up 'The archive cannot be unpacked.'; }
rm -f -- "$stored"`;
  return { script, parse: arrived(dest, `unpack ${normalPath(args.src)} into ${dest}`) };
}
