import { type Apply, shellModule } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { changedBy, type Asked } from "../../lib/database/server.ts";
import { POSTGRESQL_NOTES } from "../../lib/postgresql/args.ts";
import { identifier, psql } from "../../lib/postgresql/psql.ts";
import { withoutServerUser } from "../../lib/postgresql/server.ts";
import { POSTGRESQL_PRIVS_ARGS, type PrivilegeArgs } from "./args.ts";
import { decidePrivileges, heldBy, stepsFor } from "./decide.ts";
import { probePrivileges, type PrivilegeState } from "./probe.ts";

export const postgresql_privs = shellModule({
  name: "postgresql_privs",
  summary: "Grants privileges on objects of a PostgreSQL database to roles, or revokes them.",
  notes: [
    ...POSTGRESQL_NOTES,
    "What counts is what the server has granted to the role itself. An owner has all privileges from the start; those that a role has as a member of another, or as a superuser, are not looked at.",
  ],
  args: POSTGRESQL_PRIVS_ARGS,
  examples: [
    {
      title: "Let a role read all tables",
      args: { login_db: "app", roles: ["reports"], privs: ["SELECT"], objs: ["ALL_IN_SCHEMA"] },
    },
    {
      title: "Let only some roles connect to a database",
      args: { login_db: "app", type: "database", roles: ["PUBLIC"], privs: ["CONNECT", "TEMPORARY"], state: "absent" },
    },
  ],
  probe: probePrivileges,
  withoutUser: withoutServerUser,
  decide: decidePrivileges,
  apply: (args, _changes, asked) => apply(args, asked),
});

const APPLY_SECONDS = 120;

function apply(args: PrivilegeArgs, asked: Asked<PrivilegeState>): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const statements = asked.is === "answered" ? statementsFor(args, asked.state) : [];
  const sql = ["BEGIN;", ...statements, "COMMIT;"].join("\n");
  return {
    script: write`${psql(args, sql, APPLY_SECONDS)}`,
    parse: changedBy(`change privileges in ${args.login_db}`),
  };
}

function statementsFor(args: PrivilegeArgs, state: PrivilegeState): readonly string[] {
  const option = args.grant_option === true ? " WITH GRANT OPTION" : "";
  return state.objects.flatMap(({ name }) =>
    args.roles.flatMap((role) => {
      const { grant, revoke, bind } = stepsFor(args, state, heldBy(state, { name, role }));
      const to = role === "PUBLIC" ? "PUBLIC" : identifier(role);
      const on = `ON ${objectOf(args, name)}`;
      return [
        ...(grant.length === 0 ? [] : [`GRANT ${grant.join(", ")} ${on} TO ${to}${option};`]),
        ...(bind.length === 0 ? [] : [`REVOKE GRANT OPTION FOR ${bind.join(", ")} ${on} FROM ${to};`]),
        ...(revoke.length === 0 ? [] : [`REVOKE ${revoke.join(", ")} ${on} FROM ${to};`]),
      ];
    }),
  );
}

function objectOf({ type, schema }: PrivilegeArgs, name: string): string {
  const place = type === "table" || type === "sequence" ? `${identifier(schema)}.` : "";
  return `${type.toUpperCase()} ${place}${identifier(name)}`;
}
