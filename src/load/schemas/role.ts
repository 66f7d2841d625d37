import { later, text } from "./parts.ts";

const FREE = "Leave it out: it is not read.";

/** meta/main.yaml of a role. */
export const metaSchema = {
  type: "object",
  title: "A role's meta",
  properties: {
    dependencies: {
      type: ["array", "null"],
      items: {
        ...text,
        laterTypes: { object: "Write the role's name alone; variables belong into defaults or the play." },
      },
    },
    provides: { type: ["object", "null"], additionalProperties: true },
    argument_specs: later("Check the variables with the module assert."),
    galaxy_info: later(FREE),
    allow_duplicates: later("List the role twice under `roles` of the play."),
    collections: later(FREE),
  },
  additionalProperties: false,
} as const;

/** A file of tasks. */
export const taskListSchema = { type: "array", title: "A list of tasks" } as const;
