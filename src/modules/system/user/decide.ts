import { moduleFault } from "../../../errors/catalogue/modules.ts";
import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { accountExists } from "../../lib/accounts/entries.ts";
import { withPredicted } from "../../lib/path/state.ts";
import type { UserArgs } from "./args.ts";
import { desiredAccount, setsPassword } from "./desired.ts";
import { desiredGroups } from "./probe.ts";
import { decideKey } from "./ssh-key.ts";
import { toValue, withPredictedUser, type Account, type UserState } from "./state.ts";

export function decideUser(args: UserArgs, found: UserState, predicted: Predicted): Decision {
  const { name, state } = args;
  const now = withPredictedUser(name, found.account, predicted);
  if (now instanceof Unknown) return { changes: [], result: { name }, unpredictable: now.reason };
  const isLater = now !== undefined && now !== found.account;
  const seen = isLater ? { ...found, samePassword: false } : found;
  if (state === "absent") return now ? removal(args, now, seen, predicted) : { changes: [], result: { name, state } };
  const unknown = now && unknownAttribute(args, now, isLater);
  if (unknown !== undefined)
    return { changes: [], result: { name }, unpredictable: `the ${unknown} of the user ${name} is not known yet` };
  const namesake = accountExists("group", name, found.ownGroup.exists, predicted);
  const desired = desiredAccount(args, now, seen, namesake !== false);
  const differences = now ? differencesOf(args, now, desired, seen) : [];
  const home = homeChanges(args, now, desired, seen, predicted);
  const key = decideKey(args, desired, found, predicted, home);
  if (key.unpredictable !== undefined) return { changes: [], result: { name }, unpredictable: key.unpredictable };
  const { uid, group, groups, comment, shell } = desired;
  const result = { name, state, uid, group, groups, comment, home: desired.home, shell, ...key.result };
  if (now && differences.length === 0 && home.length === 0 && key.changes.length === 0 && !key.fault)
    return { changes: [], result };
  const fault = faultOf(args, now, desired, seen, predicted, differences) ?? key.fault;
  if (fault) return { changes: [], result: { name }, fault };
  const resource = { kind: "user", name } as const;
  const own: readonly Change[] = now
    ? differences.length === 0
      ? []
      : [
          {
            resource,
            summary: `set ${differences.join(", ")} of the user ${name}`,
            before: toValue(now),
            after: toValue(desired),
          },
        ]
    : [
        { resource, summary: `create the user ${name}`, before: null, after: toValue(desired) },
        ...ownGroup(args, desired),
      ];
  return { changes: [...own, ...home, ...key.changes], result };
}

/** A new user's group of its own. */
function ownGroup({ name, group }: UserArgs, desired: Account): readonly Change[] {
  if (group !== undefined || desired.group !== name) return [];
  const gid = new Unknown("the target chooses the number of a new group");
  return [{ resource: { kind: "group", name }, summary: `create the group ${name}`, before: null, after: { gid } }];
}

/** An argument about something that an earlier task leaves to the target. */
function unknownAttribute(args: UserArgs, now: Account, isLater: boolean): string | undefined {
  if (isLater && args.password !== undefined && args.update_password === "always") return "password";
  const given = ["uid", "group", "groups", "home", "shell"] as const;
  return given.find((key) => args[key] !== undefined && now[key] instanceof Unknown);
}

/** The attributes that differ, as words: `shell /bin/sh → /bin/bash`. */
function differencesOf(args: UserArgs, now: Account, desired: Account, state: UserState): readonly string[] {
  const show = (value: Value) =>
    value === null ? "never" : Array.isArray(value) ? value.join(",") || "none" : JSON.stringify(value);
  const plain = (["uid", "group", "groups", "comment", "home", "shell", "expires"] as const).flatMap((key) => {
    const [from, to] = [show(now[key]), show(desired[key])];
    return from === to ? [] : [`${key} ${from} → ${to}`.replaceAll('"', "")];
  });
  if (setsPassword(args, now, state)) return [...plain, "the password"];
  return now.locked === desired.locked
    ? plain
    : [...plain, desired.locked ? "a locked password" : "an unlocked password"];
}

