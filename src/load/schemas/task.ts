import {
  computedText,
  condition,
  flag,
  names,
  notifications,
  placement,
  runKeywords,
  text,
  unsupported,
  unsupportedOfTasks,
  variables,
} from "./parts.ts";

const OF_BLOCK = "Write it next to a `block`.";

/** All keys of a task except its module, whose name is a key too. */
export const taskSchema = {
  type: "object",
  title: "A task",
  properties: {
    name: computedText,
    when: condition,
    loop: { type: ["array", "object"], computed: true },
    loop_control: {
      type: "object",
      title: "loop_control",
      properties: {
        loop_var: text,
        index_var: text,
        label: { type: ["string", "number", "boolean", "array", "object"], computed: true },
        pause: { type: "number", minimum: 0, computed: true },
        extended: flag,
        break_when: condition,
      },
      additionalProperties: false,
    },
    register: text,
    notify: notifications,
    listen: names,
    tags: names,
    ...runKeywords,
    until: condition,
    retries: { type: "integer", minimum: 0, computed: true },
    delay: { type: "number", minimum: 0, computed: true },
    failed_when: condition,
    changed_when: condition,
    vars: variables,
    ...placement,
    rescue: unsupported(OF_BLOCK),
    always: unsupported(OF_BLOCK),
    include: unsupported(
      "Write `include_tasks` (during the run, with `loop` and a computed name) or `import_tasks` (before it).",
    ),
    import_playbook: unsupported("Write it in the playbook, between its plays."),
    async: unsupported("Set the module's own time-out, or wait with `until` and `retries`."),
    poll: unsupported("Wait with `until` and `retries`."),
    args: { type: "object", title: "args" },
    action: unsupported("Write the module's name as the key."),
    local_action: unsupported("Write the module's name as the key, and `delegate_to: localhost` next to it."),
    timeout: unsupported("Set the module's own time-out."),
    ...unsupportedOfTasks,
  },
} as const;
