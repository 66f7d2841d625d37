import { SUBSET_NAMES } from "../../language/facts/subsets.ts";
import { flag, names, placement, runKeywords, text, unsupported, variables } from "./parts.ts";
import { roleUseSchema } from "./role-use.ts";

const tasks = { type: ["array", "null"] } as const;
/** A number of hosts, or a share of a play's hosts. */
const batchSize = {
  minimum: 1,
  pattern: "^([1-9][0-9]?|100)%$",
  rule: 'a number of hosts, or a share of them, e.g. "30%"',
} as const;
/** In which order a play takes its hosts. */
export const ORDERS = ["inventory", "reverse_inventory", "sorted", "reverse_sorted", "shuffle"] as const;
const LOGIN = "Set it for the hosts in the inventory.";

const play = {
  type: "object",
  title: "A play",
  properties: {
    name: text,
    hosts: { type: ["string", "array"], items: text, minItems: 1, minLength: 1 },
    vars: variables,
    vars_files: names,
    roles: { type: ["array", "null"], items: roleUseSchema },
    pre_tasks: tasks,
    tasks,
    post_tasks: tasks,
    handlers: tasks,
    ...runKeywords,
    serial: {
      type: ["integer", "string", "array"],
      ...batchSize,
      minItems: 1,
      items: { type: ["integer", "string"], ...batchSize },
    },
    max_fail_percentage: { type: "number", minimum: 0, maximum: 100 },
    order: { type: "string", enum: ORDERS },
    any_errors_fatal: flag,
    gather_facts: flag,
    tags: names,
    run_once: placement.run_once,
    throttle: placement.throttle,
    strategy: unsupported("Omit it: each host runs a play's tasks at its own pace."),
    vars_prompt: unsupported("Set the values with -e."),
    when: unsupported("Write it on the roles and tasks."),
    remote_user: unsupported(LOGIN),
    connection: unsupported(LOGIN),
    port: unsupported(LOGIN),
    become_method: unsupported("Omit it: sudo is used."),
    become_flags: unsupported("Omit it: sudo is used."),
    collections: unsupported("Omit it: modules have no collections."),
    module_defaults: unsupported("Write the arguments in each task, or keep them in a variable."),
    force_handlers: unsupported("Omit it: handlers that did not run stay pending until the next run."),
    gather_subset: { type: "array", minItems: 1, items: { type: "string", enum: SUBSET_NAMES } },
  },
  required: ["hosts"],
  additionalProperties: false,
} as const;

/** An entry of a playbook that stands for the plays of another one. */
export const importSchema = {
  type: "object",
  title: "An import",
  properties: {
    import_playbook: text,
    name: text,
    vars: variables,
    tags: names,
    when: unsupported("Write it on the roles and tasks of its plays."),
  },
  required: ["import_playbook"],
  additionalProperties: false,
} as const;

/** A playbook: a list of plays. */
export const playbookSchema = { type: "array", title: "A playbook", items: play } as const;
