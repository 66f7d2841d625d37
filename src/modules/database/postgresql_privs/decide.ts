import { databaseFault } from "../../../errors/catalogue/databases.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Value } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater, type Asked } from "../../lib/database/server.ts";
import { nameInServer } from "../../lib/postgresql/args.ts";
import { postgresqlServer } from "../../lib/postgresql/server.ts";
import { namedObjects, namedPrivileges, type PrivilegeArgs } from "./args.ts";
import type { PrivilegeState } from "./probe.ts";

export function decidePrivileges(args: PrivilegeArgs, asked: Asked<PrivilegeState>, predicted: Predicted): Decision {
  const database = predicted.get({ kind: "database", name: nameInServer(args, args.login_db) });
  const unknown = (why: string): Decision => ({ changes: [], result: {}, unpredictable: why });
  if (database instanceof Unknown) return unknown(database.reason);
  if (database !== undefined && (database === null || asked.is !== "answered" || args.type === "database")) {
    return unknown(`an earlier task would change the database ${args.login_db}`);
  }
  if (asked.is === "answered") return decideIn(args, asked.state, predicted);
  const later = serverLater(postgresqlServer(args), asked, predicted);
  if ("fault" in later) return { changes: [], result: {}, fault: later.fault };
  return unknown(later.is === "unknown" ? later.why : "the objects of the new server are not known yet");
}

function decideIn(args: PrivilegeArgs, state: PrivilegeState, predicted: Predicted): Decision {
  const fault = roleFault(args, state, predicted) ?? objectFault(args, state);
  if (fault) return { changes: [], result: {}, fault };
  const changes = state.objects.flatMap(({ name }) =>
    args.roles.flatMap((role) => changeOf(args, state, { name, role }, predicted)),
  );
  return { changes, result: {} };
}

function roleFault({ roles, ...login }: PrivilegeArgs, state: PrivilegeState, predicted: Predicted): Fault | undefined {
  const role = roles.find((each) => {
    const later = predicted.get({ kind: "database-user", name: nameInServer(login, each) });
    return each !== "PUBLIC" && (later === undefined ? !state.roles.includes(each) : later === null);
  });
  return role === undefined ? undefined : databaseFault("modules/no-role-for-privileges", { role }, { missing: true });
}

function objectFault(args: PrivilegeArgs, { objects }: PrivilegeState): Fault | undefined {
  const name = namedObjects(args)?.find((each) => !objects.some((object) => object.name === each));
  if (name === undefined) return undefined;
  const { type, schema, login_db: database } = args;
  const place = type === "table" || type === "sequence" ? `schema ${schema} of the database ${database}` : "server";
  return databaseFault("modules/no-database-object", { type, name, place }, { missing: true });
}

interface Pair {
  readonly name: string;
  readonly role: string;
}

function changeOf(args: PrivilegeArgs, state: PrivilegeState, pair: Pair, predicted: Predicted): readonly Change[] {
  const resource = { kind: "database", name: `${nameInServer(args, args.login_db)} ${titleOf(args, pair)}` } as const;
  const later = predicted.get(resource);
  const held = later === undefined ? heldBy(state, pair) : fromTexts(later);
  const { grant, revoke, bind } = stepsFor(args, state, held);
  if (grant.length + revoke.length + bind.length === 0) return [];
  const after = new Map(held);
  for (const word of grant) after.set(word, args.grant_option === true);
  for (const word of bind) after.set(word, false);
  for (const word of revoke) after.delete(word);
  const words = [...grant, ...revoke, ...bind].join(", ");
  const verb = grant.length > 0 ? "grant" : bind.length > 0 ? "no longer let pass on" : "revoke";
  const summary = `${verb} ${words} on ${titleOf(args, pair)}`;
  return [{ resource, summary, before: toTexts(held), after: toTexts(after) }];
}

const titleOf = ({ type, schema }: PrivilegeArgs, { name, role }: Pair) =>
  `the ${type} ${type === "table" || type === "sequence" ? `${schema}.` : ""}${name} for ${role}`;

/** Privileges, and whether they may be passed on. */
type Privileges = ReadonlyMap<string, boolean>;

export function heldBy({ objects }: PrivilegeState, { name, role }: Pair): Privileges {
  const all = objects.find((object) => object.name === name)?.held ?? [];
  const own = all.filter((each) => (each.role ?? "PUBLIC") === role && (each.role === null) === (role === "PUBLIC"));
  const held = new Map<string, boolean>();
  // Several roles may have granted one privilege.
  for (const { privilege, grantable } of own) held.set(privilege, grantable || held.get(privilege) === true);
  return held;
}

/** What a role lacks, has too much, or may pass on though it should not. */
export function stepsFor(args: PrivilegeArgs, { all }: PrivilegeState, held: Privileges) {
  const named = namedPrivileges(args);
  const wanted = named.includes("ALL") ? all : [...new Set(named)];
  if (args.state === "absent") return { grant: [], bind: [], revoke: wanted.filter((word) => held.has(word)) };
  const { grant_option } = args;
  return {
    grant: wanted.filter((word) => !held.has(word) || (grant_option === true && held.get(word) !== true)),
    bind: grant_option === false ? wanted.filter((word) => held.get(word) === true) : [],
    revoke: [],
  };
}

/** As `--diff` shows them: a star marks those that may be passed on. */
function toTexts(held: Privileges): readonly string[] {
  return [...held].map(([word, grantable]) => `${word}${grantable ? "*" : ""}`).sort();
}

function fromTexts(value: Value): Privileges {
  const texts = Array.isArray(value) ? value.map(String) : [];
  return new Map(texts.map((text) => [text.replace("*", ""), text.endsWith("*")]));
}
