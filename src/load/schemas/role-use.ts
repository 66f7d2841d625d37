import { condition, names, placement, runKeywords, text, unsupported, unsupportedOfTasks, variables } from "./parts.ts";

/** An entry of a play's `roles` or of a role's `dependencies`, without the variables next to its keywords. */
export const roleUseSchema = {
  type: ["string", "object"],
  title: "A role",
  properties: {
    role: text,
    only: { type: "string", enum: ["tasks", "verify", "teardown"] },
    vars: variables,
    tags: names,
    when: condition,
    ...placement,
    name: unsupported("Write `role` for the role's name."),
    ...runKeywords,
    tasks_from: unsupported("Move those tasks into a role."),
    ...unsupportedOfTasks,
    port: unsupported("If it is a variable of the role, write it under `vars`. SSH's port belongs in the inventory."),
    timeout: unsupported("If it is a variable of the role, write it under `vars`."),
  },
  required: ["role"],
  minLength: 1,
  additionalProperties: false,
} as const;
