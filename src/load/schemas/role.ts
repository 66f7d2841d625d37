import { argumentSpecsSchema } from "./argument-specs.ts";
import { flag, keyword } from "./parts.ts";
import { roleUseSchema } from "./role-use.ts";

/** Of Ansible Galaxy: it is not read. */
const ignored = {} as const;

/** meta/main.yaml of a role. */
export const metaSchema = {
  type: "object",
  title: "A role's meta",
  properties: {
    dependencies: keyword(
      { type: ["array", "null"], items: roleUseSchema },
      "Roles that run before this one, written as in `roles` of a play.",
      "dependencies:",
      "  - common",
      "  - { role: users, when: with_users }",
    ),
    provides: keyword(
      { type: ["object", "null"], additionalProperties: true },
      "What the role declares for others. They read it in `project_roles`, a list of all roles that provide something.",
      "provides:",
      "  log_files: [/var/log/nginx/access.log]",
    ),
    argument_specs: keyword(
      argumentSpecsSchema,
      "What the role's variables must be. They are checked before any connection.",
      "argument_specs:",
      "  main:",
      "    options:",
      "      http_port: { type: int, required: true, minimum: 1 }",
    ),
    galaxy_info: ignored,
    allow_duplicates: keyword(
      flag,
      "Runs the role each time it is named, even with the same variables.",
      "allow_duplicates: true",
    ),
    collections: ignored,
  },
  additionalProperties: false,
  $defs: argumentSpecsSchema.$defs,
} as const;

/** A file of tasks. */
export const taskListSchema = { type: "array", title: "A list of tasks" } as const;
