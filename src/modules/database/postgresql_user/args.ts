import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { POSTGRESQL_LOGIN_ALIASES, POSTGRESQL_LOGIN_ARGS } from "../../lib/postgresql/args.ts";
import { FLAG_PATTERN } from "./flags.ts";

export const POSTGRESQL_USER_ARGS = {
  required: ["name"],
  properties: {
    name: { type: "string", description: "The role's name.", format: "postgresql-name" },
    state: { type: "string", description: "Whether the role exists.", enum: ["present", "absent"], default: "present" },
    password: {
      type: "string",
      description:
        "Its password, a secret: plain, or as the server stores it (`SCRAM-SHA-256$…`, `md5…`). Empty: it has none. Without it, a password is left alone.",
    },
    no_password_changes: {
      type: "boolean",
      description: "Keep the password of a role that exists.",
      default: false,
    },
    encrypted: {
      type: "boolean",
      description: "Has no effect, and is here for Ansible's playbooks: passwords are always stored encrypted.",
      default: true,
    },
    role_attr_flags: {
      type: "array",
      split: true,
      description: "Attributes of the role, such as `CREATEDB,NOSUPERUSER`; those that are not named are left alone.",
      items: {
        type: "string",
        description: "An attribute.",
        pattern: FLAG_PATTERN,
        rule: "SUPERUSER, CREATEROLE, CREATEDB, INHERIT, LOGIN, REPLICATION or BYPASSRLS, or one of them with NO before it",
      },
    },
    expires: {
      type: "string",
      description: "When its password expires: a date and time as PostgreSQL reads it, or `infinity`.",
      minLength: 1,
    },
    conn_limit: { type: "integer", description: "How many connections it may have; -1: any number.", minimum: -1 },
    comment: { type: "string", description: "A comment on the role; empty: none." },
    ...POSTGRESQL_LOGIN_ARGS,
  },
  aliases: { user: "name", db: "login_db", ...POSTGRESQL_LOGIN_ALIASES },
} as const satisfies ArgsSchema;

export type RoleArgs = ArgsOf<typeof POSTGRESQL_USER_ARGS>;
