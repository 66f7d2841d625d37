import { argumentSpecsSchema } from "./argument-specs.ts";
import { text, unsupported } from "./parts.ts";

/** Of Ansible Galaxy: it is not read. */
const ignored = {} as const;

/** meta/main.yaml of a role. */
export const metaSchema = {
  type: "object",
  title: "A role's meta",
  properties: {
    dependencies: {
      type: ["array", "null"],
      items: {
        ...text,
        unsupportedTypes: { object: "Write only the role's name; put variables into the role's defaults or the play." },
      },
    },
    provides: { type: ["object", "null"], additionalProperties: true },
    argument_specs: argumentSpecsSchema,
    galaxy_info: ignored,
    allow_duplicates: unsupported("List the role twice under `roles` of the play."),
    collections: ignored,
  },
  additionalProperties: false,
  $defs: argumentSpecsSchema.$defs,
} as const;

/** A file of tasks. */
export const taskListSchema = { type: "array", title: "A list of tasks" } as const;
