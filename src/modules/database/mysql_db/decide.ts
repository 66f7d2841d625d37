import { databaseFault } from "../../../errors/catalogue/databases.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater } from "../../lib/database/server.ts";
import { mysqlServer, nameInServer } from "../../lib/mysql/args.ts";
import { normalPath } from "../../lib/path/args.ts";
import { withPredicted } from "../../lib/path/state.ts";
import type { DatabaseArgs } from "./args.ts";
import type { Database, DatabaseState } from "./probe.ts";

export function decideDatabase(args: DatabaseArgs, state: DatabaseState, predicted: Predicted): Decision {
  const decision = decideIn(args, state.server, predicted);
  if (args.state !== "import" || decision.fault || decision.unpredictable !== undefined) return decision;
  const problem = withoutFile(args.target ?? "", state.hasTarget, predicted);
  if (problem) return { changes: [], result: decision.result, ...problem };
  const resource = {
    kind: "command",
    name: `import ${args.target ?? ""} into ${nameInServer(args, args.name)}`,
  } as const;
  const summary = `import ${args.target ?? ""} into the database ${args.name}`;
  return { ...decision, changes: [...decision.changes, { resource, summary, before: null, after: summary }] };
}

function withoutFile(
  path: string,
  exists: boolean,
  predicted: Predicted,
): Pick<Decision, "fault" | "unpredictable"> | undefined {
  const later = withPredicted(exists ? { kind: "file" } : "absent", predicted, normalPath(path));
  if (later instanceof Unknown) return { unpredictable: later.reason };
  return typeof later === "string"
    ? { fault: databaseFault("modules/nothing-to-import", { path }, { missing: true }) }
    : undefined;
}

function decideIn(args: DatabaseArgs, asked: DatabaseState["server"], predicted: Predicted): Decision {
  const result = { db: args.name };
  if (asked.is === "answered") return decideAfter(args, asked.state.database, predicted);
  const later = serverLater(mysqlServer(args), asked, predicted);
  if ("fault" in later) return { changes: [], result, fault: later.fault };
  if (later.is === "unknown") return { changes: [], result, unpredictable: later.why };
  if (OF_NEW_SERVERS.includes(args.name.toLowerCase())) {
    return { changes: [], result, unpredictable: `the database ${args.name} of the new server is not known yet` };
  }
  return decideAfter(args, undefined, predicted);
}

const OF_NEW_SERVERS = ["mysql", "sys", "test", "information_schema", "performance_schema"];

function decideAfter(args: DatabaseArgs, found: Database | undefined, predicted: Predicted): Decision {
  const { name } = args;
  const result = { db: name };
  const resource = { kind: "database", name: nameInServer(args, name) } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
  const now: ValueMap | undefined = later === undefined ? found && { ...found } : isMap(later) ? later : undefined;
  if (args.state === "absent") {
    const change = { resource, summary: `remove the database ${name}`, before: now ?? null, after: null };
    return { changes: now === undefined ? [] : [change], result };
  }
  const what = differing(args, now);
  if (now !== undefined && what.length === 0) return { changes: [], result };
  const after = { ...now, ...Object.fromEntries(what) };
  const summary =
    now === undefined
      ? `create the database ${name}`
      : `change ${what.map(([word]) => word).join(", ")} of the database ${name}`;
  return { changes: [{ resource, summary, before: now ?? null, after }], result };
}

/** What a database does not have as desired. */
export function differing(
  { encoding, collation }: DatabaseArgs,
  now: ValueMap | undefined,
): readonly [string, string][] {
  return Object.entries({ encoding, collation }).flatMap(([word, value]) =>
    value === undefined || spelled(value) === spelled(now?.[word]) ? [] : [[word, value]],
  );
}

/** utf8 and utf8mb3 are the same. */
function spelled(name: unknown): string {
  return typeof name === "string" ? name.toLowerCase().replace(/^utf8(?=_|$)/, "utf8mb3") : "";
}
