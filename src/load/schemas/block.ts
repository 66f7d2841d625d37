import {
  condition,
  names,
  notifications,
  placement,
  runKeywords,
  text,
  unsupported,
  unsupportedOfTasks,
  variables,
} from "./parts.ts";

const OF_TASKS = "Write it in the tasks of the block.";

/** All keys of a block of tasks. */
export const blockSchema = {
  type: "object",
  title: "A block",
  properties: {
    name: text,
    block: { type: "array", title: "block", minItems: 1 },
    rescue: { type: "array", title: "rescue" },
    always: { type: "array", title: "always" },
    when: condition,
    tags: names,
    ...runKeywords,
    notify: notifications,
    vars: variables,
    ...placement,
    loop: unsupported("Write it in each task of the block."),
    register: unsupported(OF_TASKS),
    until: unsupported(OF_TASKS),
    failed_when: unsupported(OF_TASKS),
    changed_when: unsupported(OF_TASKS),
    timeout: unsupported("Set the modules' own time-outs."),
    ...unsupportedOfTasks,
  },
  required: ["block"],
  additionalProperties: false,
} as const;
