import type { ArgsOf, ArgsSchema } from "../../../module/schema.ts";
import { MYSQL_LOGIN_ARGS } from "../../lib/mysql/args.ts";
import { pathArg } from "../../lib/path/args.ts";

const NO_DUMPS = "Use the `shell` module with mysqldump, and `creates`.";
const NAME = "^[A-Za-z0-9_]+$";

export const MYSQL_DB_ARGS = {
  required: ["name"],
  needs: [{ argument: "state", value: "import", oneOf: ["target"] }],
  properties: {
    name: { type: "string", description: "The database's name.", format: "mysql-name" },
    state: {
      type: "string",
      description:
        "Whether the database exists. `import` creates it if it is missing, and runs the statements of `target` in it, every time.",
      enum: ["present", "absent", "import"],
      unsupportedValues: { dump: NO_DUMPS },
      default: "present",
    },
    encoding: {
      type: "string",
      description: "The character set of its new tables, such as utf8mb4.",
      pattern: NAME,
      rule: "a character set, such as utf8mb4",
    },
    collation: {
      type: "string",
      description: "The sort order of its new tables, such as utf8mb4_unicode_ci.",
      pattern: NAME,
      rule: "a collation, such as utf8mb4_unicode_ci",
    },
    target: pathArg("With `state: import`, a file of statements on the target; also .gz, .bz2, .xz and .zst."),
    ...MYSQL_LOGIN_ARGS,
  },
  aliases: { db: "name" },
} as const satisfies ArgsSchema;

export type DatabaseArgs = ArgsOf<typeof MYSQL_DB_ARGS>;
