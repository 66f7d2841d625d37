import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { MYSQL_LOGIN_ARGS } from "../../lib/mysql/args.ts";
import { PRIVILEGES_PATTERN } from "./words.ts";

export const MYSQL_USER_ARGS = {
  required: ["name"],
  needs: [{ argument: "encrypted", value: true, oneOf: ["password"] }],
  properties: {
    name: {
      type: "string",
      description: "The user's name, without its host; empty for the anonymous user.",
      pattern: "^[^\\x00-\\x1f\\x7f]{0,80}$",
      rule: "a name of at most 80 characters on one line",
    },
    host: {
      type: "string",
      description:
        "The host that it connects from, also with `%` for any text. `APP@localhost` is another user than `APP@%`.",
      pattern: "^[^\\s@'`\"\\\\]{1,255}$",
      rule: "a host or a pattern such as 10.0.0.%",
      default: "localhost",
    },
    state: { type: "string", description: "Whether the user exists.", enum: ["present", "absent"], default: "present" },
    password: {
      type: "string",
      description: "Its password, a secret. Empty: it has none. Without it, a password is left alone.",
    },
    encrypted: {
      type: "boolean",
      description: "`password` is what the server stores: `*` and 40 hexadecimal digits.",
      default: false,
    },
    update_password: {
      type: "string",
      description: "`on_create` keeps the password of a user that exists.",
      enum: ["always", "on_create"],
      default: "always",
    },
    priv: {
      type: "string",
      description:
        "Its privileges: `DATABASE.TABLE:PRIVILEGE,PRIVILEGE`, more of these after a `/`. Columns are in parentheses, `GRANT` lets it pass them on. Without it, privileges are left alone.",
      pattern: PRIVILEGES_PATTERN,
      rule: "DATABASE.TABLE:PRIVILEGE,… and more of them after a `/`, as in app.*:SELECT,INSERT/logs.t:SELECT(id)",
    },
    append_privs: {
      type: "boolean",
      description: "Keep the privileges that `priv` does not name.",
      default: false,
    },
    column_case_sensitive: {
      type: "boolean",
      description:
        "Has no effect, and is here for Ansible's playbooks: the server does not tell columns apart by case.",
      default: true,
    },
    ...MYSQL_LOGIN_ARGS,
  },
  aliases: { user: "name" },
} as const satisfies ArgsSchema;

export type UserArgs = ArgsOf<typeof MYSQL_USER_ARGS>;
