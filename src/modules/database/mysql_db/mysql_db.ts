import { shellModule } from "../../../module/contract.ts";
import { MYSQL_NOTES } from "../../lib/mysql/args.ts";
import { applyDatabase } from "./apply.ts";
import { MYSQL_DB_ARGS } from "./args.ts";
import { decideDatabase } from "./decide.ts";
import { probeDatabase } from "./probe.ts";

export const mysql_db = shellModule({
  name: "mysql_db",
  summary: "Makes sure that a MariaDB or MySQL database exists, or does not exist.",
  notes: [
    ...MYSQL_NOTES,
    "The encoding and the sort order of a database are those of its new tables. If they differ they are changed; tables that exist are left alone.",
  ],
  args: MYSQL_DB_ARGS,
  returns: { db: "The database." },
  examples: [
    { title: "Create the database of an application", args: { name: "app", encoding: "utf8mb4" } },
    {
      title: "Create a database on another server",
      args: {
        name: "shop",
        collation: "utf8mb4_unicode_ci",
        login_host: "db.example",
        login_user: "admin",
        login_password: "{{ db_admin_password }}",
      },
    },
  ],
  probe: probeDatabase,
  decide: decideDatabase,
  apply: (args, _changes, state) => applyDatabase(args, state),
});
