import { good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Change } from "../../../model/change.ts";
import type { NonEmpty } from "../../../model/non-empty.ts";
import type { Answer } from "../../../module/answer.ts";
import type { Apply } from "../../../module/contract.ts";
import { sequence, write, type Script } from "../../../module/script.ts";
import { ENTRY, named } from "../../lib/accounts/entries.ts";
import { arrived } from "../../lib/path/walk.ts";
import { fields, stepFailed } from "../../lib/script-output.ts";
import type { UserArgs } from "./args.ts";
import { desiredAccount, setsPassword, storedHash } from "./desired.ts";
import { accountOf } from "./probe.ts";
import { makeKey, keyResult } from "./ssh-key.ts";
import type { Account, UserState } from "./state.ts";

export function applyUser(args: UserArgs, changes: NonEmpty<Change>, found: UserState): Apply {
  const { name } = args;
  if (args.state === "absent") {
    return {
      script: write`${removalOf(args, found)}`,
      parse: (answer) => (answer.exit === 0 ? good({}) : failed(name, answer)),
    };
  }
  const desired = desiredAccount(args, found.account, found, found.ownGroup.exists);
  const now = found.account;
  const steps = now
    ? [...modification(args, now, desired), ...homeOf(args, changes, desired)]
    : creation(args, desired, found);
  const password = setsPassword(args, now, found)
    ? [write`printf '%s:%s\\n' ${name} ${storedHash(args)} | with_environment chpasswd -e || exit`]
    : [];
  const script = sequence([
    ...steps,
    ...password,
    ...makeKey(args, changes, desired),
    write`${ENTRY}
entry=$(entry passwd ${name} ${named(name)})
printf 'passwd %s\\n' "$entry"
rest=\${entry#*:*:*:}
gid=\${rest%%:*}
primary=$(entry group "$gid" "[^:]*:[^:]*:$gid")
echo "primary \${primary%%:*}"`,
  ]);
  return { script, parse: (answer) => parse(name, answer) };
}

function removalOf({ name, remove, force }: UserArgs, { tools }: UserState): Script<"write"> {
  if (!tools.includes("useradd"))
    return write`with_environment deluser ${[...(remove ? ["--remove-home"] : []), name]}`;
  return write`with_environment userdel ${[...(force ? ["-f"] : []), ...(remove ? ["-r"] : []), "--", name]}`;
}

/** useradd, or the `adduser` of BusyBox. */
function creation(args: UserArgs, desired: Account, { tools, ownGroup }: UserState): readonly Script<"write">[] {
  const { name, uid, non_unique, system, comment, group, home, create_home, shell, skeleton } = args;
  const groups = Array.isArray(desired.groups) ? (desired.groups as readonly string[]) : [];
  const given = (option: string, value: string | number | undefined) =>
    value === undefined ? [] : [option, String(value)];
  const common = [...given("-u", uid), ...given("-s", shell), ...(create_home ? given("-k", skeleton) : [])];
  if (!tools.includes("useradd")) {
    const options = [
      ...(system ? ["-S"] : []),
      ...(create_home ? [] : ["-H"]),
      ...given("-h", home),
      ...given("-g", comment),
      ...given("-G", group),
    ];
    const joins = groups.map((each) => write`with_environment addgroup ${[name, each]} || exit`);
    return [write`with_environment adduser -D ${[...options, ...common, name]} || exit`, ...joins];
  }
  const primary = group === undefined ? (ownGroup.exists ? ["-N"] : []) : ["-g", group];
  const options = [
    ...(system ? ["-r"] : []),
    ...(non_unique && uid !== undefined ? ["-o"] : []),
    ...(create_home ? ["-m"] : ["-M"]),
    ...primary,
    ...(groups.length > 0 ? ["-G", groups.join(",")] : []),
    ...given("-c", comment),
    ...given("-d", home),
    ...(desired.expires === null ? [] : ["-e", dateOf(desired.expires)]),
  ];
  return [write`with_environment useradd ${[...options, ...common, "--", name]} || exit`];
}

/** A day since 1970 as usermod takes it; empty: never. */
function dateOf(day: number | null): string {
  return day === null ? "" : new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function modification(args: UserArgs, now: Account, desired: Account): readonly Script<"write">[] {
  const { name, non_unique, move_home } = args;
  const list = (groups: Account["groups"]) => (Array.isArray(groups) ? groups.join(",") : "");
  const option = (flag: string, from: unknown, to: unknown, more: readonly string[] = []) =>
    from === to ? [] : [flag, String(to), ...more];
  const options = [
    ...option("-u", now.uid, desired.uid, non_unique ? ["-o"] : []),
    ...option("-g", now.group, desired.group),
    ...option("-G", list(now.groups), list(desired.groups)),
    ...option("-c", now.comment, desired.comment),
    ...option("-d", now.home, desired.home, move_home ? ["-m"] : []),
    ...option("-s", now.shell, desired.shell),
    ...option("-e", dateOf(now.expires), dateOf(desired.expires)),
  ];
  const locks = now.locked === desired.locked || args.password_lock === undefined ? [] : [desired.locked ? "-L" : "-U"];
  return [options, locks]
    .filter((each) => each.length > 0)
    .map((each) => write`with_environment usermod ${[...each, "--", name]} || exit`);
}

/** Makes the missing home folder of a user that exists. */
function homeOf(
  { name, skeleton = "/etc/skel", move_home }: UserArgs,
  changes: NonEmpty<Change>,
  { home }: Account,
): readonly Script<"write">[] {
  if (
    typeof home !== "string" ||
    move_home ||
    !changes.some(({ resource }) => resource.kind === "path" && resource.name === home)
  )
    return [];
  const src = `${skeleton}/.`;
  const spec = `${name}:`;
  return [
    write`unsafe_links=
make_folders ${home}
[ ! -d ${skeleton} ] || cp -R -- ${src} . || fail 'The files for the home folder cannot be copied.'
chown -R -h -- ${spec} . || fail 'The home folder cannot be given to the user.'`,
  ];
}

function parse(name: string, answer: Answer): Outcome<ValueMap> {
  const arrival = arrived(name, `change the user ${name}`)(answer);
  if (!arrival.ok) return arrival;
  const output = fields(answer.stdout);
  const entry = output.get("passwd") ?? "";
  if (entry === "") return failed(name, answer);
  const { uid, group, comment, home, shell } = accountOf(entry, output);
  return good({ uid, group, comment, home, shell, ...keyResult(output.get("public")) });
}

const failed = (name: string, answer: Answer) => stepFailed(`change the user ${name}`, answer);
