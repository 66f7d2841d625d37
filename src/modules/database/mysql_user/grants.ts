import type { UserArgs } from "./args.ts";
import { desiredGrants, type Grant } from "./words.ts";

const ALL = "ALL PRIVILEGES";
const OPTION = "GRANT OPTION";

/** What has to be revoked, and then granted. */
export interface GrantChanges {
  readonly revoke: readonly Grant[];
  readonly grant: readonly Grant[];
}

export function grantChanges({ priv, append_privs, name }: UserArgs, now: readonly Grant[]): GrantChanges {
  if (priv === undefined) return { revoke: [], grant: [] };
  const [current, desired] = [byTarget(now), byTarget(desiredGrants(priv))];
  const changes = [...new Set([...current.keys(), ...desired.keys()])].map((target) => {
    const [has, wants] = [current.get(target) ?? [], desired.get(target)];
    // As in Ansible, root keeps what is not named.
    const isKept = append_privs || (wants === undefined && name === "root");
    const revoked = isKept ? [] : has.filter((each) => !covers(wants ?? [], each));
    const left = has.filter((each) => !revoked.some((one) => takes(one, each)));
    return { target, revoked, granted: (wants ?? []).filter((each) => !covers(left, each)) };
  });
  return {
    revoke: changes.map(({ target, revoked }) => ({ target, privileges: revoked })).filter(isNotEmpty),
    grant: changes.map(({ target, granted }) => ({ target, privileges: granted })).filter(isNotEmpty),
  };
}

/** The privileges after these changes. */
export function grantsAfter(now: readonly Grant[], { revoke, grant }: GrantChanges): readonly Grant[] {
  const revoked = byTarget(revoke);
  const left = now.map(({ target, privileges }) => ({
    target,
    privileges: privileges.filter((each) => !revoked.get(target)?.some((one) => takes(one, each))),
  }));
  return [...byTarget([...left, ...grant])].map(([target, privileges]) => ({ target, privileges })).filter(isNotEmpty);
}

/** Whether one that is revoked takes the other along: a privilege on a table does so with the same one on its columns. */
function takes(revoked: string, one: string): boolean {
  return covers([revoked], one) || one.startsWith(`${revoked} (`);
}

/** Sorted, each once; `ALL` stands for all others but the option to pass them on. */
function byTarget(grants: readonly Grant[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { target, privileges } of grants) {
    const all = [...new Set([...(found.get(target) ?? []), ...privileges])].sort();
    found.set(target, all.includes(ALL) ? all.filter((each) => each === ALL || each === OPTION) : all);
  }
  return found;
}

function covers(privileges: readonly string[], one: string): boolean {
  return privileges.includes(one) || (one !== OPTION && privileges.includes(ALL));
}

function isNotEmpty({ privileges }: Grant): boolean {
  return privileges.length > 0;
}
