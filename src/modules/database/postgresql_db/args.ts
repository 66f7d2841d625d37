import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { POSTGRESQL_LOGIN_ALIASES, POSTGRESQL_LOGIN_ARGS } from "../../lib/postgresql/args.ts";

const NO_DUMPS = "Use the `command` module with pg_dump, pg_restore or psql.";

export const POSTGRESQL_DB_ARGS = {
  required: ["name"],
  properties: {
    name: { type: "string", description: "The database's name.", format: "postgresql-name" },
    state: {
      type: "string",
      description: "Whether the database exists.",
      enum: ["present", "absent"],
      unsupportedValues: {
        dump: NO_DUMPS,
        restore: NO_DUMPS,
        rename: "Use the `command` module with psql and `ALTER DATABASE … RENAME TO …`.",
      },
      default: "present",
    },
    owner: { type: "string", description: "The role that owns it.", format: "postgresql-name" },
    encoding: { type: "string", description: "Its encoding, such as UTF8. It cannot be changed later.", minLength: 1 },
    lc_collate: {
      type: "string",
      description: "Its sort order, such as de_DE.UTF-8. It cannot be changed later.",
      minLength: 1,
    },
    lc_ctype: { type: "string", description: "Its classes of characters. They cannot be changed later.", minLength: 1 },
    template: {
      type: "string",
      description:
        "The database that a new one is a copy of: template0 if the encoding or the sort order is another one.",
      format: "postgresql-name",
    },
    conn_limit: { type: "integer", description: "How many connections it may have; -1: any number.", minimum: -1 },
    ...POSTGRESQL_LOGIN_ARGS,
  },
  aliases: { db: "name", maintenance_db: "login_db", ...POSTGRESQL_LOGIN_ALIASES },
} as const satisfies ArgsSchema;

export type DatabaseArgs = ArgsOf<typeof POSTGRESQL_DB_ARGS>;
