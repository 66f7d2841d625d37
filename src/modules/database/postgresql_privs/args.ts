import { moduleFault } from "../../../errors/catalogue/modules.ts";
import type { Fault } from "../../../errors/fault.ts";
import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { POSTGRESQL_LOGIN_ALIASES, POSTGRESQL_LOGIN_ARGS } from "../../lib/postgresql/args.ts";

/** What each kind of object can have; `ALL` is what the server says. */
const PRIVILEGES = {
  table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["USAGE", "SELECT", "UPDATE"],
  schema: ["CREATE", "USAGE"],
  database: ["CREATE", "CONNECT", "TEMPORARY"],
} as const;

const WORDS = [...new Set([...Object.values(PRIVILEGES).flat(), "ALL", "TEMP"])];
const OTHER = "Use `command: psql` with the statement.";

export const POSTGRESQL_PRIVS_ARGS = {
  required: ["login_db", "roles", "privs"],
  needs: ["table", "sequence", "schema"].map((value) => ({ argument: "type", value, oneOf: ["objs"] })),
  properties: {
    roles: {
      type: "array",
      items: { type: "string", description: "A role.", format: "postgresql-name" },
      split: true,
      minItems: 1,
      description: "The roles that get the privileges, or lose them; PUBLIC stands for all.",
    },
    privs: {
      type: "array",
      items: {
        type: "string",
        description: "A privilege.",
        pattern: `^(?:${[...WORDS, ...WORDS.map((word) => word.toLowerCase())].join("|")})$`,
        rule: "a privilege, such as SELECT, or ALL",
      },
      split: true,
      minItems: 1,
      description: "The privileges. Others that the roles have are left alone.",
    },
    type: {
      type: "string",
      description: "The kind of the objects; views are tables.",
      enum: ["table", "sequence", "schema", "database"],
      unsupportedValues: Object.fromEntries(
        ["function", "procedure", "language", "tablespace", "default_privs", "group", "type", "parameter"].map(
          (type) => [type, OTHER],
        ),
      ),
      default: "table",
    },
    objs: {
      type: "array",
      items: { type: "string", description: "An object.", format: "postgresql-name" },
      split: true,
      minItems: 1,
      description:
        "The objects by name; ALL_IN_SCHEMA stands for all tables or sequences of `schema` that are there now. Of databases, it is `login_db` by default.",
    },
    schema: {
      type: "string",
      description: "The schema of tables and sequences.",
      format: "postgresql-name",
      default: "public",
    },
    grant_option: {
      type: "boolean",
      description: "Whether the roles may pass the privileges on; without it, that is left alone.",
    },
    state: {
      type: "string",
      description: "Whether the roles have the privileges.",
      enum: ["present", "absent"],
      default: "present",
    },
    ...POSTGRESQL_LOGIN_ARGS,
    login_db: { type: "string", description: "The database of the objects.", format: "postgresql-name" },
  },
  aliases: {
    ...{ db: "login_db", database: "login_db", role: "roles", priv: "privs", obj: "objs" },
    ...POSTGRESQL_LOGIN_ALIASES,
  },
} as const satisfies ArgsSchema;

export type PrivilegeArgs = ArgsOf<typeof POSTGRESQL_PRIVS_ARGS>;

/** The objects that are named; undefined: all of the schema. */
export function namedObjects({ objs, type, login_db }: PrivilegeArgs): readonly string[] | undefined {
  if (objs?.[0] === "ALL_IN_SCHEMA") return undefined;
  return objs ?? (type === "database" ? [login_db] : []);
}

/** The privileges that are named, as the server writes them. */
export function namedPrivileges({ privs }: PrivilegeArgs): readonly string[] {
  return privs.map((word) => word.toUpperCase()).map((word) => (word === "TEMP" ? "TEMPORARY" : word));
}

/** Why the arguments do not go together. */
export function argsFault(args: PrivilegeArgs): Fault | undefined {
  const { type, objs } = args;
  const wrong = (name: string, problem: string, write: string) =>
    moduleFault("modules/argument", { name, problem, write });
  const isAll = objs?.includes("ALL_IN_SCHEMA") ?? false;
  if (isAll && (objs?.length !== 1 || type === "schema" || type === "database")) {
    return wrong("objs", "has ALL_IN_SCHEMA, which stands alone, for tables or sequences", "Name the objects instead.");
  }
  const known: readonly string[] = [...PRIVILEGES[type], "ALL"];
  const other = namedPrivileges(args).find((word) => !known.includes(word));
  if (other !== undefined) {
    return wrong("privs", `has ${other}, which no ${type} has`, `A ${type} has ${PRIVILEGES[type].join(", ")}.`);
  }
  return args.state === "absent" && args.grant_option !== undefined
    ? wrong("grant_option", "has no meaning with `state: absent`", "Use `state: present` with `grant_option: false`.")
    : undefined;
}
