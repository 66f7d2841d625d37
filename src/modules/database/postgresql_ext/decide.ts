import { databaseFault } from "../../../errors/catalogue/databases.ts";
import { Unknown } from "../../../model/unknown.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater, type Asked } from "../../lib/database/server.ts";
import { nameInServer } from "../../lib/postgresql/args.ts";
import { postgresqlServer } from "../../lib/postgresql/server.ts";
import type { ExtensionArgs } from "./args.ts";
import { asExtension, type Extension, type ExtensionState } from "./probe.ts";

export function decideExtension(args: ExtensionArgs, asked: Asked<ExtensionState>, predicted: Predicted): Decision {
  const result = { ext: args.name, db: args.login_db };
  const database = predicted.get({ kind: "database", name: nameInServer(args, args.login_db) });
  if (database instanceof Unknown) return { changes: [], result, unpredictable: database.reason };
  if (database === null) {
    return { changes: [], result, unpredictable: `an earlier task would remove the database ${args.login_db}` };
  }
  if (asked.is === "answered") return decideIn(args, asked.state, predicted);
  if (database === undefined) {
    const later = serverLater(postgresqlServer(args), asked, predicted);
    if ("fault" in later) return { changes: [], result, fault: later.fault };
    const why = later.is === "unknown" ? later.why : `the database ${args.login_db} of the new server is not known yet`;
    return { changes: [], result, unpredictable: why };
  }
  // Which extensions a server that does not run yet offers is not known; every new database has this one.
  const extension = args.name === "plpgsql" ? { version: "1.0", schema: "pg_catalog" } : undefined;
  return decideIn(args, { extension, latest: "", hasVersion: true }, predicted);
}

function decideIn(args: ExtensionArgs, state: ExtensionState, predicted: Predicted): Decision {
  const { name, login_db } = args;
  const result = { ext: name, db: login_db };
  const resource = { kind: "database", name: `${nameInServer(args, login_db)} extension ${name}` } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
  const now = later === undefined ? state.extension : asExtension(later);
  const before = now ? { ...now } : null;
  if (args.state === "absent") {
    const change = { resource, summary: `remove the extension ${name} from ${login_db}`, before, after: null };
    return { changes: now ? [change] : [], result };
  }
  const what = differing(args, state, now);
  if (now && what.length === 0) return { changes: [], result };
  if (state.latest === undefined || !state.hasVersion) {
    if (predicted.any("package")) {
      return { changes: [], result, unpredictable: `an earlier task may install the files of the extension ${name}` };
    }
    const fault = databaseFault("modules/no-extension", { name, version: args.version }, { missing: true });
    return { changes: [], result, fault };
  }
  const summary = now
    ? `change ${what.map(([word]) => word).join(" and ")} of the extension ${name} in ${login_db}`
    : `install the extension ${name} in ${login_db}`;
  return { changes: [{ resource, summary, before, after: { ...before, ...Object.fromEntries(what) } }], result };
}

/** What an extension does not have as desired. */
export function differing(
  { version, schema }: ExtensionArgs,
  { latest }: ExtensionState,
  now: Extension | undefined,
): readonly (readonly [keyof Extension, string])[] {
  const wanted = [
    ["version", version === "latest" ? latest : version],
    ["schema", schema],
  ] as const;
  return wanted.flatMap(([word, value]) =>
    value === undefined || value === "" || value === now?.[word] ? [] : [[word, value] as const],
  );
}
