import { shellModule } from "../../../module/contract.ts";
import { applyArchive } from "./apply.ts";
import { UNARCHIVE_ARGS } from "./args.ts";
import { decideArchive } from "./decide.ts";
import { probeArchive } from "./probe.ts";

export const unarchive = shellModule({
  name: "unarchive",
  summary: "Unpacks a tar archive of the project, or one that is on the target.",
  notes: [
    "The archive is a tar archive, plain or compressed with gzip, and on the target also with xz, bzip2 or zstd; its content tells which. The target needs tar of GNU or BusyBox and the program of that name.",
    "An archive of the project is sent only if something is to be unpacked: check mode knows its members from the controller.",
    "Without `creates`, the archive is unpacked if a member's type, permissions, size, time or link differs from what the folder contains. Of folders, type and permissions count. The bytes of files are not compared, and owners only if `owner` or `group` is given.",
    "An archive is refused as a whole, before anything is written, if it has absolute names, names with `..`, links that may lead out of the folder, devices or pipes. So is one that would be unpacked into folders in which other users may write: also if `owner` has made them another user's, and something is to be unpacked again.",
    "Members get the permissions of the archive, and if root unpacks them, its owners. They are written in place, one after the other: an interrupted run leaves some new and some old members, and the next run without `creates` unpacks all again.",
    "In check mode, an archive that an earlier task would write is not known: with `creates` the task is changed, without it unknown.",
  ],
  args: UNARCHIVE_ARGS,
  returns: { src: "The archive.", dest: "The folder.", files: "With `list_files`: the names of the members." },
  examples: [
    {
      title: "Unpack an archive that an earlier task has copied to the target",
      args: { src: "/var/cache/kafka.tgz", dest: "/opt/kafka", remote_src: true },
    },
    {
      title: "Unpack an archive of the project without its first folder, for a user",
      args: { src: "app-1.2.tgz", dest: "/opt/app", owner: "app", group: "app", extra_opts: ["--strip-components=1"] },
    },
    {
      title: "Unpack an archive once",
      args: { src: "/var/cache/app-1.2.tar.xz", dest: "/opt", remote_src: true, creates: "/opt/app-1.2/bin/app" },
    },
  ],
  probe: probeArchive,
  decide: decideArchive,
  apply: (args, _changes, state) => applyArchive(args, state),
});
