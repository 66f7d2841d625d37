import { good, type Outcome } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { type Apply, shellModule } from "../../../module/contract.ts";
import { read, sequence, write, type Script } from "../../../module/script.ts";
import { rootAwareProbe } from "../../lib/accounts/root.ts";
import { mountPattern, normalPath } from "../../lib/path/args.ts";
import type { PathState } from "../../lib/path/state.ts";
import { type Fields, worked } from "../../lib/script-output.ts";
import { putFiles, SHOW_FILE, textsOf } from "../../lib/small-files/small-files.ts";
import { type Args, schema } from "./args.ts";
import { decide, newText, pathOf, stepOf, type State, type Step } from "./decide.ts";

export const mount = shellModule({
  name: "mount",
  summary: "Mounts a file system, now or when the target boots, or unmounts it.",
  notes: [
    "A missing folder is made, and no folder is removed.",
    "If a file system with a new entry cannot be mounted, the old list of file systems is restored and the task fails.",
    "Whether something is mounted on the folder is compared, not what: change `opts` and a mounted file system is mounted anew.",
    "In check mode, what a folder holds is unknown after something would be mounted on it, except for a tmpfs, which is empty.",
  ],
  args: schema,
  returns: { path: "The folder.", state: "The desired state." },
  examples: [
    {
      title: "Mount a disk, now and at boot",
      args: { path: "/srv/data", src: "LABEL=data", fstype: "ext4", opts: "noatime", state: "mounted" },
    },
    { title: "Unmount a folder and forget it", args: { path: "/srv/old", state: "absent" } },
  ],
  probe: (args) =>
    rootAwareProbe(
      "what is mounted",
      read`${SHOW_FILE}
show_file ${normalPath(args.fstab)}
path=${pathOf(args)}
grep -E -e ${`^[^ ]+ [^ ]+ [^ ]+ [^ ]+ ${mountPattern(pathOf(args))} `} /proc/self/mountinfo | sed 's/.* - \\([^ ]*\\) \\([^ ]*\\) .*/mounted \\1 \\2/'
if [ -d "$path" ]; then echo 'folder directory'; elif [ -f "$path" ]; then echo 'folder file'; elif [ -e "$path" ] || [ -h "$path" ]; then echo 'folder other'; fi`,
      parse,
    ),
  decide,
  apply,
});

function parse(output: Fields, isRoot: boolean): Outcome<State> {
  const texts = textsOf(output);
  if (!texts.ok) return texts;
  const [fstype, src = ""] = output.all("mounted").at(-1)?.split(" ") ?? [];
  const kind = output.get("folder");
  return good({
    texts: texts.value,
    mounted: fstype === undefined ? undefined : { src, fstype },
    folder: kind === undefined ? "absent" : ({ kind } as PathState),
    isRoot,
  });
}

function apply(args: Args, changes: readonly Change[], { texts, mounted }: State): Apply {
  const path = normalPath(args.fstab);
  const old = texts.get(path);
  const text = newText(args, old);
  const isNew = text !== (old ?? "");
  const step = changes.some(({ resource }) => resource.kind === "mount")
    ? stepOf(args, mounted !== undefined, isNew)
    : undefined;
  const restore = isNew ? putFiles([{ path, text: old ?? null }]) : write`:`;
  const scripts = [
    ...(isNew ? [putFiles([{ path, text }])] : []),
    ...(step === undefined ? [] : [write`${work(args, step)} || { rc=$?; ${restore}\nexit "$rc"; }`]),
  ];
  return {
    script: sequence(scripts),
    parse: worked(`bring the mount of ${pathOf(args)} into the state ${args.state}`),
  };
}

function work(args: Args, step: Step): Script<"write"> {
  const path = pathOf(args);
  const { src = "", fstype = "", opts, state, fstab } = args;
  if (step === "unmount") return write`with_environment umount -- ${path}`;
  if (step === "remount") {
    const how = state === "mounted" ? `remount,${opts}` : "remount";
    return write`with_environment mount -o ${how} -- ${path}`;
  }
  const folder = write`[ -e ${path} ] || ( unsafe_links=\nmake_folders ${path} )`;
  const listed = fstab === "/etc/fstab" ? [] : ["-T", normalPath(fstab)];
  const words = state === "ephemeral" ? ["-t", fstype, "-o", opts, "--", src, path] : [...listed, "--", path];
  return write`{ ${folder}\n} && with_environment mount ${words}`;
}
