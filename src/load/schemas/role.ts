import { argumentSpecsSchema } from "./argument-specs.ts";
import { flag } from "./parts.ts";
import { roleUseSchema } from "./role-use.ts";

/** Of Ansible Galaxy: it is not read. */
const ignored = {} as const;

/** meta/main.yaml of a role. */
export const metaSchema = {
  type: "object",
  title: "A role's meta",
  properties: {
    dependencies: { type: ["array", "null"], items: roleUseSchema },
    provides: { type: ["object", "null"], additionalProperties: true },
    argument_specs: argumentSpecsSchema,
    galaxy_info: ignored,
    allow_duplicates: flag,
    collections: ignored,
  },
  additionalProperties: false,
  $defs: argumentSpecsSchema.$defs,
} as const;

/** A file of tasks. */
export const taskListSchema = { type: "array", title: "A list of tasks" } as const;
