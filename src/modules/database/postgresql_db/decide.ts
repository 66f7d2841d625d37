import { databaseFault } from "../../../errors/catalogue/databases.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater, type Asked } from "../../lib/database/server.ts";
import { nameInServer } from "../../lib/postgresql/args.ts";
import { postgresqlServer } from "../../lib/postgresql/server.ts";
import type { DatabaseArgs } from "./args.ts";
import type { Database, DatabaseState } from "./probe.ts";

export function decideDatabase(args: DatabaseArgs, asked: Asked<DatabaseState>, predicted: Predicted): Decision {
  const result = { db: args.name };
  if (asked.is === "answered") return decideIn(args, asked.state, predicted);
  const later = serverLater(postgresqlServer(args), asked, predicted);
  if ("fault" in later) return { changes: [], result, fault: later.fault };
  if (later.is === "unknown") return { changes: [], result, unpredictable: later.why };
  if (OF_NEW_SERVERS.includes(args.name)) {
    return { changes: [], result, unpredictable: `the database ${args.name} of the new server is not known yet` };
  }
  const state = { database: undefined, hasOwner: args.owner === "postgres", encoding: args.encoding };
  return decideIn(args, state, predicted);
}

const OF_NEW_SERVERS = ["postgres", "template0", "template1"];

function decideIn(args: DatabaseArgs, state: DatabaseState, predicted: Predicted): Decision {
  const { name } = args;
  const result = { db: name };
  const resource = { kind: "database", name: nameInServer(args, name) } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
  const now = later === undefined ? asMap(state.database) : isMap(later) ? later : undefined;
  if (args.state === "absent") {
    const change = { resource, summary: `remove the database ${name}`, before: now ?? null, after: null };
    return { changes: now === undefined ? [] : [change], result };
  }
  const fault = missingOwner(args, state, predicted) ?? (now && fixedDifference(args, state, now));
  if (fault) return { changes: [], result, fault };
  const after = { ...now, ...given(args) };
  const what = changeable(args, now);
  if (now !== undefined && what.length === 0) return { changes: [], result };
  const summary =
    now === undefined
      ? `create the database ${name}`
      : `change ${what.map(([word]) => word).join(", ")} of the database ${name}`;
  return { changes: [{ resource, summary, before: now ?? null, after }], result };
}

function asMap(database: Database | undefined): ValueMap | undefined {
  return database === undefined ? undefined : { ...database };
}

/** What a new database is said to have: the server chooses the rest. */
function given({ owner, encoding, lc_collate, lc_ctype, conn_limit }: DatabaseArgs): ValueMap {
  const all = { owner, encoding, lc_collate, lc_ctype, conn_limit };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
}

function missingOwner(
  { name, owner, ...login }: DatabaseArgs,
  { hasOwner }: DatabaseState,
  predicted: Predicted,
): Fault | undefined {
  if (owner === undefined) return undefined;
  const later = predicted.get({ kind: "database-user", name: nameInServer(login, owner) });
  const exists = later === undefined ? hasOwner : later !== null;
  return exists ? undefined : databaseFault("modules/no-role", { role: owner, database: name }, { missing: true });
}

/** What cannot be changed once a database exists. */
function fixedDifference(args: DatabaseArgs, { encoding }: DatabaseState, now: ValueMap): Fault | undefined {
  const desired = {
    encoding: args.encoding && (encoding || args.encoding),
    lc_collate: args.lc_collate,
    lc_ctype: args.lc_ctype,
  };
  for (const [what, value] of Object.entries(desired)) {
    const actual = now[what];
    if (value === undefined || typeof actual !== "string" || spelled(actual) === spelled(value)) continue;
    return databaseFault(
      "modules/fixed-database",
      { database: args.name, what, actual, desired: value },
      { missing: true },
    );
  }
  return undefined;
}

/** de_DE.UTF-8 and de_DE.utf8 are the same. */
function spelled(locale: string): string {
  return locale.toLowerCase().replaceAll(/(?<=\..*)-|^utf-(?=8$)/g, (found) => found.replace("-", ""));
}

/** What differs and can be changed. */
export function changeable({ owner, conn_limit }: DatabaseArgs, now: Readonly<Record<string, Value>> | undefined) {
  const all = [
    ["owner", owner],
    ["conn_limit", conn_limit],
  ] as const;
  return all.filter(([name, value]) => value !== undefined && value !== now?.[name]);
}