/** The home folder that is made, with its files, or moved. */
function homeChanges(
  { name, home: given, create_home, move_home }: UserArgs,
  now: Account | undefined,
  { home, group }: Account,
  { hasHome, skeleton }: UserState,
  predicted: Predicted,
): readonly Change[] {
  if (home instanceof Unknown) return [];
  const path = (path: string, summary: string, after: Value): Change => ({
    resource: { kind: "path", name: path },
    summary,
    before: null,
    after,
  });
  const folder = { type: "directory", owner: name, group };
  if (now && move_home && given !== undefined && now.home !== home && !(now.home instanceof Unknown)) {
    return [path(now.home, `move ${now.home} to ${home}`, null), path(home, `move ${now.home} to ${home}`, folder)];
  }
  if (!create_home) return [];
  const existing = withPredicted(hasHome ? { kind: "directory" } : "absent", predicted, home);
  if (existing !== "absent") return [];
  const copies = skeleton.map((file) => path(`${home}/${file}`, `copy ${file} to ${home}`, COPIED));
  return [path(home, `make the home folder ${home}`, folder), ...copies];
}

const COPIED = new Unknown("it is copied to the new home folder");

function removal(args: UserArgs, now: Account, found: UserState, predicted: Predicted): Decision {
  const { name, remove, state } = args;
  const { hasHome, ownGroup } = found;
  const fault = toolFault(found, false);
  if (fault) return { changes: [], result: { name }, fault };
  const group = predicted.get({ kind: "group", name });
  const goes = group === undefined ? ownGroup.isRemoved : isMap(group) && now.group === name;
  const changes: Change[] = [
    { resource: { kind: "user", name }, summary: `remove the user ${name}`, before: toValue(now), after: null },
    ...(goes
      ? [{ resource: { kind: "group", name }, summary: `remove the group ${name}`, before: {}, after: null } as const]
      : []),
  ];
  if (
    remove &&
    typeof now.home === "string" &&
    withPredicted(hasHome ? { kind: "directory" } : "absent", predicted, now.home) !== "absent"
  ) {
    changes.push({
      resource: { kind: "path", name: now.home },
      summary: `remove ${now.home}`,
      before: { type: "directory" },
      after: null,
    });
  }
  return { changes, result: { name, state } };
}

function faultOf(
  args: UserArgs,
  now: Account | undefined,
  desired: Account,
  found: UserState,
  predicted: Predicted,
  differences: readonly string[],
): Fault | undefined {
  const missing = { missing: true };
  const group = desiredGroups(args).find(
    (each) => accountExists("group", each, found.groups.has(each), predicted) === false,
  );
  if (group !== undefined) return moduleFault("modules/no-account", { kind: "group", name: group }, missing);
  const { uid, non_unique } = args;
  if (uid !== undefined && uid !== now?.uid && !non_unique && found.holder !== undefined) {
    if (predicted.get({ kind: "user", name: found.holder }) === undefined)
      return systemFault("modules/id-taken", { kind: "user", id: uid, holder: found.holder }, missing);
  }
  const usesShadow = args.password !== undefined || args.password_lock !== undefined || args.expires !== undefined;
  if (now && usesShadow && !found.readable) return moduleFault("modules/unreadable", { path: "/etc/shadow" });
  if (args.password_lock === false && desired.hasPassword === false)
    return systemFault("modules/no-password", { user: args.name });
  const modified = differences.filter((each) => each !== "the password");
  return toolFault(found, modified.length > 0 || (!now && desired.expires !== null));
}

function toolFault({ tools, isRoot }: UserState, modifies: boolean): Fault | undefined {
  if (!isRoot) return systemFault("modules/not-root", { what: "change users" });
  const program = modifies ? "usermod" : "useradd";
  if (modifies ? tools.includes("usermod") : tools.length > 0) return undefined;
  const install = "the package is called `passwd` on Debian and `shadow` on Alpine";
  return systemFault("modules/no-program", { program, what: "change users", install }, { missing: true });
}
