import { shellModule } from "../../../module/contract.ts";
import { POSTGRESQL_NOTES } from "../../lib/postgresql/args.ts";
import { withoutServerUser } from "../../lib/postgresql/server.ts";
import { applyDatabase } from "./apply.ts";
import { POSTGRESQL_DB_ARGS } from "./args.ts";
import { decideDatabase } from "./decide.ts";
import { probeDatabase } from "./probe.ts";

export const postgresql_db = shellModule({
  name: "postgresql_db",
  summary: "Makes sure that a PostgreSQL database exists with this owner, or does not exist.",
  notes: [
    ...POSTGRESQL_NOTES,
    "A database with another encoding or sort order is a failure, because these cannot be changed.",
    "A database that somebody is connected to cannot be removed.",
  ],
  args: POSTGRESQL_DB_ARGS,
  returns: { db: "The database." },
  examples: [
    { title: "Create the database of an application", args: { name: "app", owner: "app" } },
    {
      title: "Create a database with a sort order of its own",
      args: { name: "shop", encoding: "UTF8", lc_collate: "C", lc_ctype: "C", template: "template0" },
    },
  ],
  probe: probeDatabase,
  withoutUser: withoutServerUser,
  decide: decideDatabase,
  apply: (args, _changes, state) => applyDatabase(args, state),
});
