import { good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Answer } from "../../../module/answer.ts";
import { shellModule } from "../../../module/contract.ts";
import { read, write, type Script } from "../../../module/script.ts";
import { isRootBy, SHOW_ROOT } from "../../lib/accounts/root.ts";
import { ENTRY, named, numbered } from "../../lib/accounts/entries.ts";
import { fields, stepFailed, unexpected } from "../../lib/script-output.ts";
import { GROUP_ARGS, type GroupArgs } from "./args.ts";
import { decideGroup, type GroupState } from "./decide.ts";

export const group = shellModule({
  name: "group",
  summary: "Creates, changes or removes a group of the target's users.",
  notes: [
    "groupadd, groupmod and groupdel do the work; on hosts with BusyBox only, addgroup and delgroup, which cannot change a `gid`.",
    "Only a new group is made with `system`: it changes nothing about one that exists.",
  ],
  args: GROUP_ARGS,
  returns: { name: "The group.", state: "Whether it exists: present or absent.", gid: "Its number." },
  examples: [
    { title: "Create a group", args: { name: "kafka", system: true } },
    { title: "Create a group with a number", args: { name: "deploy", gid: 2000 } },
    { title: "Remove a group", args: { name: "deploy", state: "absent" } },
  ],
  probe: ({ name, gid }) => ({
    script: read`${ENTRY}
entry=$(entry group ${name} ${named(name)})
printf 'entry %s\\n' "$entry"
${gid === undefined ? read`:` : read`printf 'holder %s\\n' "$(entry group ${String(gid)} ${numbered(gid)})"`}
gid=\${entry#*:*:}
gid=\${gid%%:*}
[ -z "$gid" ] || grep -e "^[^:]*:[^:]*:[^:]*:$gid:" /etc/passwd | sed 's/^\\([^:]*\\):.*/user \\1/'
for tool in groupadd addgroup; do
if command -v "$tool" >/dev/null 2>&1; then echo "tool $tool"; break; fi
done
${SHOW_ROOT}`,
    parse: (answer) => parse(name, answer),
  }),
  decide: decideGroup,
  apply: (args, _, state) => ({
    script: write`${work(args, state)} || exit
${ENTRY}
printf 'entry %s\\n' "$(entry group ${args.name} ${named(args.name)})"`,
    parse: (answer) => parseApplied(args, answer),
  }),
});

function parse(name: string, answer: Answer): Outcome<GroupState> {
  const output = fields(answer.stdout);
  const entry = output.get("entry");
  if (entry === undefined) return unexpected(`the group ${name}`, answer);
  const holder = output.get("holder")?.split(":", 1)[0];
  return good({
    gid: gidOf(entry),
    holder: holder === "" || holder === name ? undefined : holder,
    users: output.all("user"),
    tool: output.get("tool"),
    isRoot: isRootBy(output),
  });
}

function gidOf(entry: string): number | undefined {
  return entry === "" ? undefined : Number(entry.split(":")[2]);
}

function work(args: GroupArgs, { gid, tool }: GroupState): Script<"write"> {
  const { name, state, system, non_unique, force } = args;
  const number =
    args.gid === undefined ? [] : ["-g", String(args.gid), ...(non_unique && tool === "groupadd" ? ["-o"] : [])];
  if (tool === "addgroup") {
    if (state === "absent") return write`with_environment delgroup ${name}`;
    return write`with_environment addgroup ${[...(system ? ["-S"] : []), ...number, name]}`;
  }
  if (state === "absent") return write`with_environment groupdel ${[...(force ? ["-f"] : []), "--", name]}`;
  if (gid !== undefined) return write`with_environment groupmod ${[...number, "--", name]}`;
  return write`with_environment groupadd ${[...(system ? ["-r"] : []), ...number, "--", name]}`;
}

function parseApplied({ name, state }: GroupArgs, answer: Answer): Outcome<ValueMap> {
  if (answer.exit !== 0) return stepFailed(`change the group ${name}`, answer);
  const gid = gidOf(fields(answer.stdout).get("entry") ?? "");
  return good(state === "absent" || gid === undefined ? {} : { gid });
}
