import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { POSTGRESQL_LOGIN_ALIASES, POSTGRESQL_LOGIN_ARGS } from "../../lib/postgresql/args.ts";

export const POSTGRESQL_EXT_ARGS = {
  required: ["name", "login_db"],
  properties: {
    name: { type: "string", description: "The extension's name.", format: "postgresql-name" },
    state: {
      type: "string",
      description: "Whether the database has the extension.",
      enum: ["present", "absent"],
      default: "present",
    },
    schema: { type: "string", description: "The schema that its objects are in.", format: "postgresql-name" },
    version: {
      type: "string",
      description:
        "Its version; `latest` is the one that the server would install now. Without it, a version is left alone.",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._+-]*$",
      rule: "a version, or latest",
    },
    cascade: {
      type: "boolean",
      description: "Also install extensions that it needs, or remove what needs it.",
      default: false,
    },
    ...POSTGRESQL_LOGIN_ARGS,
    login_db: { type: "string", description: "The database with the extension.", format: "postgresql-name" },
  },
  aliases: { ext: "name", db: "login_db", ...POSTGRESQL_LOGIN_ALIASES },
} as const satisfies ArgsSchema;

export type ExtensionArgs = ArgsOf<typeof POSTGRESQL_EXT_ARGS>;
