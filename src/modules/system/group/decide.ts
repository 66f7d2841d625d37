import { systemFault } from "../../../errors/catalogue/system.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import type { GroupArgs } from "./args.ts";

export interface GroupState {
  /** Undefined if the group does not exist. */
  readonly gid: Value | undefined;
  /** Another group that has the desired number. */
  readonly holder: string | undefined;
  /** The users whose primary group it is. */
  readonly users: readonly string[];
  /** The program that makes groups. */
  readonly tool: string | undefined;
  readonly isRoot: boolean;
}

export function decideGroup(args: GroupArgs, found: GroupState, predicted: Predicted): Decision {
  const { name, state } = args;
  const now = predictedGid(name, found, predicted);
  if (now instanceof Unknown) return { changes: [], result: { name }, unpredictable: now.reason };
  if (state === "absent") {
    if (now === undefined) return { changes: [], result: { name, state } };
    const fault = missingTool(found) ?? primaryFault(args, found, predicted);
    if (fault) return { changes: [], result: { name }, fault };
    const removal: Change = {
      resource: { kind: "group", name },
      summary: `remove the group ${name}`,
      before: { gid: now.gid },
      after: null,
    };
    return { changes: [removal], result: { name, state } };
  }
  if (now && args.gid !== undefined && now.gid instanceof Unknown) {
    return { changes: [], result: { name }, unpredictable: `the number of the new group ${name} is not known yet` };
  }
  const gid = args.gid ?? now?.gid ?? new Unknown("the target chooses the number of a new group");
  const result = { name, state, gid };
  if (now && now.gid === gid) return { changes: [], result };
  const fault = missingTool(found, now !== undefined) ?? takenFault(args, found, predicted);
  if (fault) return { changes: [], result: { name }, fault };
  const summary = now ? `change the gid of the group ${name} to ${args.gid ?? ""}` : `create the group ${name}`;
  const change = {
    resource: { kind: "group", name },
    summary,
    before: now ? { gid: now.gid } : null,
    after: { gid },
  } as const;
  return { changes: [change], result };
}

/** The group after the changes that check mode has predicted. */
function predictedGid(name: string, { gid }: GroupState, predicted: Predicted): { gid: Value } | Unknown | undefined {
  const later = predicted.get({ kind: "group", name });
  if (later === undefined) return gid === undefined ? undefined : { gid };
  if (later instanceof Unknown) return later;
  return isMap(later) ? { gid: later["gid"] ?? new Unknown("its number is not known") } : undefined;
}

function missingTool({ tool, isRoot }: GroupState, modifies = false): Fault | undefined {
  if (!isRoot) return systemFault("modules/not-root", { what: "change groups" });
  if (tool !== undefined && !(modifies && tool === "addgroup")) return undefined;
  const install = "the package is called `passwd` on Debian and `shadow` on Alpine";
  const program = modifies ? "groupmod" : "groupadd";
  return systemFault("modules/no-program", { program, what: "manage groups", install }, { missing: true });
}

function primaryFault({ name, force }: GroupArgs, { users }: GroupState, predicted: Predicted): Fault | undefined {
  if (force) return undefined;
  const user = users.find((each) => {
    const later = predicted.get({ kind: "user", name: each });
    return later === undefined || (isMap(later) && later["group"] === name);
  });
  return user === undefined
    ? undefined
    : systemFault("modules/primary-group", { group: name, user }, { missing: true });
}

function takenFault({ gid, non_unique }: GroupArgs, { holder }: GroupState, predicted: Predicted): Fault | undefined {
  if (gid === undefined || non_unique || holder === undefined) return undefined;
  if (predicted.get({ kind: "group", name: holder }) !== undefined) return undefined;
  return systemFault("modules/id-taken", { kind: "group", id: gid, holder }, { missing: true });
}
