import { shellModule } from "../../../module/contract.ts";
import { MYSQL_NOTES } from "../../lib/mysql/args.ts";
import { applyUser } from "./apply.ts";
import { MYSQL_USER_ARGS } from "./args.ts";
import { decideUser } from "./decide.ts";
import { probeUser } from "./probe.ts";

export const mysql_user = shellModule({
  name: "mysql_user",
  summary: "Makes sure that a MariaDB or MySQL user exists with these privileges, or does not exist.",
  notes: [
    ...MYSQL_NOTES,
    "The privileges become exactly those that `priv` names, unless `append_privs` is set; roles and proxies are left alone, and the user root only loses what it has on the databases and tables that are named.",
    "In a database's name, `%` and `_` stand for any text and any character, as in the server: write `my\\_app.*` for the database my_app only.",
    "A password is compared in the form that mysql_native_password stores. A user who logs in otherwise, as is usual in MySQL 8, takes `update_password: on_create`. MySQL 8 also spells out ALL on `*.*`, so there name the privileges.",
  ],
  args: MYSQL_USER_ARGS,
  returns: { user: "The user." },
  examples: [
    {
      title: "Create the user of an application",
      args: { name: "app", host: "10.0.0.%", password: "{{ app_password }}", priv: "app.*:ALL" },
    },
    {
      title: "Let a user read two columns",
      args: { name: "report", priv: "app.orders:SELECT(id,total)", append_privs: true },
    },
    { title: "Remove the anonymous user", args: { name: "", state: "absent" } },
  ],
  probe: probeUser,
  decide: decideUser,
  apply: (args, _changes, state) => applyUser(args, state),
});
