import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import { read, sequence, write, type Script } from "../../../module/script.ts";
import type { Predicted } from "../../../module/contract.ts";
import { accountExists } from "../accounts/entries.ts";
import type { Fields } from "../script-output.ts";
import { chmodMode, showMode } from "./args.ts";
import { modeFrom } from "./mode.ts";
import type { Present } from "./state.ts";

/** A path's desired owner and permissions; attributes that are not given stay unchanged. */
export interface Ownership {
  readonly mode?: string;
  readonly owner?: string;
  readonly group?: string;
}

const isNumber = (name: string) => /^\d+$/.test(name);

/** Prints `no-user` or `no-group` if the target does not know the name. */
export function lookUpAccounts({ owner, group }: Ownership): Script<"read"> {
  const user =
    owner === undefined || isNumber(owner) ? [] : [read`id -u -- ${owner} >/dev/null 2>&1 || echo 'no-user 1'`];
  const inFile = (name: string) => `^${name.replace(/[.[\]*^$\\]/g, "\\$&")}:`;
  const groups =
    group === undefined || isNumber(group)
      ? []
      : [read`getent group -- ${group} >/dev/null 2>&1 || grep -q -e ${inFile(group)} /etc/group || echo 'no-group 1'`];
  return sequence([...user, ...groups]);
}

/** The accounts that the target does not know. */
export interface MissingAccounts {
  readonly user: boolean;
  readonly group: boolean;
}

/** What `lookUpAccounts` has printed. */
export function missingAccounts(answer: Fields): MissingAccounts {
  return { user: answer.get("no-user") !== undefined, group: answer.get("no-group") !== undefined };
}

/** The fault of an account that is neither there nor made by an earlier task. */
export function accountFault(
  { owner, group }: Ownership,
  missing: MissingAccounts,
  predicted: Predicted,
): Fault | undefined {
  const isMissing = (kind: "user" | "group", name: string | undefined) =>
    name !== undefined && !isNumber(name) && accountExists(kind, name, !missing[kind], predicted) === false;
  if (isMissing("user", owner)) return noAccount("user", owner);
  return isMissing("group", group) ? noAccount("group", group) : undefined;
}

function noAccount(kind: "user" | "group", name = ""): Fault {
  return moduleFault("modules/no-account", { kind, name }, { missing: true });
}

/** The path with the desired ownership. A name or number that already matches keeps its spelling. */
export function withOwnership<P extends Present>(present: P, { mode, owner, group }: Ownership): P {
  const bits = mode === undefined ? undefined : modeFrom(mode, present.mode, present.kind === "directory");
  return {
    ...present,
    ...(bits !== undefined && present.kind !== "link" && { mode: bits }),
    ...(owner !== undefined && !isSame(owner, present.owner, present.uid) && { owner }),
    ...(group !== undefined && !isSame(group, present.group, present.gid) && { group }),
  };
}

function isSame(desired: string, name: string | undefined, id: number | undefined): boolean {
  return desired === name || (isNumber(desired) && Number(desired) === id);
}

/** The differences as strings: `mode 0644 → 0600`. */
export function ownershipChanges(before: Present, after: Present): readonly string[] {
  const mode = (present: Present) => (present.mode === undefined ? "" : showMode(present.mode));
  return [
    { name: "mode", from: mode(before), to: mode(after) },
    { name: "owner", from: before.owner ?? "", to: after.owner ?? "" },
    { name: "group", from: before.group ?? "", to: after.group ?? "" },
  ].flatMap(({ name, from, to }) => (from === to ? [] : [`${name} ${from} → ${to}`]));
}

/** Defines `set_attributes`, which the functions of `src/shell/paths/` call: the owner first, because a change of owner clears the setuid bit. `more` follows. */
export function setOwnership(
  desired: { mode?: number | undefined; owner?: string | undefined; group?: string | undefined },
  more = write`:`,
) {
  const { mode, owner = "", group = "" } = desired;
  const spec = group === "" ? owner : `${owner}:${group}`;
  return write`set_attributes() {
${sequence<"read" | "write">([
  ...(spec === "" ? [] : [write`chown $\{no_follow--h} -- ${spec} "$file" || return`]),
  ...(mode === undefined ? [] : [write`chmod -- ${chmodMode(mode)} "$file" || return`]),
])}
${more}
}`;
}
