import { shellModule } from "../../../module/contract.ts";
import { POSTGRESQL_NOTES } from "../../lib/postgresql/args.ts";
import { withoutServerUser } from "../../lib/postgresql/server.ts";
import { applyRole } from "./apply.ts";
import { POSTGRESQL_USER_ARGS } from "./args.ts";
import { decideRole } from "./decide.ts";
import { probeRole } from "./probe.ts";

export const postgresql_user = shellModule({
  name: "postgresql_user",
  summary: "Makes sure that a PostgreSQL role exists with these attributes, or does not exist.",
  notes: [
    ...POSTGRESQL_NOTES,
    "A new role may log in, unless `role_attr_flags` has NOLOGIN.",
    "A plain password is compared with its stored form, which takes a login that may read pg_authid: a superuser. It is sent in the form in which the server stores it, so the server's log never holds it.",
  ],
  args: POSTGRESQL_USER_ARGS,
  returns: { user: "The role." },
  examples: [
    {
      title: "Create the role of an application",
      args: { name: "app", password: "{{ app_password }}", role_attr_flags: ["NOSUPERUSER", "NOCREATEDB"] },
    },
    { title: "Remove a role", args: { name: "former", state: "absent" } },
  ],
  probe: probeRole,
  withoutUser: withoutServerUser,
  decide: decideRole,
  apply: (args, _changes, state) => applyRole(args, state),
});
